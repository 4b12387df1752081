"""The exchange's door: ``POST /telephony/v1/events``, signed; every "no" is problem+json."""

from __future__ import annotations

import json
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from huiying.cases.refusals import NoSuchCase, NotNow
from huiying.lib.errors import Refused
from huiying.telephony import access, actions
from huiying.telephony.refusals import MessageTooLarge, NotConnected
from huiying.telephony.rules import signing
from huiying.telephony.rules.signing import NotSigned, SignedTooLongAgo

PROBLEM = "application/problem+json"
LARGEST = 16 * 1024  # bytes of a message


@csrf_exempt  # a signature lets in here, never a cookie
@require_POST
def events(request: HttpRequest) -> HttpResponse:
    """One message: 201 when it was new, 200 when it is known, 4xx with the reason."""
    at = timezone.now()
    try:
        if not access.connected():
            raise NotConnected
        body = request.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise MessageTooLarge(most=LARGEST)
        header = request.headers.get(signing.HEADER, "")
        signing.check(settings.TELEPHONY_SECRET, header, body, int(at.timestamp()))
        call, new = actions.take_message(body=body, at=at)
    except Refused as refused:
        return problem(refused, _status(refused))
    told = {"call": call.exchange_id, "state": call.state, "new": new}
    return JsonResponse(told, status=HTTPStatus.CREATED if new else HTTPStatus.OK)


def _status(refused: Refused) -> HTTPStatus:
    if isinstance(refused, NotSigned | SignedTooLongAgo):
        return HTTPStatus.UNAUTHORIZED
    if isinstance(refused, NotNow):
        return HTTPStatus.CONFLICT
    if isinstance(refused, MessageTooLarge):
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    missing = isinstance(refused, NoSuchCase)
    return HTTPStatus.NOT_FOUND if missing else HTTPStatus.UNPROCESSABLE_ENTITY


def problem(refused: Refused, status: HTTPStatus) -> HttpResponse:
    """A refusal as RFC 9457 wants it."""
    params = {
        name: gettext(value) if isinstance(value, str) and value else value
        for name, value in refused.params.items()
    }
    told = {
        "type": f"urn:huiying:problem:{refused.code}",
        "title": status.phrase,
        "status": int(status),
        "code": refused.code,
        "detail": gettext(refused.message) % params,
        "hint": gettext(refused.hint) % params if refused.hint else "",
    }
    return HttpResponse(
        json.dumps(told, ensure_ascii=False), status=status, content_type=PROBLEM,
        headers={"Cache-Control": "no-store"},
    )  # fmt: skip
