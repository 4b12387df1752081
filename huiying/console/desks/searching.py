"""全部案件: words, numbers, people and every filter; what was found can be kept, shared, taken."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from huiying.cases import queries as cases
from huiying.cases import saved
from huiying.cases.listing import Filter
from huiying.cases.queries import COUNT_UP_TO, Page
from huiying.cases.refusals import BadValue
from huiying.console.desks import search_form
from huiying.console.desks.desk import Tab, address, lines, seat
from huiying.console.desks.pages import CasesPage, Kept
from huiying.console.desks.search_form import SearchForm
from huiying.console.shell import Console, Problem, console

NAME = gettext_noop("全部案件")
DESK = "cases"
ROLES = (
    "operator", "dispatcher", "handler", "street", "supervisor", "inspector", "leader", "auditor",
    "administrator", "editor",
)  # fmt: skip
SORTS = {
    "new": gettext_noop("最新接收"),
    "old": gettext_noop("最早接收"),
    "due": gettext_noop("时限在前"),
    "closed": gettext_noop("最近办结"),
}
NOTHING = Page((), "", "", 0, more=False)


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """The list. A case's number goes straight to the case and ignores all filters."""
    seat(desk, _(NAME), ROLES)
    given = desk.request.GET
    if number := cases.number_of(given.get("q", "")):
        return redirect("console:case", number=number)
    problem, wanted, found = None, Filter(), NOTHING
    try:
        wanted = Filter.parse(given)
        found = cases.list_cases(desk.actor, wanted, desk.at, place=given.get("place", ""))
    except BadValue as refused:
        problem = desk.problem(refused)
    return _page(desk, wanted, found, problem)


def _page(desk: Console, wanted: Filter, found: Page, problem: Problem | None) -> HttpResponse:
    query = wanted.query()
    context = CasesPage(
        wanted=wanted,
        lines=lines(desk, found.rows),
        page=found,
        chips=search_form.chips(wanted),
        sorts=[
            Tab(_(label), _url(wanted.having(sort=name)), name == wanted.sort)
            for name, label in SORTS.items()
        ],
        saved=_kept(desk),
        query=query,
        count=f"{COUNT_UP_TO:,}+" if found.more else str(found.total),
        exports=[
            (label, f"{address(name)}?{query}")
            for label, name in (("Excel", "cases_xlsx"), ("CSV", "cases_csv"))
            if found.rows
        ],
    )
    form = SearchForm(desk.request.GET if problem else search_form.values(wanted))
    about = {"page": context, "form": form, "problem": problem}
    about["more"] = search_form.hidden_in_use(wanted)
    status = problem.status if problem else 200
    return desk.page("console/desks/cases.html", about, current="search", status=status)


def _url(wanted: Filter) -> str:
    query = wanted.query()
    return f"{address('search')}?{query}" if query else address("search")


def _kept(desk: Console) -> list[Kept]:
    return [
        Kept(
            row.pk,
            row.name,
            f"{address('search')}?{row.query}",
            row.owner_id == desk.actor.id,
            row.owner.name,
            row.shared,
            row.pinned,
        )
        for row in saved.usable(desk.actor, DESK)
    ]


@require_POST
@console
def keep(desk: Console) -> HttpResponse:
    """Keep the present filters under a name."""
    seat(desk, _(NAME), ROLES)
    given = desk.request.POST
    wanted = Filter.parse(QueryDict(given.get("query", "")))
    saved.save(
        actor=desk.actor,
        desk=DESK,
        name=given.get("name", ""),
        query=wanted.query(),
        at=desk.at,
        shared=given.get("shared") == "1",
    )
    messages.success(desk.request, _("已保存常用筛选"))
    return redirect(_url(wanted))


@require_POST
@console
def change(desk: Console, ident: int) -> HttpResponse:
    """Pin, share or delete one's own saved filter."""
    seat(desk, _(NAME), ROLES)
    given = desk.request.POST
    if given.get("act") == "remove":
        saved.remove(ident=ident, actor=desk.actor, at=desk.at)
        messages.success(desk.request, _("已删除常用筛选"))
    else:
        saved.change(
            ident=ident,
            actor=desk.actor,
            at=desk.at,
            shared=_flag(given.get("shared")),
            pinned=_flag(given.get("pinned")),
        )
    return redirect("console:search")


def _flag(value: str | None) -> bool | None:
    return None if value is None else value == "1"
