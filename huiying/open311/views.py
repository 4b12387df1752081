"""Open311 GeoReport v2: each view reads what was sent, asks the house once, tells the answer.

``trial`` is the test endpoint: the same answers to the same questions, about test data.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.accounts import keys
from huiying.accounts.keys import KeyHolder
from huiying.accounts.scopes import Scope
from huiying.cases import open_requests, services, trials
from huiying.cases.actions import open_door
from huiying.directory import queries as directory
from huiying.open311 import asked, telling
from huiying.open311.answering import Made, answers
from huiying.open311.asked import Bad

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = "2026-11-23T00:00:00+08:00"
FORMATS = ("text/xml", "application/json")
LONGEST_KEY = 200


@answers("GET")
def discovery(request: HttpRequest) -> Made:
    """Where the endpoints are. The same for everybody; asks nothing of the house."""
    formats = telling.Items("format", FORMATS)
    endpoints = [
        {
            "specification": SPECIFICATION,
            "url": request.build_absolute_uri(path),
            "changeset": CHANGESET,
            "type": kind,
            "formats": formats,
        }
        for kind, path in (("production", "/open311/v2"), ("test", "/open311/test/v2"))
    ]
    return "discovery", {
        "changeset": CHANGESET,
        "contact": _("联系方式见 %(url)s") % {"url": request.build_absolute_uri("/")},
        "key_service": _("密钥由管理员用 huiying api-key create 建立，请向本市热线申请。"),
        "endpoints": telling.Items("endpoint", endpoints),
    }


@answers("GET")
def service_list(request: HttpRequest) -> Made:
    _jurisdiction(request.GET)
    return "services", telling.services(services.book().services.values())


@answers("GET")
def definition(request: HttpRequest, *, code: str) -> Made:
    _jurisdiction(request.GET)
    service = services.book().services.get(code)
    if service is None:
        raise open_door.NoSuchService(code=code[:40])
    return "service_definition", telling.definition(service)


@answers("GET", "POST")
def requests(request: HttpRequest, *, trial: bool = False) -> Made:
    if request.method == "POST":
        return _submit(request, trial=trial)
    _jurisdiction(request.GET)
    door: Any = trials if trial else open_requests
    extended = asked.yes(request.GET, "extensions")
    if idents := asked.ids_of(request.GET):
        found = door.by_numbers(idents, steps=extended)
    else:
        wanted = asked.wanted_of(request.GET, timezone.now())
        found = door.find(wanted, steps=extended)
    changed = max((case.updated_at for case in found), default=None)
    return "service_requests", telling.requests(found, extended=extended), changed


@answers("GET")
def one(request: HttpRequest, *, number: str, trial: bool = False) -> Made:
    _jurisdiction(request.GET)
    door: Any = trials if trial else open_requests
    extended = asked.yes(request.GET, "extensions")
    found = door.by_numbers([_plain(number)], steps=extended)
    if not found:
        raise _unknown(number)
    return (
        "service_requests",
        telling.requests(found, extended=extended),
        found[0].updated_at,
    )


@answers("GET")
def token(request: HttpRequest, *, number: str, trial: bool = False) -> Made:
    """Every request has its id at once, so a token is that very id."""
    _jurisdiction(request.GET)
    door: Any = trials if trial else open_requests
    found = door.by_numbers([_plain(number)])
    if not found:
        raise _unknown(number)
    told = {"service_request_id": found[0].number, "token": number}
    return "service_requests", telling.Items("request", [told])


@answers("GET", "POST")
def updates(request: HttpRequest, *, trial: bool = False) -> Made:
    """What happened to requests, as FixMyStreet asks for it and tells it."""
    if request.method == "POST":
        return _update(request, trial=trial)
    fields = request.GET
    _jurisdiction(fields)
    start, end = asked.moment(fields, "start_date"), asked.moment(fields, "end_date")
    first, last = asked.span(start, end, timezone.now())
    page, size = asked.page_of(fields)
    door: Any = trials if trial else open_requests
    steps = door.steps_between(first, last, page=page, size=size)
    return "service_request_updates", telling.updates(steps)


@answers("GET", "POST")
def unknown(_request: HttpRequest, **_more: Any) -> Made:
    raise Bad(404, _("没有这个网址。"))


def _submit(request: HttpRequest, *, trial: bool) -> Made:
    fields = asked.form_of(request)
    holder, at = _holder(fields), timezone.now()
    _jurisdiction(fields)
    files = [file for name in ("media", "media[]") for file in request.FILES.getlist(name)]
    sent = asked.request_of(fields, tuple(files))
    submit = open_door.submit_trial if trial else open_door.submit
    taken = submit(sent, sender=holder, at=at, key=_once(request))
    told: dict[str, Any] = {"service_request_id": taken.number} if taken.number else {}
    notice = _("已收到，将按规定派单办理。")
    if trial:
        notice = _("这是测试数据，不会办理。")
    return "service_requests", telling.Items(
        "request", [{**told, "service_notice": notice, "account_id": None}]
    )


def _update(request: HttpRequest, *, trial: bool) -> Made:
    fields = asked.form_of(request)
    holder, at = _holder(fields), timezone.now()
    _jurisdiction(fields)
    add = open_door.add_trial_update if trial else open_door.add_update
    ident = add(asked.update_of(fields), sender=holder, at=at)
    return "service_request_updates", telling.Items("request_update", [{"update_id": ident}])


def _holder(fields: Any) -> KeyHolder:
    return keys.holder_of_key(fields.get("api_key", ""), Scope.OPEN311, at=timezone.now())


def _once(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY:
        raise Bad(400, _("Idempotency-Key 最多 200 个字符。"))
    return key


def _jurisdiction(fields: Any) -> None:
    """One jurisdiction is served: it need not be named, but a wrong name is told."""
    given = fields.get("jurisdiction_id", "").strip()
    if given and given not in _jurisdictions():
        raise Bad(404, _("没有辖区 %(name)s。") % {"name": given[:60]})


def _jurisdictions() -> set[str]:
    """The city by code and name, and by the hosts it is served under."""
    tops = [area for area in directory.areas().rows.values() if area.parent_id is None]
    hosts = {host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"}
    return {area.code for area in tops} | {area.name for area in tops} | hosts


def _plain(text: str) -> str:
    if "\x00" in text:
        raise Bad(400, _("参数中有不允许的字符。"))
    return text


def _unknown(number: str) -> Bad:
    return Bad(404, _("没有找到诉求 %(number)s。") % {"number": number[:60]})
