"""All reads of the directory. Trees are small and change seldom: read whole and kept."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from django.db.models import Max, Q
from django.utils.translation import gettext_noop as _

from huiying.directory.models import (
    Area,
    AreaAlias,
    CalendarDay,
    Category,
    CodeSet,
    DeadlinePolicy,
    Unit,
    WorkCalendar,
)
from huiying.lib.errors import Refused
from huiying.lib.geo import AreaIndex
from huiying.lib.workdays import WorkCalendar as Days
from huiying.lib.workdays import parse_hours

T = TypeVar("T")
KEPT_SECONDS = 5.0  # how old a kept tree may be in another process before it is read again


class Kept(Generic[T]):
    """A value read from the database, shared by the threads of a process for a few seconds."""

    def __init__(self, read: Callable[[], T], *, seconds: float = KEPT_SECONDS) -> None:
        self._read, self._seconds = read, seconds
        self._value: T | None = None
        self._until = 0.0

    def get(self) -> T:
        if self._value is None or time.monotonic() > self._until:
            self._value = self._read()
            self._until = time.monotonic() + self._seconds
        return self._value

    def forget(self) -> None:
        self._value = None


@dataclass(frozen=True, slots=True)
class UnitRow:
    id: int
    parent_id: int | None
    path: str
    code: str
    name: str
    short_name: str
    kind: str
    area_id: int | None
    calendar_id: int | None
    active: bool

    @property
    def label(self) -> str:
        return self.short_name or self.name


@dataclass(frozen=True)
class Tree(Generic[T]):
    """Rows with ``id``, ``parent_id``, ``path`` by id; a subtree is a prefix of the path."""

    rows: dict[int, T]

    def below(self, ident: int) -> frozenset[int]:
        """The ids of a node and all below it."""
        return self._subtrees.get(ident, frozenset())

    def above(self, ident: int) -> tuple[int, ...]:
        """The ids of a node and all above it, nearest first."""
        chain: list[int] = []
        current: int | None = ident
        while current is not None and current in self.rows:
            chain.append(current)
            current = self.rows[current].parent_id  # type: ignore[attr-defined]
        return tuple(chain)

    @cached_property
    def _subtrees(self) -> dict[int, frozenset[int]]:
        members: dict[int, set[int]] = {ident: set() for ident in self.rows}
        for ident in self.rows:
            for ancestor in self.above(ident):
                members[ancestor].add(ident)
        return {ident: frozenset(group) for ident, group in members.items()}


def _read_units() -> Tree[UnitRow]:
    fields = (
        "id",
        "parent_id",
        "path",
        "code",
        "name",
        "short_name",
        "kind",
        "area_id",
        "calendar_id",
        "active",
    )
    return Tree(
        {row[0]: UnitRow(*row) for row in Unit.objects.values_list(*fields).order_by("code")}
    )


@dataclass(frozen=True, slots=True)
class AreaRow:
    id: int
    parent_id: int | None
    path: str
    code: str
    name: str
    kind: str
    active: bool


def _read_areas() -> Tree[AreaRow]:
    fields = ("id", "parent_id", "path", "code", "name", "kind", "active")
    return Tree(
        {row[0]: AreaRow(*row) for row in Area.objects.values_list(*fields).order_by("code")}
    )


@dataclass(frozen=True, slots=True)
class CategoryRow:
    id: int
    parent_id: int | None
    path: str
    code_set_id: int
    kind: str
    code: str
    level: int
    name: str
    sensitive: bool
    on_site_check: bool
    active: bool


def _read_categories() -> Tree[CategoryRow]:
    fields = (
        "id",
        "parent_id",
        "path",
        "code_set_id",
        "kind",
        "code",
        "level",
        "name",
        "sensitive",
        "on_site_check",
        "active",
    )
    rows = Category.objects.values_list(*fields).order_by("code_set", "kind", "code")
    return Tree({row[0]: CategoryRow(*row) for row in rows})


def _read_index() -> AreaIndex[int]:
    """Borders change far less often than the tree is read, so parsing is kept while they stay."""
    rows = Area.objects.filter(active=True).exclude(polygon="").order_by("pk")
    return _index(tuple(rows.values_list("pk", "polygon")))


@lru_cache(maxsize=1)
def _index(rows: tuple[tuple[int, str], ...]) -> AreaIndex[int]:
    return AreaIndex((ident, json.loads(polygon)) for ident, polygon in rows)


@dataclass(frozen=True, slots=True)
class Border:
    """An active area's border as GeoJSON geometry (WGS-84), as text."""

    id: int
    code: str
    name: str
    kind: str
    polygon: str


def _read_borders() -> tuple[Border, ...]:
    rows = Area.objects.filter(active=True).exclude(polygon="").order_by("code")
    columns = ("pk", "code", "name", "kind", "polygon")
    return tuple(Border(*row) for row in rows.values_list(*columns))


def _read_calendars() -> dict[int, Days]:
    calendars = {}
    for row in WorkCalendar.objects.all():
        days = dict(CalendarDay.objects.filter(calendar=row).values_list("day", "working"))
        if days:
            calendars[row.pk] = Days.from_days(days, name=row.name, hours=parse_hours(row.hours))
    return calendars


_units = Kept(_read_units)
_areas = Kept(_read_areas)
_categories = Kept(_read_categories)
_calendars = Kept(_read_calendars)
_area_index = Kept(_read_index)
_borders = Kept(_read_borders, seconds=60.0)
_policies: Kept[list[DeadlinePolicy]] = Kept(lambda: list(DeadlinePolicy.objects.all()))


def forget() -> None:
    """Read everything anew: called after each change of the directory in this process."""
    for kept in (_units, _areas, _area_index, _borders, _categories, _calendars, _policies):
        kept.forget()


def units() -> Tree[UnitRow]:
    return _units.get()


def areas() -> Tree[AreaRow]:
    return _areas.get()


def borders() -> tuple[Border, ...]:
    """The borders of all active areas that have one, by code; drawn, so a minute may be late."""
    return _borders.get()


def categories() -> Tree[CategoryRow]:
    return _categories.get()


def unit(unit_id: int) -> UnitRow:
    """One unit, even one that another process has just added. Raises KeyError."""
    if unit_id not in units().rows:
        _units.forget()
    return units().rows[unit_id]


def area(area_id: int) -> AreaRow:
    """One area, even one that another process has just added. Raises KeyError."""
    if area_id not in areas().rows:
        _areas.forget()
    return areas().rows[area_id]


def area_at(lon: float, lat: float) -> int | None:
    """The smallest active area that holds a point (WGS-84 degrees), or None outside all borders."""
    found = _area_index.get().find(lon, lat)
    return found[0] if found else None


class NoCalendar(Refused):
    """There is no working calendar to reckon with."""

    code = "no_calendar"
    message = _("没有可用的工作日历。")
    hint = _("请先运行 huiying init，或在后台“工作日历”中建立日历。")


def calendar_of(unit_id: int | None) -> Days:
    """The working calendar of a unit, of the nearest unit above it, or the first one there is."""
    calendars = _calendars.get()
    for ident in units().above(unit_id) if unit_id else ():
        calendar_id = units().rows[ident].calendar_id
        if calendar_id in calendars:
            return calendars[calendar_id]
    if not calendars:
        raise NoCalendar
    return calendars[min(calendars)]


@dataclass(frozen=True, slots=True)
class CalendarEnd:
    """A calendar whose last day is near or past; ``days_left`` is negative when it is over."""

    name: str
    last: date | None
    days_left: int


def calendars_ending(on: date, within: int = 60) -> list[CalendarEnd]:
    """The calendars that end within so many days, soonest first: time to enter the next year.

    The holidays of a year are published in November before, so sixty days leave time to act.
    """
    rows = WorkCalendar.objects.annotate(last=Max("days__day")).values_list("name", "last")
    ends = [CalendarEnd(name, last, (last - on).days if last else 0) for name, last in rows]
    return sorted((end for end in ends if end.days_left <= within), key=lambda end: end.days_left)


def policy_for(kind: str, category_id: int | None, level: str, on: date) -> DeadlinePolicy | None:
    """The most specific deadline policy in force on a day.

    A nearer category beats a farther one, then a given kind beats any, then a given level beats
    any, then the later effective date wins.
    """
    chain = categories().above(category_id) if category_id else ()
    nearness = {ident: len(chain) - place for place, ident in enumerate(chain)}

    def fits(policy: DeadlinePolicy) -> bool:
        return (
            policy.effective_from <= on
            and (policy.effective_to is None or on < policy.effective_to)
            and policy.kind in ("", kind)
            and policy.level in ("", level)
            and (policy.category_id is None or policy.category_id in nearness)
        )

    def weight(policy: DeadlinePolicy) -> tuple[int, bool, bool, date]:
        near = nearness.get(policy.category_id, 0) if policy.category_id else 0
        return near, bool(policy.kind), bool(policy.level), policy.effective_from

    return max(filter(fits, _policies.get()), key=weight, default=None)


def street_of_area(area_id: int) -> UnitRow | None:
    """The street office or town that is responsible for an area 属地."""
    by_area = {u.area_id: u for u in units().rows.values() if u.kind == "street" and u.active}
    for ident in areas().above(area_id):
        if ident in by_area:
            return by_area[ident]
    return None


def district_of(unit_id: int) -> UnitRow | None:
    """The district above a unit, which gets a copy when a street is dispatched to directly."""
    rows = units().rows
    return next((rows[i] for i in units().above(unit_id) if rows[i].kind == "district"), None)


def case_code_set() -> CodeSet | None:
    return CodeSet.objects.filter(for_cases=True).order_by("-effective_from").first()


def area_by_code_or_name(text: str) -> AreaRow | None:
    """An area by its code, an alias code, its exact name or an alias name; None when ambiguous."""
    text = text.strip()
    found = {a.id for a in areas().rows.values() if text in (a.code, a.name)}
    if not found:
        found = set(
            AreaAlias.objects.filter(Q(code=text) | Q(name=text)).values_list("area_id", flat=True)
        )
    return areas().rows[found.pop()] if len(found) == 1 else None
