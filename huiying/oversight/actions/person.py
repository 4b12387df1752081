"""The person answers over the network: rates the result, or says it is not solved."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as _

from huiying.accounts.actors import system
from huiying.cases.models import Case
from huiying.cases.rules.workflow import State
from huiying.directory import queries as directory
from huiying.dispatch.actions.assigning import dispatch
from huiying.dispatch.models import Assignment
from huiying.lib.errors import Refused
from huiying.oversight.actions.closing import Answers, call_back, reopen
from huiying.oversight.models import CallBack

RESIDENT = system("诉求人")
RATED = frozenset({State.REPORTED, State.VERIFIED})


class TooLate(Refused):
    code = "too_late_to_reopen"
    message = _("这件诉求办结已超过 %(days)s 天，不能在网上要求重新办理。")
    hint = _("请提交新的诉求，写明原来的编号；也可以拨打热线。")


class NotForRating(Refused):
    code = "not_for_rating"
    message = _("这件诉求现在不能评价。")
    hint = _("承办单位反馈结果以后，这里会请您评价。")


def reopen_days() -> int:
    """For how many days after the close the person may have a case taken up again."""
    return int(settings.REOPEN_DAYS)


def may_rate(case: Case) -> bool:
    """Whether the result waits for the person's word; a check on site comes first."""
    category = directory.categories().rows.get(case.category_id or 0)
    on_site = category is not None and category.on_site_check
    return State(case.state) in RATED and not (on_site and case.state == State.REPORTED)


def may_reopen(case: Case, at: datetime) -> bool:
    """Whether the person may still say that a closed case is not solved."""
    closed = case.state == State.CLOSED and case.closed_at is not None
    return closed and case.closed_at is not None and at <= case.closed_at + _window()


def rate(*, case: Case, solved: str, satisfied: str, why_not: str, at: datetime) -> Case:
    """The person's own answer counts as the call-back 回访 (art. 23), by the network.

    Raises NotForRating, AnswersMissing, WhyNotMissing, and Stale when it was said already.
    """
    if not may_rate(case):
        raise NotForRating
    answers = Answers(
        reached=True, solved=solved, satisfied=satisfied, why_not=why_not,
        method=CallBack.Method.WEB,
    )  # fmt: skip
    return call_back(case_id=case.pk, actor=RESIDENT, at=at, answers=answers, version=case.version)


def not_solved(*, case: Case, text: str, at: datetime) -> Case:
    """没解决: the closed case is taken up again and goes back to the unit that had it.

    The unit finds it among what it must sign; the supervisor sees the reopening in the case and in
    the lists by cycle. If the unit cannot take it any more it waits for a dispatcher. Said twice,
    the second finds it open and is refused. Raises TooLate, NotNow, Stale, Missing.
    """
    if case.state == State.CLOSED and not may_reopen(case, at):
        raise TooLate(days=reopen_days())
    unit_id = _last_unit(case)
    with transaction.atomic():
        again = reopen(case_id=case.pk, actor=RESIDENT, at=at, text=text, version=case.version)
        return _sent_back(again, unit_id, text, at) if unit_id else again


def _sent_back(case: Case, unit_id: int, text: str, at: datetime) -> Case:
    """To the unit that had it; as it is when that unit is gone or no limit applies."""
    try:
        with transaction.atomic():
            return dispatch(case_id=case.pk, unit_id=unit_id, actor=RESIDENT, at=at, text=text)
    except Refused:
        return case


def _last_unit(case: Case) -> int | None:
    leads = Assignment.objects.filter(case=case, role=Assignment.Role.LEAD).order_by("-pk")
    return leads.values_list("unit_id", flat=True).first()


def _window() -> timedelta:
    return timedelta(days=reopen_days())
