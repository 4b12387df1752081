"""The small map beside a case: where it is, and what else is open around it."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from huiying.cases.types import Case
from huiying.console.shell import Console, console
from huiying.lib.mvt import MEDIA_TYPE
from huiying.maps import nearby
from huiying.maps.frames import Frame, around, tiles_at

ANY = "HY"


def map_of(case: Case) -> Frame | None:
    """The map of a case; None when nobody knows where it is."""
    if case.lon is None or case.lat is None:
        return None
    link = reverse("console:case", args=[ANY]).removesuffix(f"{ANY}/")
    place = case.lon, case.lat
    return around(place, tiles=tiles_at("console:tile"), case=link)


@require_safe
@console
def tile(desk: Console, zoom: int, x: int, y: int) -> HttpResponseBase:
    """The open cases in a tile that this person may see."""
    etag = f'"{nearby.mark(desk.actor, desk.at)}"'
    answer: HttpResponseBase | None = get_conditional_response(desk.request, etag=etag)
    if answer is None:
        try:
            content = nearby.tile(desk.actor, zoom, x, y, desk.at)
        except ValueError:
            return HttpResponse(status=404)
        answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
