"""How every answer of the open door looks: format, type, errors, CORS, entity tags."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from huiying.accounts.refusals import BadKey, KeyTooOften
from huiying.cases.actions.open_door import BadAnswers, NoSuchService
from huiying.cases.refusals import NoSuchCase
from huiying.lib.errors import Refused
from huiying.open311 import telling
from huiying.open311.asked import Bad, check_text

log = logging.getLogger(__name__)

TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
CODES: dict[type[Refused], int] = {
    BadKey: 403,
    KeyTooOften: 429,
    NoSuchService: 404,
    NoSuchCase: 404,
}
CORS = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Last-Modified, Retry-After"),
)
PREFLIGHT = (
    ("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS"),
    ("Access-Control-Allow-Headers", "Content-Type, Idempotency-Key, If-None-Match"),
    ("Access-Control-Max-Age", "86400"),
)

Tree = tuple[str, Any]  # the name of the XML root, and what stands in it
Made = Tree | tuple[str, Any, datetime | None] | HttpResponse
View = Callable[..., Made]


def answers(*methods: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """A view of the door: it gives a tree (and when it last changed) or raises."""

    def made(view: View) -> Callable[..., HttpResponse]:
        @csrf_exempt  # a key or nothing lets in here, never a cookie
        @functools.wraps(view)
        def wrapped(request: HttpRequest, form: str | None = None, **more: Any) -> HttpResponse:
            kind = (form or "xml").lower()
            try:
                response = _answer(view, request, kind, methods, more)
            except Bad as bad:
                response = failed(kind, bad.code, *bad.problems)
            except Refused as refused:
                response = failed(kind, _code(refused), *_said(refused))
            if response.status_code == 429:
                response["Retry-After"] = "60"
            for name, value in CORS:
                response[name] = value
            return response

        return wrapped

    return made


def _answer(
    view: View, request: HttpRequest, kind: str, methods: tuple[str, ...], more: dict[str, Any]
) -> HttpResponse:
    if kind not in TYPES:
        raise Bad(404, _("没有这种格式，请用 .xml 或 .json。"))
    if request.method == "OPTIONS":
        return _preflight()
    if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
        response = failed(kind, 405, _("这个网址不支持 %(name)s。") % {"name": request.method})
        response["Allow"] = ", ".join((*methods, "OPTIONS"))
        return response
    check_text(request.GET)
    made = view(request, **more)
    if isinstance(made, HttpResponse):
        return made
    if request.method == "POST":
        return _document(kind, made[0], made[1], 201)
    return _fresh(request, kind, made)


def _fresh(request: HttpRequest, kind: str, made: Any) -> HttpResponse:
    """The document, or 304 when the client has it already."""
    response = _document(kind, made[0], made[1], 200)
    etag = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
    changed = made[2] if len(made) > 2 else None
    seconds = int(changed.timestamp()) if changed else None
    same: HttpResponse | None = get_conditional_response(
        request, etag=etag, last_modified=None, response=response
    )
    answer = same or response
    answer["ETag"] = etag
    answer["Cache-Control"] = "public, max-age=0, must-revalidate"
    if seconds is not None:
        answer["Last-Modified"] = http_date(seconds)
    return answer


def _document(kind: str, root: str, tree: Any, status: int) -> HttpResponse:
    body = telling.as_json(tree) if kind == "json" else telling.xml(root, tree)
    return HttpResponse(body, status=status, content_type=TYPES[kind])


def failed(kind: str, code: int, *problems: str) -> HttpResponse:
    """The standard's array of errors; XML for a format nobody knows."""
    known = kind if kind in TYPES else "xml"
    response = _document(known, "errors", telling.errors(code, problems), code)
    response["Cache-Control"] = "no-store"
    return response


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204)
    for name, value in PREFLIGHT:
        response[name] = value
    return response


def _code(refused: Refused) -> int:
    return next((code for kind, code in CODES.items() if isinstance(refused, kind)), 400)


def _said(refused: Refused) -> list[str]:
    """A refusal as sentences, one for each thing that is wrong."""
    if isinstance(refused, BadAnswers):
        return [f"attribute[{wrong.code}]: {gettext(wrong.why)}" for wrong in refused.problems]
    text = gettext(refused.message)
    hint = gettext(refused.hint) if refused.hint else ""
    return [
        " ".join(part % refused.params if refused.params else part for part in (text, hint) if part)
    ]
