"""开放数据: the tables that are published, what their columns mean, and the files."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from huiying.exchange.publishing.catalogue import MEDIA, dcat, schema
from huiying.exchange.publishing.publish import Edition, current
from huiying.exchange.publishing.tables import BY_NAME, TABLES
from huiying.portal.pages import limited, page

ANYBODY = {"Access-Control-Allow-Origin": "*"}


@require_safe
@limited
def index(request: HttpRequest) -> HttpResponse:
    """The catalogue; before the first night it says when there will be something."""
    edition = current()
    told = edition.tables if edition else {}
    tables = [{"table": table, "told": told.get(table.name)} for table in TABLES]
    about = {"edition": edition, "tables": tables, "licence": settings.DATA_LICENCE}
    return page(request, "portal/data.html", about)


@require_safe
def catalogue(_request: HttpRequest) -> HttpResponse:
    """The catalogue for programs."""
    publisher = settings.DATA_PUBLISHER or settings.BASE_URL
    found = dcat(_edition(), settings.BASE_URL, settings.DATA_LICENCE, publisher)
    return JsonResponse(
        found, content_type="application/ld+json", headers=ANYBODY,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )  # fmt: skip


@require_safe
def columns(_request: HttpRequest, name: str) -> HttpResponse:
    """The data dictionary of a table."""
    if name not in BY_NAME:
        raise Http404
    found = schema(BY_NAME[name], settings.BASE_URL)
    return JsonResponse(
        found, content_type="application/schema+json", headers=ANYBODY,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )  # fmt: skip


@require_safe
def file(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    """A file of the newest edition; who has it already is told so."""
    edition = _edition()
    if name not in BY_NAME or ending not in edition.tables.get(name, {}).get("files", {}):
        raise Http404
    path = edition.folder / f"{name}.{ending}"
    etag = f'"{edition.folder.name}-{name}-{ending}"'
    unchanged: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if unchanged is None and not path.is_file():
        raise Http404
    answer = unchanged or FileResponse(
        path.open("rb"), as_attachment=True, filename=path.name, content_type=MEDIA[ending]
    )
    answer["ETag"] = etag
    answer["Cache-Control"] = "public, max-age=300"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _edition() -> Edition:
    found = current()
    if found is None:
        raise Http404
    return found
