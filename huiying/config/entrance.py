"""What a person meets who cannot get in: too many wrong passwords, or a forgotten one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.views import password_reset
from axes.helpers import get_cool_off
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from huiying.config.mail import NO_MAIL


def locked(
    request: HttpRequest,
    _original: HttpResponse | None = None,
    _credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page of somebody who is locked out: till when, and whom to ask.

    Every further try begins the time anew, the one that led here as well.
    """
    tried: datetime = getattr(request, "axes_attempt_time", None) or timezone.now()
    cool_off = get_cool_off(request)
    ends = tried + cool_off if cool_off else None
    return render(request, "account/locked.html", {"ends": ends}, status=429)


def forgotten(request: HttpRequest) -> HttpResponseBase:
    """Without mail nobody is promised a letter: the page says whom to ask for a one-time link."""
    if settings.EMAIL_BACKEND == NO_MAIL:
        return render(request, "account/forgotten.html")
    page: HttpResponseBase = password_reset(request)
    return page
