"""The API itself: who is let in, how answers and refusals look, what is described."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from huiying.api import problems
from huiying.api.callers import ByKey, BySession
from huiying.lib.errors import Refused

ABOUT = """\
The data of a Huiying 回应 hotline, and everything its people do with a case.

Sign in with `Authorization: Bearer hy_…` (a key bound to a person) or with a browser's session.
A caller sees and may do exactly what that person's posts allow; what may not be seen is told as
404. Lists go on with `cursor`, the `next` of the page before. What changes a case needs `If-Match`
with the ETag of the case. Every "no" is problem+json (RFC 9457) with a stable `code`; its words
are Chinese or English by `Accept-Language`. A resident's name and phone are told by one address
only, `POST /cases/{number}/reveal`, and every such look is kept in the journal.
"""
PROBLEM = {
    "type": "object",
    "title": "Problem",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable; for machines."},
        "detail": {"type": "string"},
        "hint": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string"},
                    "parameter": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
DEFAULT = {
    "description": "Refused; the code says why.",
    "content": {problems.TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class Door(NinjaAPI):
    """Entity tags on what is read, and one description of every refusal."""

    _described: dict[str | None, OpenAPISchema] = {}  # made once: it takes a tenth of a second

    def create_response(
        self,
        request: HttpRequest,
        data: Any,
        *,
        status: int | None = None,
        temporal_response: HttpResponse | None = None,
    ) -> HttpResponse:
        response = super().create_response(
            request, data, status=status, temporal_response=temporal_response
        )
        response["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ("Authorization", "Cookie", "Accept-Language"))
        version = getattr(request, "huiying_version", None)
        etag = entity_tag(response.content, version)
        if request.method != "GET":
            if version is not None and response.status_code == 200:
                response["ETag"] = etag  # so that the next verb needs no reading in between
            return response
        same: HttpResponse | None = get_conditional_response(request, etag=etag, response=response)
        answer = same or response
        answer["ETag"] = etag
        return answer

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        if (known := self._described.get(path_prefix)) is not None:
            return known
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema["components"].setdefault("schemas", {})["Problem"] = PROBLEM
        for path in schema["paths"].values():
            for operation in path.values():
                operation["responses"]["default"] = DEFAULT
        self._described[path_prefix] = schema
        return schema


def entity_tag(content: bytes, version: int | None = None) -> str:
    """What a reading is known by: for a case its version first, which is what If-Match compares."""
    digest = blake2b(content, digest_size=12).hexdigest()
    return f'"{digest}"' if version is None else f'"{version}-{digest}"'


api = Door(
    title="Huiying 回应",
    version="1",
    description=ABOUT,
    docs_url=None,
    urls_namespace="api",
    auth=[ByKey(), BySession()],
)
HANDLERS: tuple[tuple[type[Exception], Any], ...] = (
    (Refused, problems.refused),
    (ValidationError, problems.invalid),
    (HttpError, problems.http),
)
for kind, handler in HANDLERS:
    api.add_exception_handler(kind, handler)

View = Callable[..., HttpResponseBase]


def guarded(view: View) -> View:
    """A mounted view: no null characters reach a database, and 405 is a problem like others."""

    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "\x00" in request.path or any("\x00" in v for vs in request.GET.lists() for v in vs[1]):
            return problems.problem(400, "bad_request", _("参数中有不允许的字符。"))
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            said = problems.problem(405, "no_such_method", _("这个网址不支持该方法。"))
            said["Allow"] = ", ".join(sorted(response["Allow"].split(", ")))
            return said
        return response

    wrapped.csrf_exempt = True  # type: ignore[attr-defined]  # checked where a session lets in
    return wrapped


def unknown(_request: HttpRequest, **_more: Any) -> HttpResponse:
    return problems.problem(404, "no_such_address", _("没有这个网址。"))
