"""周报: a week on a page that prints on A4: what rose, what is new, where, whose, the rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from huiying.cases.listing import Filter
from huiying.cases.queries import page_of
from huiying.console.brief.drawing import columns, part_of
from huiying.console.desks.desk import address, lines, seat
from huiying.console.desks.pages import RecordsPage
from huiying.console.desks.rating import MEANING, PARTS, RATES
from huiying.console.problems import words
from huiying.console.shell import Console, console
from huiying.insights import access
from huiying.insights.brief import Brief, Share, brief
from huiying.lib.weeks import NotAWeek, Week
from huiying.scorecard import weeks
from huiying.scorecard.queries import Line, Rate
from huiying.ui.paper import as_pdf

NAME = gettext_noop("周报")
ROWS = 12  # areas or units in a table; the rest is added up


@dataclass(frozen=True, slots=True)
class RateRow:
    """A rate of the week beside that of the week before, with the records behind it."""

    label: str
    rate: Rate
    before: Rate
    yes: str
    no: str
    earlier: str

    @property
    def missed(self) -> int:
        return self.rate.whole - self.rate.part


@dataclass(frozen=True, slots=True)
class ShareRow:
    """An area or unit; the doors of both weeks are "" where no list can show the same cases."""

    name: str
    now: int
    before: int
    bar: float
    url: str = ""
    earlier: str = ""


@require_GET
@console
def latest(desk: Console) -> HttpResponse:
    """The last week that is over."""
    seat(desk, _(NAME), access.READERS)
    return redirect("console:brief_week", week=str(Week.of(desk.at).plus(-1)))


@require_GET
@console
def page(desk: Console, week: str) -> HttpResponse:
    """The brief of a week; of one that goes on, as far as it has come."""
    seat(desk, _(NAME), access.READERS)
    wanted, this = _week(desk, week), Week.of(desk.at)
    found = brief(desk.actor, wanted, desk.at)
    rates = weeks.week_line(desk.actor, wanted)
    context = {
        "sections": words.sections("brief"),
        "week": wanted,
        "brief": found,
        "going_on": wanted == this,
        "earlier": address("brief_week", wanted.plus(-1)),
        "later": address("brief_week", wanted.plus(1)) if wanted < this else "",
        "all_cases": _cases(wanted),
        "cases_before": _cases(wanted.plus(-1)),
        "days": [
            (day, now, before, _cases_on(day), _cases_on(day - timedelta(days=7)))
            for day, now, before in found.days
        ],
        "columns": columns([
            (date_format(day, "D"), now, before) for day, now, before in found.days
        ]),
        "lists": _lists(found),
        "rates": _rates(rates, weeks.week_line(desk.actor, wanted.plus(-1)), wanted),
        "counted": rates.counted,
        "excluded": rates.excluded,
        "counted_url": _records(wanted),
        "excluded_url": _records(wanted, part="excluded"),
        "shares": [
            (_("按区划"), _("区划"), "area", shares(found.areas, wanted, "area")),
            (_("按主办单位"), _("单位"), "unit", shares(found.units, wanted, "unit")),
        ],
    }  # fmt: skip
    page = desk.page("console/brief/page.html", context, current="problems")
    return as_pdf(page, f"brief-{wanted}") if desk.request.GET.get("form") == "pdf" else page


@require_GET
@console
def records(desk: Console, week: str) -> HttpResponse:
    """The very cases behind a rate of the week, paged."""
    seat(desk, _(NAME), access.READERS)
    wanted = _week(desk, week)
    rate, part = desk.request.GET.get("rate", ""), desk.request.GET.get("part", "")
    found = weeks.week_records(desk.actor, wanted, rate=rate, part=part)
    shown = page_of(found, "new", place=desk.request.GET.get("place", ""))
    title = [str(wanted)]
    title += [_(RATES[rate])] if rate in RATES else []
    title += [_(PARTS[part])] if part in PARTS else [_("计入的案件")]
    about = _(MEANING[rate]) if rate in MEANING else ""
    back = address("brief_week", wanted)
    context = RecordsPage(" · ".join(title), about, lines(desk, shown.rows), shown, back)
    return desk.page("console/desks/records.html", {"page": context}, current="problems")


def _week(desk: Console, text: str) -> Week:
    """The week of an address. Weeks to come have none."""
    try:
        wanted = Week.parse(text)
    except NotAWeek:
        raise Http404 from None
    if wanted > Week.of(desk.at):
        raise Http404
    return wanted


def _lists(found: Brief) -> list[tuple[str, str, str, object]]:
    return [
        ("rose", _("上升的问题"),
         _("本周的件数比上周多，多出的不像是偶然（二项符号检验，5%）。"), found.rose),
        ("new", _("新出现的问题"), _("第一次有人反映是在本周，现在不止一个人。"), found.new),
        ("hottest", _("本周有人反映的问题中最热的"), _("热度是现在的热度。"), found.hottest),
    ]  # fmt: skip


def _rates(now: Line, before: Line, week: Week) -> list[RateRow]:
    return [
        RateRow(
            _(label), now.rate(name), before.rate(name),
            _records(week, rate=name, part="yes"), _records(week, rate=name, part="no"),
            _records(week.plus(-1), rate=name, part="yes"),
        )
        for name, label in RATES.items()
    ]  # fmt: skip


def shares(found: Sequence[Share], week: Week, by: str) -> list[ShareRow]:
    """The first rows with their doors, what is left over added up; the longest bar is 100."""
    rest = found[ROWS:]
    now, before = sum(one.now for one in rest), sum(one.before for one in rest)
    most = max([now, *(one.now for one in found)])
    rows = []
    for one in found[:ROWS]:
        doors = [_cases(each, **{by: one.ident}) for each in (week, week.plus(-1)) if one.ident]
        name = one.name or _("（未填）")
        rows.append(ShareRow(name, one.now, one.before, part_of(one.now, most), *doors))
    if rest:
        rows.append(ShareRow(_("其他"), now, before, part_of(now, most)))
    return rows


def _cases(week: Week, **more: int | None) -> str:
    return _list(Filter(since=week.first_day, until=week.last_day).having(**more))


def _cases_on(day: date) -> str:
    return _list(Filter(since=day, until=day))


def _list(wanted: Filter) -> str:
    return f"{address('search')}?{wanted.query()}"


def _records(week: Week, **query: str) -> str:
    return address("brief_records", week, **query)
