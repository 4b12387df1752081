"""My reports 我的诉求: a contact is proven by a code; its cases are listed for half an hour."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from huiying.lib.errors import Refused
from huiying.portal import codes, plain
from huiying.portal.codes import VISIT, WAITING, CodeForm
from huiying.portal.limits import TRIES, slow_down
from huiying.portal.pages import page, private, said
from huiying.proof import actions, queries
from huiying.proof.refusals import CodeEnded
from huiying.proof.rules.contacts import EMAIL, PHONE

LABELS = {
    (PHONE,): (_("手机号"), "tel", "tel"),
    (EMAIL,): (_("电子邮箱"), "email", "email"),
    (PHONE, EMAIL): (_("手机号或电子邮箱"), "", "username"),
}


class ContactForm(forms.Form):
    """One field for whatever a code can be sent to here."""

    contact = forms.CharField(max_length=254, help_text=_("反映时登记的那一个；验证码发到那里。"))

    def __init__(self, ways: tuple[str, ...], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        field = self.fields["contact"]
        field.label, mode, fill = LABELS[ways]
        field.widget.attrs |= {"autocomplete": fill} | ({"inputmode": mode} if mode else {})


@require_http_methods(["GET", "POST"])
@private
def mine(request: HttpRequest) -> HttpResponseBase:
    """One's own cases; whoever is not known yet says where to send a code."""
    at, ways = timezone.now(), queries.ways()
    visit = queries.visit(request.COOKIES.get(VISIT, ""), at)
    if request.method != "POST" and visit is not None:
        found = actions.look(visit, at=at, place=request.GET.get("place", ""))
        rows = [
            (case, plain.standing(case), plain.badge(case, asked=case.pk in found.asked))
            for case in found.cases
        ]
        context = {"rows": rows, "page": found.page, "until": visit.ends_at}
        return page(request, "portal/mine.html", context)
    if not ways:
        return page(request, "portal/mine_closed.html", status=404)
    if request.method != "POST":
        return page(request, "portal/mine_ask.html", {"form": ContactForm(ways), "problem": None})
    return _ask(request, ContactForm(ways, request.POST))


def _ask(request: HttpRequest, form: ContactForm) -> HttpResponse:
    """A code is on its way, or would be: whatever is known of the contact, the answer is the
    same."""
    codes.slow_asking(request)
    problem = None
    if form.is_valid():
        try:
            token = actions.ask(
                contact=form.cleaned_data["contact"],
                language=codes.language(),
                at=timezone.now(),
                before=request.COOKIES.get(WAITING, ""),
            )
        except Refused as refused:
            problem = said(refused)
        else:
            response = redirect("portal:mine_code")
            codes.wait(response, token)
            return response
    return page(request, "portal/mine_ask.html", {"form": form, "problem": problem}, 422)


@require_http_methods(["GET", "POST"])
@private
def code(request: HttpRequest) -> HttpResponseBase:
    """The code came: the list opens."""
    at, token = timezone.now(), request.COOKIES.get(WAITING, "")
    if request.method != "POST":
        if queries.waiting(token, at) is None:
            return redirect("portal:mine")
        fresh = {"form": CodeForm(), "problem": None, "ended": False}
        return page(request, "portal/mine_code.html", fresh)
    slow_down(request, "code_enter", codes.ENTERED)
    form, problem, ended = CodeForm(request.POST), None, False
    if form.is_valid():
        try:
            visit = actions.enter(token=token, code=form.cleaned_data["code"], at=at)
        except Refused as refused:
            problem, ended = said(refused), isinstance(refused, CodeEnded)
        else:
            response = redirect("portal:mine")
            response.delete_cookie(WAITING, samesite="Lax")
            codes.keep(response, VISIT, visit, actions.VISIT.seconds)
            return response
    context = {"form": form, "problem": problem, "ended": ended}
    return page(request, "portal/mine_code.html", context, 422)


@require_POST
@private
def leave(request: HttpRequest) -> HttpResponseBase:
    """Signed out: the next person at this screen sees nothing."""
    slow_down(request, "own_leave", TRIES)
    if token := request.COOKIES.get(VISIT, ""):
        actions.leave(token=token, at=timezone.now())
    response = redirect("portal:start")
    response.delete_cookie(VISIT, samesite="Lax")
    return response
