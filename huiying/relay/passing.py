"""Passing a case on, sending it again, stopping: what people do; `sending` does the rest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction

from huiying.accounts.actors import Actor
from huiying.cases.models import Case
from huiying.cases.refusals import NoSuchCase
from huiying.journal.actions import record
from huiying.relay import access
from huiying.relay.client import UNSURE
from huiying.relay.events import PassedOn, PassingResent, PassingStopped
from huiying.relay.models import Passing, Server, Service
from huiying.relay.refusals import (
    AlreadyPassed,
    MissingAnswer,
    MissingWords,
    NoPlace,
    NoSuchPassing,
    NoSuchServer,
    NoSuchService,
    NotPassable,
)
from huiying.relay.rules.reading import Question

LONGEST = 4000
Status = Passing.Status
UNDER_WAY = (Status.WAITING, Status.TOKEN, Status.OPEN)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be told to whom. ``identity``: the person agreed to being named. ``address`` None:
    that of the case."""

    server_id: int
    service_code: str
    text: str
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    identity: bool = False
    address: str | None = None


def pass_on(*, case_id: int, wish: Wish, actor: Actor, at: datetime) -> Passing:
    """Put a case into the outbox for a foreign server; it is sent within seconds.

    Raises NoSuchCase, NotPassable, CaseOver, NoSuchServer, NoSuchService, AlreadyPassed, NotAgreed,
    MissingWords, MissingAnswer, NoPlace.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(pk=case_id).first()
        if case is None:
            raise NoSuchCase(number=case_id)
        access.check(actor, case)
        server = Server.objects.filter(pk=wish.server_id, active=True).first()
        if server is None:
            raise NoSuchServer(id=wish.server_id)
        service = server.services.filter(code=wish.service_code, gone=False).first()
        if service is None:
            raise NoSuchService(code=wish.service_code[:120])
        _check(case, service, wish)
        if wish.identity:
            access.check_identity(actor, case)
        row = _put(case, server, service, wish, actor, at)
        told = PassedOn(
            case.pk, passing_id=row.pk, server=server.name, service=service.name,
            identity=wish.identity or None,
        )  # fmt: skip
        record(told, by=actor.by, at=at)
    return row


def _check(case: Case, service: Service, wish: Wish) -> None:
    if not 0 < len(wish.text.strip()) <= LONGEST:
        raise MissingWords
    if not _address(case, wish) and (case.lat is None or case.lon is None):
        raise NoPlace(number=case.number)
    for plain in service.questions:
        question = Question(**plain)
        if question.required and not any(map(str.strip, wish.answers.get(question.code, ()))):
            raise MissingAnswer(question=question.text)


def _address(case: Case, wish: Wish) -> str:
    """Where it is, as the other side reads it."""
    return case.address if wish.address is None else wish.address.strip()[:256]


def _put(
    case: Case, server: Server, service: Service, wish: Wish, actor: Actor, at: datetime
) -> Passing:
    known = {plain["code"] for plain in service.questions if not plain["shown"]}
    answers = {
        code: [value for value in values if value]
        for code, values in wish.answers.items()
        if code in known and any(values)
    }
    try:
        with transaction.atomic():
            return Passing.objects.create(
                case=case,
                server=server,
                service_code=service.code,
                service_name=service.name,
                text=wish.text.strip(),
                address=_address(case, wish),
                answers=json.dumps(answers, ensure_ascii=False) if answers else "",
                identity=wish.identity,
                key=uuid4().hex,
                person_id=actor.id,
                next_at=at,
                created_at=at,
            )
    except IntegrityError:
        raise AlreadyPassed(number=case.number, server=server.name) from None


def resend(*, passing_id: int, actor: Actor, at: datetime) -> Passing:
    """Have what did not arrive tried again; what is followed without success is asked about now.

    Raises NoSuchPassing, NotPassable.
    """
    with transaction.atomic():
        row = _locked(passing_id, actor)
        failed = row.status == Status.FAILED
        if not failed and not (row.status in UNDER_WAY and row.tries):
            raise NoSuchPassing(id=passing_id)
        if failed and not row.case.open:
            raise NoSuchPassing(id=passing_id)
        if failed and _others(row):
            raise AlreadyPassed(number=row.case.number, server=row.server.name)
        if failed:
            row.status = Status.TOKEN if row.token else Status.WAITING
            row.doubt = row.doubt and row.problem != UNSURE  # whoever sends it again has asked
        row.tries, row.next_at, row.problem, row.said, row.ended_at = 0, at, "", "", None
        row.save()
        told = PassingResent(row.case_id, passing_id=row.pk, server=row.server.name)
        record(told, by=actor.by, at=at)
    return row


def stop(*, passing_id: int, actor: Actor, at: datetime) -> Passing:
    """Ask no more about it, send it no more. What the other side does with it is its own affair.

    Raises NoSuchPassing, NotPassable.
    """
    with transaction.atomic():
        row = _locked(passing_id, actor)
        if row.status not in (*UNDER_WAY, Status.FAILED):
            raise NoSuchPassing(id=passing_id)
        row.status, row.next_at, row.ended_at = Status.STOPPED, None, at
        row.save(update_fields=["status", "next_at", "ended_at"])
        told = PassingStopped(row.case_id, passing_id=row.pk, server=row.server.name)
        record(told, by=actor.by, at=at)
    return row


def _others(row: Passing) -> bool:
    same = Passing.objects.filter(case_id=row.case_id, server_id=row.server_id)
    return same.filter(status__in=UNDER_WAY).exists()


def _locked(passing_id: int, actor: Actor) -> Passing:
    rows = Passing.objects.select_for_update(of=("self",)).select_related("case", "server")
    row = rows.filter(access.passings_for(actor), pk=passing_id).first()
    if row is None:
        raise NoSuchPassing(id=passing_id)
    if not access.may_again(actor, row):
        raise NotPassable(number=row.case.number)
    return row
