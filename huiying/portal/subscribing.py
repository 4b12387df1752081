"""Following an area or a public case by mail: asked for, confirmed by a link, ended by a press."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from huiying.lib.errors import Refused
from huiying.portal.limits import slow_down
from huiying.portal.pages import page, private, said
from huiying.subscriptions import actions, queries, tokens

ASKED = 10  # letters that one address of the network can cause in a window
LANGUAGES = ("zh-hans", "en")


class FollowForm(forms.Form):
    """``area`` or ``number`` says what is followed; the page it stands on fills them in."""

    email = forms.EmailField(
        label=_("电子邮箱"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    area = forms.IntegerField(required=False, widget=forms.HiddenInput)
    number = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


def form_for(*, area: int | None = None, number: str = "") -> FollowForm | None:
    """The form to put on a page; None where no mail server is connected."""
    if not settings.MAIL_CONNECTED:
        return None
    return FollowForm(initial={"area": area, "number": number})


@require_POST
@private
def subscribe(request: HttpRequest) -> HttpResponseBase:
    """Whatever is known of the address, the answer is the same."""
    slow_down(request, "subscribe", ASKED)
    form = FollowForm(request.POST)
    if not settings.MAIL_CONNECTED or not form.is_valid():
        return page(request, "portal/subscribe.html", {"form": form, "problem": None}, 422)
    given = form.cleaned_data
    language = get_language() or LANGUAGES[0]
    try:
        actions.follow(
            email=given["email"],
            area_id=given["area"],
            number=given["number"],
            language=language if language in LANGUAGES else LANGUAGES[0],
            at=timezone.now(),
        )
    except Refused as refused:
        context = {"form": form, "problem": said(refused)}
        return page(request, "portal/subscribe.html", context, 422)
    days = tokens.CONFIRM_WITHIN.days
    return page(request, "portal/subscribed.html", {"email": given["email"], "days": days})


@require_http_methods(["GET", "POST"])
@private
def confirm(request: HttpRequest, token: str) -> HttpResponseBase:
    """Confirmed by a press: programs that look at links in letters confirm nothing."""
    ident = tokens.confirmed(token)
    what = queries.what_of(ident)
    if ident is None or not what:
        return page(request, "portal/subscription_gone.html", status=404)
    done = request.method == "POST" and actions.confirm(ident, timezone.now())
    return page(request, "portal/subscription_confirm.html", {"what": what, "done": done})


@csrf_exempt  # RFC 8058: the mail program itself presses; the signed link is the permission
@require_http_methods(["GET", "POST"])
@private
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse | HttpResponseBase:
    """Ended by a press, here or in the mail program."""
    ident = tokens.ended(token)
    if ident is None:
        return page(request, "portal/subscription_gone.html", status=404)
    what = queries.what_of(ident)
    if request.method == "POST":
        actions.leave(ident)
    done = request.method == "POST" or not what
    return page(request, "portal/unsubscribe.html", {"what": what, "done": done})
