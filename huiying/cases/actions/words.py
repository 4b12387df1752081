"""Words about a case: remarks, messages to the person, questions and tasks with their own clock."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.accounts.actors import Actor
from huiying.cases.actions.core import Deed, act, lock, only, touch, words_of
from huiying.cases.events import (
    Asked,
    Noted,
    PersonTold,
    RequestAnswered,
    RequestExpired,
    RequestWithdrawn,
)
from huiying.cases.kinds import NoteKind
from huiying.cases.models import Case, Note, Request
from huiying.cases.refusals import BadValue, LinkEnded, Missing
from huiying.journal import actions as journal
from huiying.journal.events import By
from huiying.lib.numbers import tracking_code


def note(
    *, case_id: int, actor: Actor, at: datetime, text: str, version: int | None = None
) -> Case:
    """An internal remark; the person never sees it."""
    with act("note", case_id, actor=actor, at=at, version=version) as deed:
        only(Noted, deed, deed.write(NoteKind.REMARK, text))
    return deed.case


def message(
    *, case_id: int, actor: Actor, at: datetime, text: str, version: int | None = None
) -> Case:
    """Tell the person something: shown on the tracking page and sent by the channels in use."""
    with act("message", case_id, actor=actor, at=at, version=version) as deed:
        only(PersonTold, deed, deed.write(NoteKind.MESSAGE, text, to_person=True))
    return deed.case


def ask(
    *,
    case_id: int,
    actor: Actor,
    at: datetime,
    text: str,
    due_at: datetime,
    version: int | None = None,
) -> Request:
    """Ask the person a question. It never waits for ever: at ``due_at`` it expires."""
    with act("ask", case_id, actor=actor, at=at, version=version) as deed:
        request = _request(deed, Request.To.PERSON, "", text, due_at)
    return request


def entrust(
    *,
    case_id: int,
    actor: Actor,
    at: datetime,
    party: str,
    text: str,
    due_at: datetime,
    version: int | None = None,
) -> Request:
    """Give a task to a party outside, who answers over a link without an account."""
    if not party.strip():
        raise Missing(field=_("外部单位名称"))
    with act("entrust", case_id, actor=actor, at=at, version=version) as deed:
        request = _request(deed, Request.To.PARTY, party.strip(), text, due_at)
    return request


def _request(deed: Deed, to: str, party: str, text: str, due_at: datetime) -> Request:
    if due_at <= deed.at:
        raise BadValue(field=_("答复期限"), why=_("须晚于现在。"))
    question = deed.write(NoteKind.QUESTION, text, to_person=to == Request.To.PERSON)
    request = Request.objects.create(
        case=deed.case,
        to=to,
        party=party,
        token=tracking_code() + tracking_code(),
        question=question,
        asked_by_id=deed.actor.id,
        asked_at=deed.at,
        due_at=due_at,
    )
    only(Asked, deed, question, request_id=request.pk, to=to, due_at=due_at.isoformat())
    return request


def answer_request(*, token: str, text: str, at: datetime) -> Request:
    """The answer over the link. A second answer, or a late one, is refused and told why."""
    if not text.strip():
        raise Missing(field=_("答复"))
    with transaction.atomic():
        request = Request.objects.select_for_update().filter(token=token).first()
        if request is None:
            raise LinkEnded(why=_("没有这个链接，请核对是否复制完整。"))
        if request.status != Request.Status.WAITING:
            raise LinkEnded(why=str(request.get_status_display()))
        if request.due_at < at:
            raise LinkEnded(why=_("已超过答复期限。"))
        case = lock(request.case_id)
        who = _("诉求人") if request.to == Request.To.PERSON else request.party
        answer = Note.objects.create(
            case=case,
            kind=NoteKind.ANSWER,
            text=text.strip(),
            at=at,
            author_name=who,
            to_person=request.to == Request.To.PERSON,
        )
        _finish(request, Request.Status.ANSWERED, at, answer)
        touch(case, at)
        event = RequestAnswered(case.pk, **words_of(answer), request_id=request.pk, to=request.to)  # type: ignore[arg-type]
        journal.record(event, by=By(None, who), at=at)
    return request


def withdraw_request(*, case_id: int, request_id: int, actor: Actor, at: datetime) -> Request:
    """Take back a question or task that is no longer needed; its link ends."""
    with act("note", case_id, actor=actor, at=at) as deed:
        request = Request.objects.select_for_update().get(pk=request_id, case_id=case_id)
        if request.status != Request.Status.WAITING:
            raise LinkEnded(why=str(request.get_status_display()))
        _finish(request, Request.Status.WITHDRAWN, at)
        only(RequestWithdrawn, deed, request_id=request.pk, to=request.to)
    return request


def expire_requests(*, at: datetime, most: int = 500) -> int:
    """End the requests whose time is up, so that no case waits for ever; returns how many."""
    due = Request.objects.filter(status=Request.Status.WAITING, due_at__lt=at).order_by("due_at")
    count = 0
    for ident in due.values_list("pk", flat=True)[:most]:
        with transaction.atomic():
            request = Request.objects.select_for_update().get(pk=ident)
            if request.status != Request.Status.WAITING:
                continue
            case = lock(request.case_id)
            _finish(request, Request.Status.EXPIRED, at)
            touch(case, at)
            event = RequestExpired(case.pk, request_id=request.pk, to=request.to)
            journal.record(event, by=By(None, _("系统")), at=at)
            count += 1
    return count


def _finish(request: Request, status: str, at: datetime, answer: Note | None = None) -> None:
    request.status = status
    request.ended_at = at
    request.answer = answer
    request.save(update_fields=["status", "ended_at", "answer"])
