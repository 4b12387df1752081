"""督办: late and rising on top, loose ends below, every number a door to its records."""

from __future__ import annotations

from datetime import date

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from huiying.cases import overview
from huiying.cases.listing import Filter
from huiying.cases.overview import OWING, Day
from huiying.console.desks.desk import address, lines, seat
from huiying.console.desks.pages import Failing, Figure, OverviewPage, RecordsPage
from huiying.console.shell import Console, console
from huiying.directory import queries as directory
from huiying.dispatch import tray
from huiying.journal import queries as journal
from huiying.oversight import calls

ROLES = ("supervisor", "leader")
NAME = gettext_noop("督办")
KEPT_SECONDS = 120  # the days in numbers; today's may be so old
UNOWNED = 8


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """The overview; a number of queries that does not grow with what there is."""
    seat(desk, _(NAME), ROLES)
    late = overview.late_by_unit(desk.actor, desk.at)
    days = _days(desk)
    context = OverviewPage(
        figures=_figures(desk),
        units=[
            (
                one,
                address("search", due="overdue", state=OWING, unit=one.unit_id, sort="due"),
                address("search", due="soon", state=OWING, unit=one.unit_id, sort="due"),
            )
            for one in late
        ],
        days=list(reversed(days)),
        chart=_chart(days),
        unowned=lines(desk, overview.unowned(desk.actor).rows[:UNOWNED]),
        expired=overview.expired_requests(desk.actor, desk.at),
        failing=_failing(),
        calendars=directory.calendars_ending(desk.at.date()),
    )
    return desk.page("console/desks/overview.html", {"page": context}, current="overview")


def _figures(desk: Console) -> list[Figure]:
    def cases(label: str, tone: str, wanted: Filter) -> Figure:
        url = f"{address('search')}?{wanted.query()}"
        return Figure(overview.count_up_to(desk.actor, wanted, desk.at), label, url, tone)

    owing = Filter(state=OWING, sort="due")
    found = [
        cases(_("超期"), "overdue", owing.having(due="overdue")),
        cases(_("24 小时内到期"), "soon", owing.having(due="soon")),
        cases(_("紧急在办"), "", owing.having(level=("urgent",), sort="new")),
        cases(_("退单待派"), "", Filter(state=("returned",), sort="old")),
        cases(_("挂账中"), "", Filter(due="paused", sort="due")),
    ]
    for kind, label in (("extension", _("延期待批")), ("suspension", _("挂账待批"))):
        number = tray.count_waiting(desk.actor, kind)
        found.append(Figure(str(number), label, _for(desk, address("dispatch", tab=kind))))
    number = calls.count_excuses(desk.actor)
    found.append(
        Figure(str(number), _("不合理认定待批"), _for(desk, address("call_back", tab="excuses")))
    )
    return found


def _for(desk: Console, url: str) -> str:
    """A door only for whoever may go through it: leaders look, supervisors decide."""
    return url if desk.actor.has("supervisor") else ""


def _days(desk: Console) -> list[Day]:
    key = f"overview:{desk.actor.id}"
    kept: list[Day] | None = cache.get(key)
    if kept is None:
        kept = overview.last_days(desk.actor, desk.at)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _chart(days: list[Day]) -> dict[str, object]:
    return {
        "legend": {"data": [_("接收"), _("结案")], "top": 0},
        "grid": {"left": 44, "right": 16, "top": 36, "bottom": 28},
        "xAxis": {"type": "category", "data": [f"{one.day:%m-%d}" for one in days]},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {"name": _("接收"), "type": "bar", "data": [one.received for one in days]},
            {
                "name": _("结案"),
                "type": "line",
                "symbolSize": 6,
                "lineStyle": {"type": "dashed"},
                "data": [one.closed for one in days],
            },
        ],
    }


def _failing() -> list[Failing]:
    head = None
    found = []
    for cursor in journal.lagging():
        head = journal.head_id() if head is None else head
        found.append(Failing(cursor.name, cursor.failures, cursor.position, head - cursor.position))
    return found


@require_GET
@console
def closed(desk: Console, day: str) -> HttpResponse:
    """The cases that ended on a day: the records behind a bar of the chart."""
    seat(desk, _(NAME), ROLES)
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    found = overview.closed_on(desk.actor, wanted, place=desk.request.GET.get("place", ""))
    context = RecordsPage(
        _("%(day)s 结案") % {"day": day}, "", lines(desk, found.rows), found, address("overview")
    )
    return desk.page("console/desks/records.html", {"page": context}, current="overview")


@require_GET
@console
def unowned(desk: Console) -> HttpResponse:
    """All cases that came back twice or more and that nobody has."""
    seat(desk, _(NAME), ROLES)
    found = overview.unowned(desk.actor, place=desk.request.GET.get("place", ""))
    title = _("两次以上退单、权属未定")
    context = RecordsPage(title, "", lines(desk, found.rows), found, address("overview"))
    return desk.page("console/desks/records.html", {"page": context}, current="overview")
