"""What every page of the console shares: who acts, what time it is, the rail, and how "no" looks.

    @console
    def tray(desk: Console, number: str) -> HttpResponse:
        wanted = Filter.parse(desk.request.GET)
        return desk.page("console/desks/tray.html", {"page": …}, current="dispatch")

``desk.actor`` and ``desk.at`` are worked out exactly once per request; views hand them on. A
``Refused`` that a view lets through becomes a page with the right status; a view with a form
catches it and shows ``desk.problem(refused)`` above the kept input.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext

from huiying.accounts.actors import Actor
from huiying.accounts.queries import actor_of
from huiying.cases.refusals import NoSuchCase, NotForYou, NotNow, NotYours, Recused, Stale
from huiying.console import rail
from huiying.lib.errors import Refused
from huiying.webhooks.refusals import NoSuchWebhook
from huiying.whistles import alarms

P = ParamSpec("P")
FORBIDDEN = (NotYours, Recused, NotForYou)


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal in the reader's language."""

    code: str
    message: str
    hint: str
    status: int

    @property
    def stale(self) -> bool:
        return self.status == 409


def problem_of(refused: Refused) -> Problem:
    """Translate a refusal: the sentence and those of its parameters that are our own words."""
    params = {name: _said(value) for name, value in refused.params.items()}
    return Problem(
        refused.code,
        _filled(refused.message, params),
        _filled(refused.hint, params),
        _status(refused),
    )


def _said(value: object) -> object:
    return gettext(str(value)) if isinstance(value, str) and value else value


def _filled(text: str, params: dict[str, object]) -> str:
    if not text:
        return ""
    return gettext(text) % params if params else gettext(text)


def _status(refused: Refused) -> int:
    if isinstance(refused, Stale | NotNow):
        return 409
    if isinstance(refused, NoSuchCase | NoSuchWebhook):
        return 404
    return 403 if isinstance(refused, FORBIDDEN) else 422


@dataclass(frozen=True, slots=True)
class Console:
    """One request of a signed-in person."""

    request: HttpRequest
    actor: Actor
    at: datetime

    @property
    def partial(self) -> bool:
        """Whether htmx asks for a piece of a page, not for the page."""
        htmx = self.request.htmx  # type: ignore[attr-defined]
        return bool(htmx) and not htmx.boosted and not htmx.history_restore_request

    def page(
        self,
        template: str,
        context: dict[str, Any] | None = None,
        *,
        current: str = "",
        part: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """A page with the rail; with ``part`` and a request by htmx only that piece of it."""
        given = {"actor": self.actor, "at": self.at, **(context or {})}
        if part and self.partial:
            response = render(self.request, part, given, status=status)
        else:
            given["rail"] = rail.entries(self.actor, self.at, current)
            given["alarms"] = alarms.for_actor(self.actor)
            response = render(self.request, template, given, status=status)
        patch_vary_headers(response, ("HX-Request",))
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def part(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """A piece of a page, without the rail."""
        given = {"actor": self.actor, "at": self.at, **(context or {})}
        response = render(self.request, template, given, status=status)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def problem(self, refused: Refused) -> Problem:
        return problem_of(refused)

    def refuse(self, refused: Refused) -> HttpResponse:
        """A page of its own that says no, why, and what to do."""
        problem = problem_of(refused)
        return self.page(
            "console/refused.html",
            {"problem": problem},
            part="console/refused_part.html",
            status=problem.status,
        )


def console(
    view: Callable[Concatenate[Console, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A view of the console: signed in, one actor, one moment, refusals shown kindly."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        at = timezone.now()
        actor = actor_of(request.user, timezone.localtime(at).date())
        desk = Console(request, actor, at)
        try:
            return view(desk, *args, **kwargs)
        except Refused as refused:
            return desk.refuse(refused)

    return wrapped
