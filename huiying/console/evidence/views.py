"""证据核对: what does not fit, one by one, and what became of it unit by unit."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods

from huiying.cases.rules.masking import mask_words
from huiying.console.desks.desk import Tab, address, seat
from huiying.console.desks.exporting import send
from huiying.console.evidence import words
from huiying.console.shell import Console, Problem, console
from huiying.evidence import access, actions, queries
from huiying.evidence.queries import Wanted
from huiying.evidence.types import Doubt, Picture
from huiying.exchange.exports import all_of
from huiying.files import serving
from huiying.lib.errors import Refused
from huiying.lib.tables import Sheet
from huiying.ui.paging import page_of
from huiying.ui.templatetags.ui import share

NAME = gettext_noop("证据核对")


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """The doubts that wait, the newest first."""
    seat(desk, _(NAME), access.READERS)
    given = desk.request.GET
    wanted = Wanted.parse(given.dict())
    found = page_of(queries.rows(desk.actor, wanted), given.get("place", ""))
    query = wanted.query()
    context = {
        "sections": words.sections("evidence"),
        "statuses": [
            Tab(label, f"?{wanted.query(status=name)}", name == wanted.status)
            for name, label in words.status_labels()
        ],
        "status": wanted.status,
        "form": words.ListForm(given),
        "rows": [words.doubt_row(row) for row in found.rows],
        "page": found,
        "query": query,
        "filtered": Wanted(status=wanted.status) != wanted,
    }
    return desk.page("console/evidence/index.html", context, current="evidence")


@require_GET
@console
def export(desk: Console, kind: str) -> HttpResponseBase:
    """The list as it is filtered now, as a file."""
    seat(desk, _(NAME), access.READERS)
    wanted = Wanted.parse(desk.request.GET.dict())
    heads = [
        _("疑点号"), _("疑点"), _("说明"), _("案件编号"), _("承办单位"), _("发现时间"), _("判定"),
        _("判定人"), _("判定时间"), _("理由"),
    ]  # fmt: skip
    rows = [
        (
            one.row.pk, one.sign, one.why, one.row.case.number, str(one.row.unit or ""),
            one.row.at, one.status, one.row.decided_by.name if one.row.decided_by else "",
            one.row.decided_at, one.row.why,
        )
        for one in map(words.doubt_row, all_of(queries.rows(desk.actor, wanted).order_by("-pk")))
    ]  # fmt: skip
    sheet = Sheet(_(NAME), heads, rows)
    return send(desk, kind, "doubts", "doubts", sheet, wanted.query())


@require_http_methods(["GET", "POST"])
@console
def one(desk: Console, ident: int) -> HttpResponse:
    """One doubt with all that speaks for and against it; posted, the decision."""
    seat(desk, _(NAME), access.READERS)
    doubt, problem = queries.doubt_for(desk.actor, ident), None
    if desk.request.method == "POST":
        given = desk.request.POST
        founded = given.get("founded") == "yes"
        try:
            actions.decide(
                doubt_id=ident, founded=founded, why=given.get("why", ""), actor=desk.actor,
                at=desk.at,
            )  # fmt: skip
        except Refused as refused:
            problem = desk.problem(refused)
        else:
            messages.success(desk.request, _("已判定属实。") if founded else _("已排除。"))
            return redirect("console:doubt", ident=ident)
    return _one(desk, doubt, problem)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as it is shown; ``url`` "" where the reader may not see its case."""

    row: Picture
    url: str
    number: str
    who: str


def _one(desk: Console, doubt: Doubt, problem: Problem | None) -> HttpResponse:
    mine = words.doubt_row(doubt)
    context = {
        "one": mine,
        "title": mask_words(doubt.case.title),
        "pictures": [
            _shown(desk, doubt, row, which)
            for row, which in ((doubt.picture, "this"), (doubt.other, "other"))
            if row is not None
        ],
        "beside": [
            words.doubt_row(row)
            for row in queries.of_case(desk.actor, doubt.case)
            if row.pk != doubt.pk
        ],
        "may_decide": desk.actor.has(*access.DECIDERS) and doubt.status == "open",
        "typed": desk.request.POST.get("why", "") if problem else "",
        "problem": problem,
    }
    status = problem.status if problem else 200
    return desk.page("console/evidence/one.html", context, current="evidence", status=status)


def _shown(desk: Console, doubt: Doubt, row: Picture, which: str) -> Shown:
    case = doubt.case if which == "this" else row.case
    seen = queries.sees(desk.actor, case)
    return Shown(
        row,
        address("doubt_picture", doubt.pk, which) if seen else "",
        case.number if seen else "",
        row.by.name if row.by else "",
    )


@require_GET
@console
def picture(desk: Console, ident: int, which: str) -> HttpResponseBase:
    """A picture of a doubt, also one that was taken off its case since."""
    seat(desk, _(NAME), access.READERS)
    doubt = queries.doubt_for(desk.actor, ident)
    row = {"this": doubt.picture, "other": doubt.other}.get(which)
    if row is None or not queries.sees(desk.actor, doubt.case if which == "this" else row.case):
        raise Http404
    small = "small" in desk.request.GET
    file = queries.file_of(row)
    return serving.response(desk.request, file, f"{ident}-{which}.jpg", thumbnail=small)


@require_GET
@console
def units(desk: Console) -> HttpResponse:
    """What became of doubts, unit by unit, with how sure one can be."""
    seat(desk, _(NAME), access.READERS)
    context = {
        "sections": words.sections("evidence_units"),
        "rows": [
            (row, share(row.founded.share), row.founded.span)
            for row in queries.by_unit(desk.actor, desk.at)
        ],
    }
    return desk.page("console/evidence/units.html", context, current="evidence")


@require_GET
@console
def export_units(desk: Console, kind: str) -> HttpResponseBase:
    """The same as a file."""
    seat(desk, _(NAME), access.READERS)
    heads = [
        _("承办单位"), _("办结反馈"), _("办理照片"), _("疑点"), _("待判定"), _("排除"),
        _("属实的案件"), _("属实率"), _("下限"), _("上限"),
    ]  # fmt: skip
    rows = [
        (
            row.label, row.reports, row.pictures, row.doubts, row.open, row.cleared,
            row.founded.hits, row.founded.share, *(row.founded.interval or (None, None)),
        )
        for row in queries.by_unit(desk.actor, desk.at)
    ]  # fmt: skip
    return send(desk, kind, "doubts", "doubts-units", Sheet(_(NAME), heads, rows), "")
