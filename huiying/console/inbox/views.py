"""提醒: the newest first; opening one leads to the thing itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from huiying.cases import queries as cases
from huiying.cases.listing import Filter
from huiying.console.desks.desk import NotYourDesk, Tab, address, line
from huiying.console.inbox import words
from huiying.console.shell import Console, console
from huiying.consultation import queries as consultation
from huiying.consultation.queries import MeasuresWanted
from huiying.supervision import inbox
from huiying.supervision import order_queries as orders
from huiying.supervision.rules.ladder import About
from huiying.supervision.types import Item, Nudge
from huiying.ui.paging import page_of
from huiying.whistles import queries as whistles

NAME = gettext_noop("提醒")
SIZE = 30


@dataclass(frozen=True, slots=True)
class ItemRow:
    """``title`` "" where the reader may not see the thing (any longer)."""

    item: Item
    title: str
    number: str
    said: str
    whom: str
    late: bool


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """One's own reminders."""
    _seat(desk)
    given = desk.request.GET
    everything, about = given.get("show") == "all", given.get("about", "")
    about = about if about in set(map(str, About)) else ""
    found = inbox.rows(desk.actor, unread=not everything, about=about)
    shown = page_of(found, given.get("place", ""), size=SIZE)
    show = "all" if everything else ""
    context = {
        "rows": _rows(desk, shown.rows),
        "page": shown,
        "tabs": [
            Tab(_("未读"), address("inbox", about=about), not everything),
            Tab(_("全部"), address("inbox", show="all", about=about), everything),
        ],
        "abouts": [
            Tab(_("全部"), address("inbox", show=show), not about),
            *(
                Tab(_(label), address("inbox", show=show, about=one), one == about)
                for one, label in words.ABOUTS.items()
            ),
        ],
        "unread": inbox.unread(desk.actor, desk.at),
        "everything": everything,
    }
    return desk.page("console/inbox/index.html", context, current="inbox")


def _seat(desk: Console) -> None:
    if not desk.actor.grants and not desk.actor.system:
        raise NotYourDesk(desk=_(NAME))


def _rows(desk: Console, items: Sequence[Item]) -> list[ItemRow]:
    """Titles by one query for the cases and one for the whistles, and only of what one may see."""
    by_about: dict[str, set[int]] = {}
    for item in items:
        by_about.setdefault(item.nudge.about, set()).add(item.nudge.parent)
    titles: dict[tuple[str, int], tuple[str, str]] = {}
    if idents := by_about.get(About.CASE):
        seen = cases.cases_for(desk.actor, Filter(), desk.at).filter(pk__in=idents)
        for row in cases.rows_for(list(seen.values_list("pk", flat=True))):
            titles[About.CASE, row.id] = (line(desk, row).title, row.number)
    if idents := by_about.get(About.WHISTLE):
        blown = whistles.rows(desk.actor, whistles.Wanted(), desk.at).filter(pk__in=idents)
        titles |= {(About.WHISTLE, one.pk): (one.title, str(one.pk)) for one in blown}
    if idents := by_about.get(About.ORDER):
        issued = orders.rows(desk.actor, orders.Wanted(), desk.at).filter(pk__in=idents)
        titles |= {(About.ORDER, one.pk): (one.title, one.number) for one in issued}
    if idents := by_about.get(About.MEASURE):
        listed = consultation.measures(desk.actor, MeasuresWanted(), desk.at).filter(pk__in=idents)
        titles |= {(About.MEASURE, one.pk): (one.measure, one.topic.title) for one in listed}
    nothing = ("", "")
    return [_row(one, *titles.get((one.nudge.about, one.nudge.parent), nothing)) for one in items]


def _row(item: Item, title: str, number: str) -> ItemRow:
    nudge = item.nudge
    late = nudge.at >= nudge.due_at
    return ItemRow(item, title, number, words.said(nudge), words.whom(nudge), late)


@require_GET
@console
def one(desk: Console, ident: int) -> HttpResponse:
    """To the thing itself; the item is read from now on."""
    _seat(desk)
    return redirect(way_to(desk, inbox.open_item(item=ident, actor=desk.actor, at=desk.at)))


def way_to(desk: Console, nudge: Nudge) -> str:
    """The page of what a reminder is about, where the act is that is asked for."""
    if nudge.about == About.WHISTLE:
        return address("whistle", nudge.parent)
    if nudge.about == About.MEASURE:
        return address("measure", nudge.parent)
    if nudge.about == About.ORDER:
        return address("order", nudge.parent)
    seen = cases.cases_for(desk.actor, Filter(), desk.at).filter(pk=nudge.parent)
    number = seen.values_list("number", flat=True).first()
    return address("case", number) if number else address("inbox", show="all")


@require_POST
@console
def read(desk: Console) -> HttpResponse:
    """All of them have been read."""
    _seat(desk)
    inbox.read_all(actor=desk.actor, at=desk.at)
    return redirect("console:inbox")
