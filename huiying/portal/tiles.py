"""Vector tiles of what is public, for the map of the portal and for anybody's own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from huiying.cases import public
from huiying.lib.mvt import MEDIA_TYPE
from huiying.lib.numbers import whole
from huiying.maps import queries as maps
from huiying.maps.queries import Wanted

KEPT = "public, max-age=60"  # what an editor takes off the map is gone from browsers in a minute
STAGES = (public.NEW, public.GOING, public.DONE)


@require_safe
def cases(request: HttpRequest, zoom: int, x: int, y: int) -> HttpResponseBase:
    """The tile zoom/x/y; its entity tag changes only when something on the public map does."""
    at = timezone.now()
    wanted = wanted_of(request)
    # A month that begins changes what "this month" shows.
    etag = f'"{maps.edition()}.{at:%Y%m}"' if wanted.months else f'"{maps.edition()}"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None:
        try:
            answer = HttpResponse(maps.tile(zoom, x, y, wanted, at), content_type=MEDIA_TYPE)
        except ValueError:
            return HttpResponse(status=404)
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = KEPT
    return answer


def wanted_of(request: HttpRequest) -> Wanted:
    """The filters of an address; one that makes no sense filters nothing."""
    given = request.GET
    category, months = given.get("category", ""), given.get("months", "")
    stage = given.get("stage", "")
    return Wanted(
        category=whole(category),
        stage=stage if stage in STAGES else "",
        months=next((n for n in maps.MONTHS if months == str(n)), 0),
    )
