"""Codes in the portal: the form for one, and what a browser keeps while it waits for one."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from huiying.portal.limits import slow_down
from huiying.proof.rules.codes import HOLDS

ASKED, ASKED_IN_A_DAY = 6, 30  # codes that one address of the network can cause
ENTERED = 30
DAY = 24 * 3600
LANGUAGES = ("zh-hans", "en")
WAITING, VISIT = "huiying_code", "huiying_own"  # names of cookies


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("验证码"),
        help_text=_("短信或邮件里的 6 位数字，10 分钟内有效。"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        ),
    )


def slow_asking(request: HttpRequest) -> None:
    """Raise TooOften for an address of the network that has had many codes sent."""
    slow_down(request, "code", ASKED)
    slow_down(request, "code_day", ASKED_IN_A_DAY, seconds=DAY)


def language() -> str:
    """The language of the page, for the message."""
    chosen = get_language() or LANGUAGES[0]
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def wait(response: HttpResponse, token: str) -> None:
    """Let this browser enter the code that is on its way."""
    keep(response, WAITING, token, HOLDS.seconds)


def keep(response: HttpResponse, name: str, token: str, seconds: int) -> None:
    """A secret for a browser, out of reach of scripts and of other sites."""
    response.set_cookie(
        name, token, max_age=seconds, httponly=True, secure=settings.HTTPS, samesite="Lax"
    )
