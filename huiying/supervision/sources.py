"""Where obligations come from: cases with units, summons of whistles. Apps above add their own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from huiying.dispatch.models import Assignment
from huiying.supervision.rules.ladder import About
from huiying.whistles.models import Summons
from huiying.whistles.rules.course import Kind, Step

AT_ONCE = 900  # numbers in one condition


@dataclass(frozen=True, slots=True)
class Owed:
    """What a unit owes until when. ``accused``: a person who must hear nothing of it (回避)."""

    about: About
    subject: int
    parent: int
    unit: int
    what: str
    since: datetime
    due: datetime
    level: str = ""
    area: int | None = None
    owner: int | None = None
    accused: int | None = None


STEPS = (("report", "progressed_at"), ("contact", "contacted_at"), ("sign", "signed_at"))
Source = Callable[[Collection[int] | None], Iterable[Owed]]


def of_cases(parents: Collection[int] | None) -> Iterable[Owed]:
    """The nearest limit of each case that is with a unit; a clock that is paused asks nothing.

    ``parents``: numbers of cases; None for all.
    """
    found = Assignment.objects.filter(
        open=True, role=Assignment.Role.LEAD, next_due__isnull=False, case__open=True,
        case__suspended_until=None,
    )  # fmt: skip
    if parents is not None:
        found = found.filter(case_id__in=list(parents))
    columns = (
        "id", "case_id", "unit_id", "dispatched_at", "next_due", "sign_due", "signed_at",
        "contact_due", "contacted_at", "report_due", "progressed_at", "handler_id",
        "case__level", "case__area_id", "case__accused_person_id",
    )  # fmt: skip
    for row in found.order_by("id").values(*columns).iterator(chunk_size=5_000):
        yield Owed(
            About.CASE, row["id"], row["case_id"], row["unit_id"], _step_of(row),
            row["dispatched_at"], row["next_due"], row["case__level"], row["case__area_id"],
            row["handler_id"], row["case__accused_person_id"],
        )  # fmt: skip


def _step_of(row: dict[str, object]) -> str:
    """Which of the limits is the nearest; the last where several end together."""
    for step, done in STEPS:
        if row[done] is None and row[f"{step}_due"] == row["next_due"]:
            return step
    return "resolve"


WHAT = {Step.CALLED: "sign", Step.REFUSED: "rule", Step.SIGNED: "arrive", Step.ARRIVED: "result"}


def of_whistles(parents: Collection[int] | None) -> Iterable[Owed]:
    """What each department, or the district that must rule, owes to a whistle."""
    found = Summons.objects.filter(due_at__isnull=False, owner__isnull=False)
    found = found.filter(whistle__state="open", state__in=list(WHAT))
    if parents is not None:
        found = found.filter(whistle_id__in=list(parents))
    columns = (
        "id", "whistle_id", "owner_id", "state", "called_at", "due_at", "whistle__kind",
        "whistle__area_id",
    )  # fmt: skip
    for row in found.order_by("id").values(*columns).iterator(chunk_size=5_000):
        level = "emergency" if row["whistle__kind"] == Kind.EMERGENCY else ""
        yield Owed(
            About.WHISTLE, row["id"], row["whistle_id"], row["owner_id"],
            WHAT[Step(row["state"])], row["called_at"], row["due_at"], level,
            row["whistle__area_id"],
        )  # fmt: skip


_sources: dict[About, Source] = {About.CASE: of_cases, About.WHISTLE: of_whistles}


def add_source(about: About, source: Source) -> None:
    """Let something else be owed as well."""
    _sources[about] = source


def abouts() -> tuple[About, ...]:
    return tuple(_sources)


def owed(about: About, parents: Collection[int] | None) -> Iterable[Owed]:
    """What is owed for some parents, or for all (None), in small conditions."""
    if parents is None:
        yield from _sources[about](None)
        return
    wanted = sorted(parents)
    for start in range(0, len(wanted), AT_ONCE):
        yield from _sources[about](wanted[start : start + AT_ONCE])
