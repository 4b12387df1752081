"""共性问题: the same matter at the same place, the hottest first, down to the very cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST, require_safe

from huiying.cases.queries import Row
from huiying.cases.rules.masking import mask_words
from huiying.console.case.nearby import ANY
from huiying.console.desks.desk import Tab, address, line, lines, may_read, seat
from huiying.console.desks.exporting import send
from huiying.console.problems import words
from huiying.console.shell import Console, Problem, console
from huiying.exchange.problems import problem_sheet
from huiying.insights import access, actions, followed, proposing, queries
from huiying.insights.following import Target
from huiying.insights.queries import Evidence, Quote, Wanted
from huiying.lib.errors import Refused
from huiying.lib.mvt import MEDIA_TYPE
from huiying.lib.numbers import whole
from huiying.maps import nearby
from huiying.maps.frames import Frame, over, tiles_at

NAME = gettext_noop("共性问题")


@require_GET
@console
def board(desk: Console) -> HttpResponse:
    """The problems that more than one person raised."""
    seat(desk, _(NAME), access.READERS)
    wanted = Wanted.parse(desk.request.GET.dict())
    found = queries.board(desk.actor, wanted, desk.at, desk.request.GET.get("place", ""))
    context = {
        "sections": words.sections("problems"),
        "matter": wanted.matter,
        "page": found,
        "rows": [(row, words.trend_word(row.trend)) for row in found.rows],
        "form": words.BoardForm(filled(wanted)),
        "sort": wanted.sort,
        "sorts": [
            Tab(_(label), address("problems", **filled(wanted, sort=name)), name == wanted.sort)
            for name, label in words.SORTS.items()
        ],
        "exports": [
            ("Excel", address("problems_xlsx", **filled(wanted))),
            ("CSV", address("problems_csv", **filled(wanted))),
        ],
        "folded": Wanted(q=wanted.q, matter=wanted.matter, sort=wanted.sort) != wanted,
        "filtered": Wanted(sort=wanted.sort) != wanted,
    }
    return desk.page("console/problems/board.html", context, current="problems")


def filled(wanted: Wanted, **changed: object) -> dict[str, object]:
    """The filters that are set, for an address or a form."""
    pairs = {**asdict(wanted), **changed}
    return {name: value for name, value in pairs.items() if value not in (None, "")}


@require_GET
@console
def export(desk: Console, kind: str) -> HttpResponseBase:
    """The board as it is filtered and sorted now, as a file."""
    seat(desk, _(NAME), access.READERS)
    wanted = Wanted.parse(desk.request.GET.dict())
    sheet = problem_sheet(desk.actor, wanted, desk.at)
    return send(desk, kind, "problems", "problems", sheet, wanted.query())


@require_GET
@console
def one(desk: Console, ident: int) -> HttpResponse:
    """One problem: what speaks for it, its heat term by term, its months, its cases."""
    seat(desk, _(NAME), access.READERS)
    found = queries.problem_for(desk.actor, ident)
    if found.pk != ident:
        return redirect("console:problem", ident=found.pk)
    return _page(desk, ident)


def _page(desk: Console, ident: int, problem: Problem | None = None) -> HttpResponse:
    found = queries.evidence(desk.actor, queries.problem_for(desk.actor, ident), desk.at)
    context = {
        "found": found.problem,
        "trend": words.trend_word(found.problem.trend),
        "rhythm": words.rhythm(found),
        "terms": words.term_rows(found.terms),
        "lines": lines(desk, found.rows),
        "unseen": found.unseen,
        "by_hand": found.by_hand,
        "months": list(reversed(found.months)),
        "chart": _chart(found.months),
        "areas": _areas(found.rows),
        "map": _map(found),
        "quotes": [(line(desk, one.row), _read(desk, one)) for one in found.quotes],
        "near": queries.near(desk.actor, found.problem),
        "proposals": words.proposal_rows(proposing.of_problem(found.problem)),
        "goals": words.goal_tabs(),
        "may_propose": desk.actor.has(*access.PROPOSERS),
        "watch": followed.follow_of(desk.actor, Target(found.problem.pk)),
        "typed": desk.request.POST.get("why", "") if problem else "",
        "may_edit": desk.actor.has(*access.EDITORS),
        "problem": problem,
    }
    status = problem.status if problem else 200
    return desk.page("console/problems/problem.html", context, current="problems", status=status)


def _areas(rows: Sequence[Row]) -> list[tuple[str, int]]:
    """How many of the listed cases are in which area, the most first."""
    use = Counter(row.area or _("（未填）") for row in rows)
    return sorted(use.items(), key=lambda one: (-one[1], one[0]))


def _map(found: Evidence) -> Frame | None:
    if not found.places:
        return None
    link = reverse("console:case", args=[ANY]).removesuffix(f"{ANY}/")
    tiles = tiles_at("console:problem_tile", "", found.problem.pk)
    told = _("圆点是这个问题的案件，绿的已办结，红的已超期；点一下看是哪件。")
    return over(found.places, tiles=tiles, case=link, told=told)


def _read(desk: Console, quote: Quote) -> str:
    """A quote as this person may read it."""
    return quote.words if may_read(desk.actor, quote.row) else mask_words(quote.words)


@require_safe
@console
def tile(desk: Console, ident: int, zoom: int, x: int, y: int) -> HttpResponseBase:
    """The cases of a problem in a tile, as far as this person may see them."""
    seat(desk, _(NAME), access.READERS)
    shown = queries.cases_shown(desk.actor, queries.problem_for(desk.actor, ident))
    try:
        content = nearby.tile_of(desk.actor, shown, zoom, x, y, desk.at)
    except ValueError:
        return HttpResponse(status=404)
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer.headers["Cache-Control"] = "private, max-age=60"
    return answer


def _chart(months: Sequence[tuple[str, int]]) -> dict[str, object]:
    return {
        "grid": {"left": 40, "right": 12, "top": 16, "bottom": 28},
        "xAxis": {"type": "category", "data": [month for month, _count in months]},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [{"type": "bar", "name": _("案件"), "data": [count for _m, count in months]}],
    }


@require_POST
@console
def move(desk: Console, ident: int) -> HttpResponse:
    """Chosen cases go to another problem, or to a new one where none is named."""
    seat(desk, _(NAME), access.READERS)
    picked = [n for one in desk.request.POST.getlist("pick") if (n := whole(one)) is not None]
    moves = desk.request.POST.get("act") == "move"
    goal = (whole(desk.request.POST.get("to", "").strip()) or 0) if moves else None

    def act() -> int:
        made = actions.move(problem=ident, cases=picked, to=goal, actor=desk.actor, at=desk.at)
        return made.pk

    return done(desk, ident, act, _("已移出，以后自动归组不会改变这个决定。"))


@require_POST
@console
def join(desk: Console, ident: int) -> HttpResponse:
    """Another problem becomes part of this one."""
    seat(desk, _(NAME), access.READERS)
    gone = whole(desk.request.POST.get("gone", "").strip()) or 0

    def act() -> int:
        return actions.join(into=ident, gone=gone, actor=desk.actor, at=desk.at).pk

    return done(desk, ident, act, _("已合并，以后自动归组不会改变这个决定。"))


@require_POST
@console
def name(desk: Console, ident: int) -> HttpResponse:
    """A title by hand; an empty one calls it after its cases again."""
    seat(desk, _(NAME), access.READERS)
    title = desk.request.POST.get("title", "")

    def act() -> int:
        return actions.name(problem=ident, title=title, actor=desk.actor, at=desk.at).pk

    return done(desk, ident, act, _("已改名。"))


def done(desk: Console, ident: int, act: Callable[[], int], said: str) -> HttpResponse:
    """The problem that an act leads to, or the page with why it was refused."""
    try:
        goal = act()
    except Refused as refused:
        return _page(desk, ident, desk.problem(refused))
    messages.success(desk.request, said)
    return redirect("console:problem", ident=goal)
