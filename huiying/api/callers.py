"""Who calls: a system by its key, or a person by the session; either acts with a person's posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import HttpError
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from huiying.accounts import keys
from huiying.accounts.actors import Actor
from huiying.accounts.queries import actor_of
from huiying.accounts.refusals import BadKey
from huiying.accounts.scopes import Scope
from huiying.api.refusals import CallsTooOften, NoPerson
from huiying.marks import actions as marks
from huiying.marks.queries import counted

SAFE = ("GET", "HEAD")
MINUTE = 60
BY_PERSON = 600  # calls a minute with a session: a page that refreshes itself stays far below
WRONG = 60  # wrong keys a minute from one address


@dataclass(frozen=True, slots=True)
class Caller:
    """One call: who acts, what is decided by, when; ``mark`` tells one caller from another."""

    actor: Actor
    at: datetime
    mark: str


class ByKey(HttpBearer):
    """A key of `huiying api-key create`, with the scope the method needs, bound to a person."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        at = timezone.now()
        wrong = f"api:wrong:{get_client_ip_address(request)}"
        if counted(wrong, at)[0] >= WRONG:
            raise CallsTooOften(most=WRONG)
        scope = Scope.READ if request.method in SAFE else Scope.WRITE
        try:
            holder = keys.holder_of_key(token, scope, at=at)
        except BadKey:
            marks.count(wrong, seconds=MINUTE, at=at)
            raise
        if holder.actor.id is None:
            raise NoPerson
        return Caller(holder.actor, at, f"key:{holder.id}")


class BySession(APIKeyCookie):
    """The session of somebody signed in; what changes something needs the anti-forgery token."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Caller | None:
        return self.authenticate(request, None)

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        if not request.user.is_authenticated:
            return None
        if check_csrf(request):
            raise HttpError(403, "csrf")
        at = timezone.now()
        mark = f"person:{request.user.pk}"
        if marks.count(f"api:{mark}", seconds=MINUTE, at=at).count > BY_PERSON:
            raise CallsTooOften(most=BY_PERSON)
        return Caller(actor_of(request.user, timezone.localtime(at).date()), at, mark)


def caller_of(request: HttpRequest) -> Caller:
    """The caller that was let in."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller
