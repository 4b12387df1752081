"""The map everybody may see, with its list beside it; what it is drawn on."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from huiying.cases import public
from huiying.files.serving import ranged
from huiying.maps import base as maps_base
from huiying.maps import queries as maps
from huiying.maps.frames import of_area, tiles_at, whole_city
from huiying.portal.opening import FilterForm, at_place, cards
from huiying.portal.pages import limited, page


@require_safe
@limited
def overview(request: HttpRequest) -> HttpResponseBase:
    """The map and the list, both of what the filters leave."""
    form = FilterForm(request.GET)
    found = public.public_page(form.wanted(timezone.now()), place=request.GET.get("place", ""))
    tiles = tiles_at("portal:tile", form.query())
    near = of_area(form.chosen_area, tiles=tiles, at=at_place(), big=True)
    board = near or whole_city(tiles=tiles, at=at_place(), big=True)
    context = {"form": form, "cards": cards(found.rows), "page": found.page, "map": board}
    return page(request, "portal/map.html", context)


@require_safe
@limited
def at(request: HttpRequest, x: int, y: int) -> HttpResponseBase:
    """The public cases whose pins stand at one place of the map."""
    found = public.public_cases(maps.cases_at(x, y))
    context = {"cards": cards(found)}
    part = request.headers.get("X-Part") == "list"
    template = "portal/at_list.html" if part else "portal/at.html"
    return page(request, template, context, 200 if found else 404)


@require_safe
@gzip_page
def areas(request: HttpRequest) -> HttpResponseBase:
    """The city's own borders and names, as GeoJSON."""
    drawn = maps_base.base()
    answer: HttpResponseBase | None = get_conditional_response(request, etag=drawn.etag)
    if answer is None:
        answer = HttpResponse(drawn.content, content_type="application/geo+json")
    answer.headers["ETag"] = drawn.etag
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


@require_safe
def base(request: HttpRequest) -> HttpResponseBase:
    """The operator's archive of map tiles, of which a map reads the parts it needs."""
    if settings.BASEMAP is None or not settings.BASEMAP.is_file():
        return HttpResponse(status=404)
    file = settings.BASEMAP.stat()
    answer = ranged(request, settings.BASEMAP)
    answer.headers["Content-Type"] = "application/vnd.pmtiles"
    answer.headers["ETag"] = f'"{file.st_size:x}-{file.st_mtime_ns:x}"'
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer
