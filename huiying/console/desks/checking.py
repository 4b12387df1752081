"""核查: reported results, each with what the unit says it did, to be looked at by somebody else."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from huiying.cases import access
from huiying.cases import queries as cases
from huiying.cases.listing import Filter
from huiying.cases.rules.workflow import BY_NAME, State
from huiying.console.desks import desk as shared
from huiying.console.desks.desk import line, seat
from huiying.console.desks.pages import CheckPage, CheckRow
from huiying.console.shell import Console, console
from huiying.directory import queries as directory
from huiying.dispatch import tray
from huiying.lib.numbers import whole
from huiying.oversight import actions as oversight

ROLES = tuple(sorted(BY_NAME["verify"].by))
NAME = gettext_noop("核查")
REPORTED = Filter(state=(State.REPORTED.value,), sort="due")


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """Reported cases, the earliest limit first."""
    seat(desk, _(NAME), ROLES)
    place = desk.request.GET.get("place", "")
    found = cases.list_cases(desk.actor, REPORTED, desk.at, place=place)
    reported = tray.reported_for([row.id for row in found.rows])
    categories = directory.categories().rows
    rows = [
        CheckRow(
            line(desk, row),
            reported.get(row.id),
            on_site=bool(row.category_id and categories[row.category_id].on_site_check),
        )
        for row in found.rows
    ]
    context = CheckPage(rows, found, desk.request.get_full_path())
    return desk.page("console/desks/check.html", {"page": context}, current="check")


@require_POST
@console
def decide(desk: Console, number: str) -> HttpResponse:
    """From the row: checked and true, on site or not; or back to the unit with what is missing."""
    seat(desk, _(NAME), ROLES)
    case = access.get_case(desk.actor, number)
    given = desk.request.POST
    shown, text = whole(given.get("version", "")), given.get("text", "")
    if given.get("how") == "rework":
        oversight.rework(case_id=case.pk, actor=desk.actor, at=desk.at, text=text, version=shown)
        done = _("已退回重办")
    else:
        oversight.verify(
            case_id=case.pk,
            actor=desk.actor,
            at=desk.at,
            text=text,
            on_site=given.get("how") == "on_site",
            version=shown,
        )
        done = _("核查通过")
    messages.success(desk.request, f"{case.number}：{done}")
    return redirect(shared.back(desk, "check"))
