"""Types above common problems 类型: the same matter in many places, for 每月一题. All reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, QuerySet, Sum

from huiying.accounts.actors import Actor
from huiying.cases import access as case_access
from huiying.cases.models import Case
from huiying.directory import queries as directory
from huiying.insights.models import Member, Problem
from huiying.insights.queries import Wanted, problems_for
from huiying.insights.refusals import NoSuchKind
from huiying.insights.rules.heat import together
from huiying.insights.rules.trend import STRETCH, Trend, judged

SORTS = ("heat", "voices", "problems", "places", "lately")


@dataclass(frozen=True, slots=True)
class Kind:
    """One matter over all its problems.

    ``voices``: those of its problems added up, so who raised it in two places counts twice.
    ``places``: different areas. ``lately``, ``before``: new voices in the last 30 days and the 30
    before them. ``heat``: of all together, below 100.
    """

    matter: str
    problems: int
    voices: int
    cases: int
    going: int
    places: int
    lately: int
    before: int
    heat: float
    trend: Trend
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Spread:
    """The problems of a type in one area; 0 where the area is not known."""

    area_id: int
    name: str
    problems: int
    voices: int
    cases: int
    heat: float


def kinds(actor: Actor, wanted: Wanted, at: datetime, sort: str = "heat") -> list[Kind]:
    """The types of all problems that an actor may see and that match, in one query."""
    found = [_kind(row, at) for row in _summed(problems_for(actor, wanted, at), "matter")]
    by = sort if sort in SORTS else "heat"
    return sorted(found, key=lambda one: (-getattr(one, by), one.matter))


def kind_for(actor: Actor, wanted: Wanted, at: datetime) -> Kind:
    """The type that ``wanted.matter`` names; with nothing in it where filters leave nothing.

    Raises NoSuchKind when the actor sees no problem of it at all.
    """
    found = kinds(actor, wanted, at)
    if found:
        return found[0]
    if not wanted.matter or not kinds(actor, Wanted(matter=wanted.matter), at):
        raise NoSuchKind(matter=wanted.matter)
    return Kind(wanted.matter, 0, 0, 0, 0, 0, 0, 0, 0.0, Trend.QUIET, None, None)


def spread(actor: Actor, wanted: Wanted, at: datetime) -> list[Spread]:
    """Where the problems of a type are, the hottest area first."""
    rows = directory.areas().rows
    found = []
    for row in _summed(problems_for(actor, wanted, at), "area_id"):
        ident = row["area_id"] or 0
        name = rows[ident].name if ident in rows else ""
        heat = together(row["heats"])
        found.append(Spread(ident, name, row["problems"], row["people"], row["cases"], heat))
    return sorted(found, key=lambda one: (-one.heat, one.area_id))


def untyped(actor: Actor, wanted: Wanted, at: datetime) -> int:
    """Problems whose titles name no known matter: they belong to no type."""
    plain = replace(wanted, matter="")
    return problems_for(actor, plain, at).filter(matter="").order_by().count()


def cases_of(actor: Actor, wanted: Wanted, at: datetime) -> QuerySet[Case]:
    """The cases behind a type that the actor may see."""
    problems = problems_for(actor, wanted, at).order_by().values("pk")
    members = Member.objects.filter(problem__in=problems).values("case_id")
    return Case.objects.filter(case_access.visible_to(actor), pk__in=members)


def _summed(found: QuerySet[Problem], by: str) -> list[dict[str, Any]]:
    rows = found.exclude(matter="").order_by().values(by)
    return list(
        rows.annotate(
            problems=Count("pk"),
            people=Sum("voices"),
            cases=Sum("size"),
            under_way=Sum("going"),
            places=Count("area_id", distinct=True),
            new=Sum("lately"),
            old=Sum("before"),
            heats=Sum("heat"),
            first=Min("first_at"),
            last=Max("last_at"),
        )
    )


def _kind(row: Mapping[str, Any], at: datetime) -> Kind:
    young = row["first"] is not None and row["first"] > at - STRETCH
    return Kind(
        row["matter"], row["problems"], row["people"], row["cases"], row["under_way"],
        row["places"], row["new"], row["old"], together(row["heats"]),
        judged(row["new"], row["old"], new=young), row["first"], row["last"],
    )  # fmt: skip
