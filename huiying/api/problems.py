"""How the API says no: problem+json (RFC 9457) with the refusal's stable code, in the reader's
language.

``type`` is ``urn:huiying:problem:`` and the code; ``hint`` says how to mend it; ``errors`` name the
fields of what was sent, by JSON pointer or by the parameter's name.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError, ValidationError

from huiying.accounts.refusals import BadKey, KeyTooOften, NotAdministrator
from huiying.api.refusals import (
    BadCursor,
    BadKeyText,
    BadVersion,
    CallsTooOften,
    KnownSource,
    NoPerson,
    NotForRates,
    NoVersion,
)
from huiying.cases.refusals import NotForYou, NotNow, NotYours, Recused, Stale
from huiying.lib.errors import Refused

TYPE = "application/problem+json"
CODES: dict[type[Refused], int] = {
    BadKey: 401,
    NoPerson: 403,
    NotYours: 403,
    Recused: 403,
    NotForYou: 403,
    NotAdministrator: 403,
    NotForRates: 403,
    NotNow: 409,
    KnownSource: 409,
    Stale: 412,
    BadCursor: 400,
    BadVersion: 412,
    BadKeyText: 400,
    NoVersion: 428,
    KeyTooOften: 429,
    CallsTooOften: 429,
}
MISSING = "no_such_"  # how the code of everything that there is not begins


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    hint: str = "",
    errors: list[dict[str, str]] | None = None,
) -> HttpResponse:
    """One answer that says no."""
    told: dict[str, Any] = {
        "type": f"urn:huiying:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
    }
    told |= {"hint": hint} if hint else {}
    told |= {"errors": errors} if errors else {}
    response = HttpResponse(json.dumps(told, ensure_ascii=False), status=status, content_type=TYPE)
    response["Cache-Control"] = "no-store"
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="huiying"'
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = "60"
    return response


def refused(_request: HttpRequest, no: Refused) -> HttpResponse:
    """A refusal of the house: its sentence, and those of its parameters that are our own words."""
    params = {name: _said(value) for name, value in no.params.items()}
    return problem(_status(no), no.code, _filled(no.message, params), hint=_filled(no.hint, params))


def invalid(_request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    """What was sent does not fit the description: every field that does not."""
    errors = [_field(error) for error in wrong.errors]
    return problem(422, "invalid", _("请求内容不合要求，详见 errors。"), errors=errors)


def http(_request: HttpRequest, wrong: HttpError) -> HttpResponse:
    if isinstance(wrong, AuthenticationError):
        return unknown_caller()
    if wrong.status_code == HTTPStatus.FORBIDDEN:
        return problem(
            403, "csrf", _("缺少防伪标记。"), hint=_("用浏览器会话调用时须带 X-CSRFToken 请求头。")
        )
    return problem(wrong.status_code, "bad_request", _("请求正文无法读取。"))


def unknown_caller() -> HttpResponse:
    return problem(
        401,
        "unauthenticated",
        _("请先登录，或在 Authorization 请求头中带上接口密钥。"),
        hint=_("写法：Authorization: Bearer hy_…"),
    )


def _status(no: Refused) -> int:
    if no.code.startswith(MISSING):
        return 404
    return next((status for kind, status in CODES.items() if isinstance(no, kind)), 422)


def _said(value: object) -> object:
    return gettext(str(value)) if isinstance(value, str) and value else value


def _filled(text: str, params: dict[str, object]) -> str:
    if not text:
        return ""
    return gettext(text) % params if params else gettext(text)


def _field(error: dict[str, Any]) -> dict[str, str]:
    """Where it is wrong, and how. A place begins with the kind of input and the argument's name."""
    place = [str(part) for part in error.get("loc", ())]
    said = str(error.get("msg", ""))[:300]
    if place[:1] == ["body"]:
        return {"pointer": "/" + "/".join(place[2:]), "detail": said}
    names = [part for part in place if not part.isdecimal()]
    return {"parameter": names[-1] if names else "", "detail": said}
