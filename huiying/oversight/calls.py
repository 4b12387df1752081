"""Reads for the desks that check and call back: queues, tries so far, excuses that wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from huiying.accounts.actors import Actor
from huiying.cases import access
from huiying.cases import queries as cases
from huiying.cases.listing import Filter
from huiying.cases.models import Case
from huiying.cases.queries import COUNT_UP_TO, Page, Row, page_of
from huiying.cases.rules.workflow import State
from huiying.directory import queries as directory
from huiying.oversight import claims
from huiying.oversight.models import CallBack, Excuse
from huiying.oversight.rules.closing import Call, contradictions

TABS = ("call", "again", "close")
MOST_BUSY = 500  # people on the phone at one moment


def queue(actor: Actor, tab: str, at: datetime) -> QuerySet[Case]:
    """The cases of a call-back tab: to call, to call again, called and to be closed.

    A reported case whose category asks for a check on site waits for that check first.
    """
    if tab == "call":
        states = (State.VERIFIED.value, State.REPORTED.value)
        found = cases.cases_for(actor, Filter(state=states, sort="due"), at)
        return found.exclude(state=State.REPORTED, category_id__in=_on_site())
    called = cases.cases_for(actor, Filter(state=(State.CALLED_BACK.value,), sort="due"), at)
    this_cycle = CallBack.objects.filter(case=OuterRef("pk"), cycle=OuterRef("cycle"))
    tries = this_cycle.order_by().values("case").annotate(number=Count("pk")).values("number")
    with_tries = called.annotate(
        reached=Exists(this_cycle.filter(reached=True)), tries=Coalesce(Subquery(tries), 0)
    )
    if tab == "again":
        return with_tries.filter(reached=False, tries__lt=settings.CALL_TRIES)
    return with_tries.filter(Q(reached=True) | Q(tries__gte=settings.CALL_TRIES))


def _on_site() -> list[int]:
    return [row.id for row in directory.categories().rows.values() if row.on_site_check]


def page(actor: Actor, tab: str, at: datetime, *, place: str = "") -> Page:
    return page_of(queue(actor, tab, at), "due", place=place)


def count(actor: Actor, tab: str, at: datetime) -> int:
    return queue(actor, tab, at).values("pk")[: COUNT_UP_TO + 1].count()


def next_to_call(actor: Actor, at: datetime, after: Case) -> str | None:
    """The number of the case to call after this one: first to call, then to call again.

    What somebody else is calling about now is passed over.
    """
    busy = [after.pk, *claims.of_others(actor, at).values_list("pk", flat=True)[:MOST_BUSY]]
    for tab in ("call", "again"):
        found = queue(actor, tab, at).exclude(pk__in=busy).order_by("due_at", "id")
        later = found
        if after.due_at:
            later = found.filter(
                Q(due_at__gt=after.due_at) | Q(due_at=after.due_at, id__gt=after.pk)
            )
        numbers = later.values_list("number", flat=True)[:1]
        rest = found.values_list("number", flat=True)[:1]
        if number := next(iter([*numbers, *rest]), None):
            return number
    return None


@dataclass(frozen=True, slots=True)
class Said:
    """What the calls of the present cycle have found so far."""

    tries: int
    reached: bool = False
    solved: str = ""
    satisfied: str = ""
    solved_label: str = ""
    satisfied_label: str = ""
    why_not: str = ""
    contradictions: tuple[str, ...] = ()


def said_for(rows: Sequence[Row]) -> dict[int, Said]:
    """What was said about each case of a page; one query."""
    found = CallBack.objects.filter(
        case_id__in=[row.id for row in rows], cycle=F("case__cycle")
    ).order_by("id")
    by_case: dict[int, list[CallBack]] = {}
    for call in found:
        by_case.setdefault(call.case_id, []).append(call)
    return {ident: said(calls) for ident, calls in by_case.items()}


def said(calls: Sequence[CallBack]) -> Said:
    """The calls of one cycle in short: how often, and what the last answer was."""
    reached = [call for call in calls if call.reached]
    if not reached:
        return Said(len(calls))
    last = reached[-1]
    return Said(
        len(calls),
        True,
        last.solved,
        last.satisfied,
        str(last.get_solved_display()),
        str(last.get_satisfied_display()),
        last.why_not,
        contradictions(Call(True, last.solved, last.satisfied)),
    )


@dataclass(frozen=True, slots=True)
class Proposal:
    """An excuse that waits for a decision."""

    row: Row
    reason: str
    asked_by: str
    asked_at: datetime
    mine: bool


def waiting_excuses(actor: Actor, *, most: int = 100) -> list[Proposal]:
    """Proposals to accept a case as unreasonable that wait, oldest first; two queries."""
    found = list(
        Excuse.objects.filter(pk__in=_asked(actor)[:most])
        .select_related("reason", "asked_by")
        .order_by("asked_at", "id")
    )
    by_id = {row.id: row for row in cases.rows_for([e.case_id for e in found])}
    return [
        Proposal(
            by_id[e.case_id],
            e.reason.text,
            e.asked_by.name if e.asked_by else "",
            e.asked_at,
            e.asked_by_id == actor.id,
        )
        for e in found
        if e.case_id in by_id
    ]


def count_excuses(actor: Actor) -> int:
    return len(_asked(actor))


def _asked(actor: Actor) -> list[int]:
    """The oldest proposals that wait, up to 1,001, on cases the actor sees; two queries."""
    waiting = Excuse.objects.filter(status=Excuse.Status.ASKED).order_by("asked_at", "id")
    found = list(waiting.values_list("pk", "case_id")[: COUNT_UP_TO + 1])
    visible = Case.objects.filter(
        access.visible_to(actor),
        state=State.CALLED_BACK,
        pk__in=[case for _pk, case in found],
    )
    seen = set(visible.values_list("pk", flat=True))
    return [ident for ident, case in found if case in seen]
