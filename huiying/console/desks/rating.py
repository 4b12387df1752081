"""三率: each share with its numerator, denominator and interval, down to the very cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from huiying.cases.queries import Page, page_of
from huiying.console.desks.desk import Tab, address, lines, seat
from huiying.console.desks.pages import RecordsPage
from huiying.console.shell import Console, console
from huiying.directory import queries as directory
from huiying.lib.numbers import whole
from huiying.lib.periods import Month, NotAMonth
from huiying.scorecard import exclusions
from huiying.scorecard import queries as scorecard
from huiying.scorecard.queries import BY, EVERYTHING, Board, Line, Rate, Scope

ROLES = (*(str(role) for role in EVERYTHING), "handler", "street", "inspector")
NAME = gettext_noop("三率")
RATES = {
    "responded": gettext_noop("响应率"),
    "solved": gettext_noop("解决率"),
    "satisfied": gettext_noop("满意率"),
}
MEANING = {
    "responded": gettext_noop("诉求人说承办单位联系过或答复过自己的比例。"),
    "solved": gettext_noop("诉求人说问题已经解决的比例；部分解决不算解决。"),
    "satisfied": gettext_noop("诉求人说满意或基本满意的比例。"),
}
LABELS = {
    "unit": gettext_noop("按单位"),
    "area": gettext_noop("按区划"),
    "category": gettext_noop("按分类"),
}
SORTS = ("counted", *RATES, "excluded")


@dataclass(frozen=True, slots=True)
class Cell:
    """One rate of one line, with the addresses of the cases that make it and that spoil it."""

    label: str
    rate: Rate
    url: str
    url_no: str


@dataclass(frozen=True, slots=True)
class LineRow:
    line: Line
    label: str
    cells: Sequence[Cell]
    deeper: str
    counted_url: str
    excluded_url: str


@dataclass(frozen=True, slots=True)
class Crumb:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Column:
    """A head of the table that sorts."""

    label: str
    url: str
    sorted: bool
    number: bool


@dataclass(frozen=True, slots=True)
class TrendRow:
    period: str
    counted: int
    rates: Sequence[Rate]


@dataclass(frozen=True, slots=True)
class RatesPage:
    scope: Scope
    by: str
    tabs: Sequence[Tab]
    months: Sequence[str]
    crumbs: Sequence[Crumb]
    columns: Sequence[Column]
    rows: Sequence[LineRow]
    total: LineRow
    trend: Sequence[TrendRow]
    chart: dict[str, object]
    meaning: Sequence[tuple[str, str]]
    read_to: int
    exports: Sequence[tuple[str, str]] = ()


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """A month by unit, area or category; ``?unit=`` and the like go down one step."""
    seat(desk, _(NAME), ROLES)
    scope, by = scope_of(desk), by_of(desk)
    board = scorecard.board(desk.actor, scope, by)
    order = desk.request.GET.get("sort", "counted")
    order = order if order in SORTS else "counted"
    trend = scorecard.trend(desk.actor, scope)
    context = RatesPage(
        scope=scope,
        by=by,
        tabs=[Tab(_(LABELS[name]), _url(scope, name), name == by) for name in BY],
        months=_months(board, scope),
        crumbs=_crumbs(scope, by),
        columns=_columns(scope, by, order),
        rows=[_row(scope, by, one) for one in _sorted(board.lines, order)],
        total=_row(scope, by, board.total, whole=True),
        trend=[
            TrendRow(period, one.counted, [one.rate(name) for name in RATES])
            for period, one in reversed(trend)
        ],
        chart=_chart(trend),
        meaning=[(_(RATES[name]), _(MEANING[name])) for name in RATES],
        read_to=board.read_to,
        exports=[
            ("Excel", _url(scope, by, "rates_xlsx")),
            ("CSV", _url(scope, by, "rates_csv")),
        ],
    )
    return desk.page("console/desks/rates.html", {"page": context}, current="rates")


def scope_of(desk: Console) -> Scope:
    given = desk.request.GET
    try:
        month = Month.parse(given.get("month", ""))
    except NotAMonth:
        month = Month.of(desk.at)
    return Scope(str(month), **{name: whole(given.get(name, "")) for name in BY})


def by_of(desk: Console) -> str:
    by = desk.request.GET.get("by", "unit")
    return by if by in BY else "unit"


def _url(scope: Scope, by: str, name: str = "rates", **more: object) -> str:
    return address(
        name, month=scope.period, by="" if by == "unit" else by, unit=scope.unit, area=scope.area,
        category=scope.category, **more,
    )  # fmt: skip


def _at(scope: Scope, by: str, ident: int | None) -> Scope:
    """The same scope with another node looked at."""
    unit, area, category = (ident if by == name else getattr(scope, name) for name in BY)
    return Scope(scope.period, unit, area, category)


def _months(board: Board, scope: Scope) -> list[str]:
    return sorted({*board.months, scope.period}, reverse=True)


def _tree(by: str) -> directory.Tree:  # type: ignore[type-arg]
    if by == "area":
        return directory.areas()
    return directory.categories() if by == "category" else directory.units()


def _crumbs(scope: Scope, by: str) -> list[Crumb]:
    """The way down to what is looked at, with the way up as links."""
    tree, ident = _tree(by), getattr(scope, by)
    chain = reversed(tree.above(ident)) if ident else ()
    crumbs = [Crumb(_("全部"), _url(_at(scope, by, None), by))]
    for one in chain:
        row = tree.rows[one]
        label = str(getattr(row, "label", "") or row.name)
        crumbs.append(Crumb(label, _url(_at(scope, by, one), by)))
    return crumbs


def _columns(scope: Scope, by: str, order: str) -> list[Column]:
    labels = {"counted": _("计入件数"), "excluded": _("剔除")}
    labels |= {name: _(label) for name, label in RATES.items()}
    return [
        Column(labels[name], _url(scope, by, sort=name), name == order, name not in RATES)
        for name in SORTS
    ]


def _sorted(found: Sequence[Line], order: str) -> list[Line]:
    """Most cases first; by a rate the worst first, because that is where to look."""
    if order in RATES:
        return sorted(found, key=lambda one: (one.rate(order).share or 0.0, -one.counted))
    return sorted(found, key=lambda one: (-getattr(one, order), one.label))


def _row(scope: Scope, by: str, one: Line, *, whole: bool = False) -> LineRow:
    here = scope if whole else _at(scope, by, one.id)
    return LineRow(
        one,
        one.label or (_("合计") if whole else _("（未填）")),
        [
            Cell(
                _(RATES[name]),
                one.rate(name),
                _url(here, by, "records", rate=name, part="yes"),
                _url(here, by, "records", rate=name, part="no"),
            )
            for name in RATES
        ],
        deeper=_url(here, by) if one.deeper else "",
        counted_url=_url(here, by, "records"),
        excluded_url=_url(here, by, "records", part="excluded"),
    )


def _chart(trend: Sequence[tuple[str, Line]]) -> dict[str, object]:
    kinds = ("solid", "dashed", "dotted")
    symbols = ("circle", "triangle", "rect")
    return {
        "legend": {"data": [_(label) for label in RATES.values()], "top": 0},
        "grid": {"left": 48, "right": 16, "top": 36, "bottom": 28},
        "xAxis": {"type": "category", "data": [period for period, _line in trend]},
        "yAxis": {"type": "value", "min": 0, "max": 100, "axisLabel": {"formatter": "{value}%"}},
        "series": [
            {
                "name": _(label),
                "type": "line",
                "symbol": symbol,
                "symbolSize": 8,
                "lineStyle": {"type": kind},
                "data": [_percent(one.rate(name)) for _period, one in trend],
            }
            for (name, label), kind, symbol in zip(RATES.items(), kinds, symbols, strict=True)
        ],
    }


def _percent(rate: Rate) -> float | None:
    return None if rate.share is None else round(rate.share * 100, 1)


PARTS = {
    "yes": gettext_noop("计入分子"),
    "no": gettext_noop("未计入分子"),
    "excluded": gettext_noop("已剔除"),
}


@require_GET
@console
def records(desk: Console) -> HttpResponse:
    """The very cases behind a figure, paged."""
    seat(desk, _(NAME), ROLES)
    scope, by = scope_of(desk), by_of(desk)
    rate, part = desk.request.GET.get("rate", ""), desk.request.GET.get("part", "")
    found = scorecard.records(desk.actor, scope, rate=rate, part=part)
    shown = page_of(found, "new", place=desk.request.GET.get("place", ""))
    words = [scope.period, *(crumb.label for crumb in _crumbs(scope, by)[1:])]
    words += [_(RATES[rate])] if rate in RATES else []
    words += [_(PARTS[part])] if part in PARTS else [_("计入的案件")]
    about = _(MEANING[rate]) if rate in MEANING else ""
    context = RecordsPage(
        " · ".join(words),
        about,
        lines(desk, shown.rows),
        shown,
        _url(scope, by),
        _excluded(shown, scope) if part == "excluded" else (),
    )
    return desk.page("console/desks/records.html", {"page": context}, current="rates")


def _excluded(shown: Page, scope: Scope) -> list[tuple[int, str]]:
    """Which rule took each case out, and who approved it."""
    found = exclusions.reasons_for([row.id for row in shown.rows], scope.period)
    words = _("剔除规则：%(rule)s；批准：%(who)s")
    return [(ident, words % {"rule": rule, "who": who}) for ident, (rule, who) in found.items()]
