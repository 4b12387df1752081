"""通话记录: the calls of some days, how they were answered, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.expressions import Combinable, CombinedExpression
from django.db.models.functions import Coalesce

from huiying.accounts.actors import Actor
from huiying.cases import access as cases
from huiying.cases.listing import start_of
from huiying.cases.models import Case
from huiying.telephony import access
from huiying.telephony.models import LIVE, Call
from huiying.telephony.rules.calls import State
from huiying.telephony.rules.service import PROMPT, Service

ANSWERED = Q(answered_at__isnull=False)
IN_TIME = Q(answered_at__lte=F("first_at") + PROMPT)
RESULTS: dict[str, Q] = {
    "answered": ANSWERED,
    "prompt": ANSWERED & IN_TIME,
    "slow": ANSWERED & ~IN_TIME,
    "missed": Q(state=State.MISSED),
    "live": Q(state__in=LIVE),
    "unwritten": ANSWERED & Q(case=None),
}
SORTS = ("wait", "talk")


def _span(end: Combinable, start: str) -> ExpressionWrapper[CombinedExpression]:
    return ExpressionWrapper(end - F(start), output_field=DurationField())


WAITED = _span(Coalesce("answered_at", "missed_at", "ended_at"), "first_at")
TALKED = _span(F("ended_at"), "answered_at")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Days in local time, both included. ``result``: one of RESULTS; ``person``: who answered."""

    since: date
    until: date
    result: str = ""
    person: int | None = None
    out: bool = False
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A call with the number of its case, "" where there is none or the actor may not see it."""

    call: Call
    case: str

    @property
    def waited(self) -> timedelta | None:
        end = self.call.answered_at or self.call.missed_at or self.call.ended_at
        return end - self.call.first_at if end else None

    @property
    def talked(self) -> timedelta | None:
        ended, answered = self.call.ended_at, self.call.answered_at
        return ended - answered if ended and answered else None

    @property
    def late(self) -> bool:
        """Whether it was picked up later than the standard wants."""
        return bool(self.call.answered_at and self.waited and self.waited > PROMPT)


def calls(actor: Actor, wanted: Wanted) -> QuerySet[Call]:
    """The latest first, unless the longest are wanted first. Raises NotAtTelephone."""
    access.check(actor)
    found = _of_days(wanted).filter(RESULTS.get(wanted.result, Q()))
    found = found.select_related("person").prefetch_related("transfers")
    if wanted.sort == "wait":
        return found.annotate(span=WAITED).order_by(F("span").desc(nulls_last=True), "-pk")
    if wanted.sort == "talk":
        return found.annotate(span=TALKED).order_by(F("span").desc(nulls_last=True), "-pk")
    return found.order_by("-first_at", "-pk")


def service(actor: Actor, wanted: Wanted) -> Service:
    """How the calls of those days were answered, whatever result the list is filtered by.

    Raises NotAtTelephone.
    """
    access.check(actor)
    counts = _of_days(wanted).aggregate(
        answered=Count("pk", filter=RESULTS["answered"]),
        prompt=Count("pk", filter=RESULTS["prompt"]),
        missed=Count("pk", filter=RESULTS["missed"]),
        live=Count("pk", filter=Q(state=State.RINGING)),
        wait=Avg(WAITED, filter=ANSWERED),
    )
    return Service(**counts)


def lines_of(actor: Actor, rows: Sequence[Call]) -> list[Line]:
    """The rows of a page with their cases; one query."""
    linked = {row.case_id for row in rows if row.case_id}
    seen = Case.objects.filter(cases.visible_to(actor), pk__in=linked)
    numbers = dict(seen.values_list("pk", "number")) if linked else {}
    return [Line(row, numbers.get(row.case_id or 0, "")) for row in rows]


def _of_days(wanted: Wanted) -> QuerySet[Call]:
    start, end = start_of(wanted.since), start_of(wanted.until + timedelta(days=1))
    found = Call.objects.filter(first_at__gte=start, first_at__lt=end, inbound=not wanted.out)
    return found if wanted.person is None else found.filter(person_id=wanted.person)
