"""本单位: what the unit has to sign, what is due, what came back to be done again."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from huiying.cases import access
from huiying.cases.listing import PAGE
from huiying.cases.rules.workflow import BY_NAME
from huiying.console import choices, clocks
from huiying.console.desks import desk as shared
from huiying.console.desks.desk import Tab, address, line, seat, shown_count
from huiying.console.desks.pages import InboxPage, InboxRow
from huiying.console.shell import Console, console
from huiying.console.whistles.pages import owed_now
from huiying.dispatch import actions as dispatch
from huiying.dispatch import inbox
from huiying.dispatch.inbox import Item, Wanted
from huiying.lib.numbers import whole

NAME = gettext_noop("本单位")
LABELS = {
    "sign": gettext_noop("待签收"),
    "today": gettext_noop("今天到期"),
    "overdue": gettext_noop("超期"),
    "rework": gettext_noop("退回重办"),
    "assist": gettext_noop("协办"),
    "all": gettext_noop("全部在办"),
    "reported": gettext_noop("已反馈"),
    "copy": gettext_noop("抄送"),
    "done": gettext_noop("近期办结"),
}
STEPS = {
    "sign": gettext_noop("签收"),
    "contact": gettext_noop("联系"),
    "report": gettext_noop("阶段反馈"),
    "resolve": gettext_noop("办结"),
}
# The verb that meets the limit that comes next.
NEXT = {"contact": "contact", "report": "progress", "resolve": "report"}
WITH_WORK = BY_NAME["contribute"].sources
PRINTED = 300  # rows of a printed list


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """A tab of the unit's list; ``?print=1`` gives the whole tab for paper."""
    seat(desk, _(NAME), inbox.ROLES)
    wanted = wanted_of(desk)
    printing = desk.request.GET.get("print") == "1"
    found = inbox.read(
        desk.actor,
        wanted,
        desk.at,
        place="" if printing else desk.request.GET.get("place", ""),
        size=PRINTED if printing else PAGE,
    )
    units = inbox.units_of(desk.actor)
    context = InboxPage(
        tab=wanted.tab,
        tabs=_tabs(desk, wanted),
        rows=[_row(desk, item) for item in found.items],
        page=found,
        units=choices.units(within=units) if len(units) > 1 else (),
        people=[(str(ident), name) for ident, name in inbox.colleagues(desk.actor)],
        unit=wanted.unit,
        person=wanted.person,
        here=desk.request.get_full_path(),
        route=address("unit_route", tab=wanted.tab, unit=wanted.unit, person=wanted.person),
        print=printing,
    )
    template = "console/desks/unit_print.html" if printing else "console/desks/unit.html"
    owed = None if printing else owed_now(desk.actor, desk.at)
    return desk.page(template, {"page": context, "owed": owed}, current="unit")


def wanted_of(desk: Console) -> Wanted:
    given = desk.request.GET
    tab = given.get("tab", "")
    return Wanted(
        tab if tab in inbox.TABS else "sign",
        whole(given.get("unit", "")),
        whole(given.get("person", "")),
    )


def _tabs(desk: Console, wanted: Wanted) -> list[Tab]:
    numbers = inbox.counts(desk.actor, wanted, desk.at)
    return [
        Tab(
            _(LABELS[tab]),
            address("unit", tab=tab, unit=wanted.unit, person=wanted.person),
            tab == wanted.tab,
            shown_count(numbers.get(tab)),
        )
        for tab in inbox.TABS
    ]


def _row(desk: Console, item: Item) -> InboxRow:
    row = item.row
    shown = line(desk, row)
    near = {"area": row.area_id, "category": row.category_id, "stage": "open"}
    return InboxRow(
        line=shown,
        item=item,
        step=_(STEPS[item.step]) if item.step else "",
        verb=(verb := next_verb(item)),
        label=_(BY_NAME[verb].label) if verb else "",
        near=address("search", **near) if row.area_id or row.category_id else "",
        pick=f"{row.id}:{item.version}",
    )


def next_verb(item: Item) -> str:
    """What the unit does next about a case, "" when nothing: its row's one button."""
    if item.to_sign:
        return "sign"
    if item.next_due is None or item.row.state not in WITH_WORK:
        return ""
    if item.role == "assist":
        return "contribute"
    paused = item.row.suspended_until is not None
    return "resume" if paused else NEXT.get(item.step, "")


@require_POST
@console
def sign(desk: Console, number: str) -> HttpResponse:
    """Sign one case from its row."""
    seat(desk, _(NAME), inbox.ROLES)
    case = access.get_case(desk.actor, number)
    version = whole(desk.request.POST.get("version", ""))
    dispatch.sign(case_id=case.pk, actor=desk.actor, at=desk.at, version=version)
    done = _("已签收，办结时限 %(due)s") % {
        "due": clocks.moment(case.due_at) if case.due_at else "—"
    }
    if desk.partial:
        return desk.part("console/desks/tray_done.html", {"number": case.number, "done": done})
    messages.success(desk.request, f"{case.number}：{done}")
    return redirect(shared.back(desk, "unit"))


@require_POST
@console
def sign_many(desk: Console) -> HttpResponse:
    """Sign every checked case; each its own transaction."""
    seat(desk, _(NAME), inbox.ROLES)
    outcomes = [
        shared.attempt(desk, row, partial(_sign, desk, row.id, one.version))
        for one, row in shared.picked_rows(desk)
    ]
    return shared.results(desk, outcomes, "unit", _("批量签收"))


def _sign(desk: Console, case_id: int, version: int) -> str:
    dispatch.sign(case_id=case_id, actor=desk.actor, at=desk.at, version=version)
    return _("已签收")
