"""The telephone beside the form: the extension, the call that rings, putting a caller through."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.console.operator.forms import RegisterForm
from huiying.console.shell import Console, console
from huiying.lib.errors import Refused
from huiying.lib.numbers import whole
from huiying.telephony import access, actions, queries
from huiying.telephony.queries import Caller
from huiying.telephony.types import Transfer


@dataclass(frozen=True, slots=True)
class Telephone:
    """What the page shows of it; ``caller``: the call whose screen this is."""

    connected: bool
    extension: str
    caller: Caller | None
    transfers: list[Transfer]
    places: list[tuple[str, str]]


def telephone_of(desk: Console, form: RegisterForm) -> Telephone | None:
    """None for whoever does not sit at the telephone."""
    if not desk.actor.has(*access.AT_TELEPHONE):
        return None
    on = access.connected()
    ident = form["call"].value()
    places = [(value, str(label)) for value, label in Transfer.To.choices]
    return Telephone(
        on,
        queries.extension_of(desk.actor) if on else "",
        _caller(desk, str(ident)) if ident else None,
        queries.transfers_by(desk.actor, form.idents("transfers")),
        places,
    )


def _caller(desk: Console, ident: str) -> Caller | None:
    number = whole(ident)
    try:
        return queries.caller(desk.actor, number) if number is not None else None
    except Refused:
        return None


@require_GET
@console
def ringing(desk: Console) -> HttpResponse:
    """Asked every two seconds: 204 while nothing changes, else the call that rings, or nothing."""
    access.check(desk.actor)
    call = queries.ringing(desk.actor, desk.at)
    shown = desk.request.GET.get("shown", "")
    now = f"{call.pk}-{call.state}" if call is not None else ""
    if now == shown:
        return HttpResponse(status=204)
    return desk.part("console/operator/ringing.html", {"call": call, "now": now})


@require_POST
@console
def open_call(desk: Console, ident: int) -> HttpResponse:
    """The screen of a call: its number is shown, which is recorded."""
    actions.open_call(call_id=ident, actor=desk.actor, at=desk.at)
    return redirect(f"{reverse('console:operator')}?call={ident}")


@require_POST
@console
def extension(desk: Console) -> HttpResponse:
    """Sit down at an extension; without a number get up."""
    number = desk.request.POST.get("number", "").strip()
    try:
        if number:
            actions.sit(number=number, actor=desk.actor, at=desk.at)
        else:
            access.check(desk.actor)
            actions.leave(actor=desk.actor, at=desk.at)
    except Refused as refused:
        problem = desk.problem(refused)
        if problem.status != 422:
            raise
        messages.error(desk.request, f"{problem.message} {problem.hint}")
        return redirect("console:operator")
    said = _("来电会打开在这个页面，分机 %(number)s") if number else _("已离开分机")
    messages.success(desk.request, said % {"number": number} if number else said)
    return redirect("console:operator")


@require_POST
@console
def transfer(desk: Console) -> HttpResponse:
    """Put a caller through; asked by htmx, the list of where this caller went."""
    given = desk.request.POST
    idents = [n for one in given.getlist("transfers") if (n := whole(one)) is not None]
    problem = None
    try:
        row = actions.put_through(
            to=given.get("to", ""), reason=given.get("reason", ""), actor=desk.actor, at=desk.at,
            call_id=whole(given.get("call", "")),
        )  # fmt: skip
        idents.append(row.pk)
    except Refused as refused:
        problem = desk.problem(refused)
        if problem.status == 403:
            raise
    context = {"transfers": queries.transfers_by(desk.actor, idents), "problem": problem}
    return desk.part("console/operator/transfers.html", context)
