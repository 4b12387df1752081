"""类型: the same matter in many places, for 每月一题, down to its problems and its cases."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.cases.queries import page_of
from huiying.console.desks.desk import Tab, address, lines, seat
from huiying.console.desks.exporting import send
from huiying.console.desks.pages import RecordsPage
from huiying.console.problems import words
from huiying.console.problems.views import NAME, filled
from huiying.console.shell import Console, console
from huiying.exchange.problems import kind_sheet
from huiying.insights import access, followed, kinds, queries
from huiying.insights.following import Target
from huiying.insights.kinds import Kind, Spread
from huiying.insights.queries import Wanted

PROBLEM_SORTS = ("heat", "voices", "new")


@dataclass(frozen=True, slots=True)
class KindRow:
    """A type with the addresses of the records behind its numbers."""

    kind: Kind
    trend: str
    url: str
    by_voices: str
    by_newest: str
    cases: str
    going: str


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """An area of a type; ``url`` "" where nobody knows the area."""

    spread: Spread
    url: str


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """All types that match, the hottest first."""
    seat(desk, _(NAME), access.READERS)
    wanted, sort = _wanted(desk), _sort(desk)
    found = kinds.kinds(desk.actor, wanted, desk.at, sort)
    filters = _filters(wanted)
    context = {
        "sections": words.sections("types"),
        "rows": [_row(one, filters) for one in found],
        "untyped": kinds.untyped(desk.actor, wanted, desk.at),
        "form": words.KindForm(filters),
        "sort": sort,
        "sorts": [
            Tab(_(label), address("types", **filters, sort="" if name == "heat" else name),
                current=name == sort)
            for name, label in words.KIND_SORTS.items()
        ],
        "exports": [
            ("Excel", address("types_xlsx", **filters, sort=sort)),
            ("CSV", address("types_csv", **filters, sort=sort)),
        ],
        "filtered": bool(filters),
    }  # fmt: skip
    return desk.page("console/problems/types.html", context, current="problems")


@require_GET
@console
def export(desk: Console, kind: str) -> HttpResponseBase:
    """The types as they are filtered and sorted now, as a file."""
    seat(desk, _(NAME), access.READERS)
    wanted = _wanted(desk)
    sheet = kind_sheet(kinds.kinds(desk.actor, wanted, desk.at, _sort(desk)))
    return send(desk, kind, "problem_types", "types", sheet, wanted.query())


@require_GET
@console
def one(desk: Console, matter: str) -> HttpResponse:
    """One type: its figures, where it is, its problems."""
    seat(desk, _(NAME), access.READERS)
    wanted = replace(_wanted(desk), matter=matter, sort=_problem_sort(desk))
    found = kinds.kind_for(desk.actor, wanted, desk.at)
    shown = queries.board(desk.actor, wanted, desk.at, desk.request.GET.get("place", ""))
    filters = _filters(wanted)
    context = {
        "sections": words.sections("types"),
        "row": _row(found, filters),
        "form": words.KindForm(filters),
        "sort": wanted.sort,
        "sorts": [
            Tab(_(label), _at("type", matter, **filters, sort="" if name == "heat" else name),
                current=name == wanted.sort)
            for name, label in words.SORTS.items()
        ],
        "spread": [
            _place(one, matter, filters) for one in kinds.spread(desk.actor, wanted, desk.at)
        ],
        "page": shown,
        "problems": [(row, words.trend_word(row.trend)) for row in shown.rows],
        "exports": [
            ("Excel", address("problems_xlsx", **filled(wanted))),
            ("CSV", address("problems_csv", **filled(wanted))),
        ],
        "watch": followed.follow_of(desk.actor, Target(matter=matter)),
        "back": address("types", **filters),
        "filtered": bool(filters),
    }  # fmt: skip
    return desk.page("console/problems/type.html", context, current="problems")


@require_GET
@console
def cases(desk: Console, matter: str) -> HttpResponse:
    """The very cases behind a type, paged."""
    seat(desk, _(NAME), access.READERS)
    wanted = replace(_wanted(desk), matter=matter)
    kinds.kind_for(desk.actor, wanted, desk.at)
    found = kinds.cases_of(desk.actor, wanted, desk.at)
    if desk.request.GET.get("stage") == "open":
        found = found.filter(open=True)
    shown = page_of(found, "new", place=desk.request.GET.get("place", ""))
    about = _("您可以查看的案件；有些件数可能在您的查看范围之外。")
    title = _("类型“%(matter)s”的案件") % {"matter": matter}
    back = _at("type", matter, **_filters(wanted))
    context = RecordsPage(title, about, lines(desk, shown.rows), shown, back)
    return desk.page("console/desks/records.html", {"page": context}, current="problems")


def _wanted(desk: Console) -> Wanted:
    """Area, unit and period of the query; the rest of the board's filters does not apply."""
    given = Wanted.parse(desk.request.GET.dict())
    return Wanted(area=given.area, unit=given.unit, days=given.days)


def _sort(desk: Console) -> str:
    given = desk.request.GET.get("sort", "")
    return given if given in kinds.SORTS else kinds.SORTS[0]


def _problem_sort(desk: Console) -> str:
    given = desk.request.GET.get("sort", "")
    return given if given in PROBLEM_SORTS else PROBLEM_SORTS[0]


def _filters(wanted: Wanted) -> dict[str, object]:
    return {
        name: value
        for name in ("area", "unit", "days")
        if (value := getattr(wanted, name)) is not None
    }


def _at(name: str, matter: str, **query: object) -> str:
    return address(name, matter, **query)


def _row(found: Kind, filters: dict[str, object]) -> KindRow:
    return KindRow(
        found,
        words.trend_word(found.trend),
        _at("type", found.matter, **filters),
        _at("type", found.matter, **filters, sort="voices"),
        _at("type", found.matter, **filters, sort="new"),
        _at("type_cases", found.matter, **filters),
        _at("type_cases", found.matter, **filters, stage="open"),
    )


def _place(found: Spread, matter: str, filters: dict[str, object]) -> SpreadRow:
    narrowed = {**filters, "area": found.area_id}
    return SpreadRow(found, _at("type", matter, **narrowed) if found.area_id else "")
