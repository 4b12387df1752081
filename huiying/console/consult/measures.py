"""措施清单: 问题—措施—责任单位—时限—进展, with lights, as a list, a file and on paper."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiying.console import letters
from huiying.console.consult.forms import MeasuresForm, ProgressForm
from huiying.console.consult.pages import NAME, answer, measure_row, sections
from huiying.console.consult.papers import list_of
from huiying.console.desks.desk import NotYourDesk, address, seat
from huiying.console.desks.exporting import send
from huiying.console.shell import Console, console
from huiying.consultation import access, actions, queries
from huiying.exchange.exports import all_of
from huiying.lib.tables import Sheet
from huiying.ui.paging import numbered


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """The earliest due first."""
    seat(desk, _(NAME), access.DESK)
    given = desk.request.GET
    form = MeasuresForm(given)
    found = numbered(queries.measures(desk.actor, form.wanted(), desk.at), given.get("place", ""))
    query = given.copy()
    query.pop("place", None)
    context = {
        "sections": sections("measures"),
        "form": form,
        "rows": [measure_row(desk, row) for row in found.rows],
        "page": found,
        "query": query.urlencode(),
        "filtered": any(query.values()),
    }
    return desk.page("console/consult/measures.html", context, current="consult")


@require_GET
@console
def export(desk: Console, kind: str) -> HttpResponseBase:
    """The list as it is filtered now."""
    seat(desk, _(NAME), access.DESK)
    heads = [
        _("问题"), _("措施"), _("责任单位"), _("时限"), _("进度"), _("最近进展"), _("完成时间"),
        _("议题"),
    ]  # fmt: skip
    found = all_of(queries.measures(desk.actor, MeasuresForm(desk.request.GET).wanted(), desk.at))
    rows = [
        (
            one.row.problem, one.row.measure, str(one.row.unit), one.row.due_at, one.light,
            one.last, one.row.done_at, one.row.topic.title,
        )
        for one in (measure_row(desk, row) for row in found)
    ]  # fmt: skip
    query = desk.request.GET.urlencode()[:500]
    return send(desk, kind, "measures", "measures", Sheet(_("措施清单"), heads, rows), query)


@require_GET
@console
def paper(desk: Console) -> HttpResponse:
    """The list on A4, as it is filtered now."""
    seat(desk, _(NAME), access.DESK)
    found = all_of(queries.measures(desk.actor, MeasuresForm(desk.request.GET).wanted(), desk.at))
    letter = list_of(desk, [measure_row(desk, row) for row in found])
    return letters.answer(
        desk, letter, form=desk.request.GET.get("form", ""), back=address("measures"),
        current="consult", name=_("措施清单"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@console
def one(desk: Console, ident: int) -> HttpResponse:
    """A measure with all that was told of it; its unit tells what comes next."""
    seat(desk, _(NAME), access.DESK)
    row = queries.measure_for(desk.actor, ident)
    mine = measure_row(desk, row)
    posted = desk.request.method == "POST"
    if posted and not mine.may_tell and row.done_at is None:
        raise NotYourDesk(desk=_("措施清单"))
    form = ProgressForm(desk.request.POST if posted else None, initial={"version": row.version})
    if posted:
        return answer(
            desk, form,
            lambda given: actions.progress(
                measure_id=ident, text=given["text"], done=given["done"],
                version=given["version"], actor=desk.actor, at=desk.at,
            ),
            back=address("measure", ident), label=_("填报进展"), title=row.measure,
        )  # fmt: skip
    context = {"one": mine, "form": form, "told": list(row.progress.all())}
    return desk.page("console/consult/measure.html", context, current="consult")
