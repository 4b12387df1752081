"""What the pages of the portal share: refusals in words, privacy of a page."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from huiying.lib.errors import Refused
from huiying.portal.limits import TooOften

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def limited(view: View[P]) -> View[P]:
    """Who asks too often is told so: in a page, or in JSON when that was asked for."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except TooOften as refused:
            problem = said(refused)
            if wants_json(request):
                return JsonResponse({"errors": [problem["message"]]}, status=429)
            return page(request, "portal/sorry.html", {"problem": problem}, 429)

    return wrapped


def private(view: View[P]) -> View[P]:
    """Not for search engines, caches, or another site's logs.

    Within the site the referrer stays: without it browsers send the forms of the page with
    ``Origin: null``, which is refused as forged.
    """
    inner = limited(view)

    @functools.wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = inner(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return wrapped


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def said(refused: Refused) -> dict[str, str]:
    """A refusal in the reader's language."""
    params = refused.params
    text = gettext(refused.message)
    hint = gettext(refused.hint) if refused.hint else ""
    return {
        "message": text % params if params else text,
        "hint": hint % params if params else hint,
    }


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    return render(request, template, context, status=status)
