"""Cases on a desk's map: only those the person may see, each by itself. All reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256

from django.db.models import QuerySet

from huiying.accounts.actors import Actor
from huiying.cases import access
from huiying.cases.models import Case
from huiying.cases.queries import rows_for
from huiying.journal import queries as journal
from huiying.lib import mvt
from huiying.lib.mercator import BITS, TileBox, World, on_tile, tile_box, to_world
from huiying.maps.models import Spot
from huiying.maps.projection import SPOT_ZOOM
from huiying.maps.queries import FORMAT, MOST_ZOOM

MOST = 3000  # the newest of a tile; more would be one blot


def mark(actor: Actor, at: datetime) -> str:
    """Changes when a tile of this person may: what happened, what they may see, what is late."""
    reach = [
        (g.role, g.unit_id, sorted(g.unit_ids), g.area_ids and sorted(g.area_ids))
        for g in actor.grants
    ]
    whose = sha256(repr((actor.id, reach)).encode()).hexdigest()[:16]
    return f"{FORMAT}.{journal.position_of('maps')}.{whose}.{at:%Y%m%d%H%M}"


def tile(actor: Actor, zoom: int, x: int, y: int, at: datetime) -> bytes:
    """A tile of the open cases an actor may see; ValueError where there is none."""
    if not SPOT_ZOOM <= zoom <= MOST_ZOOM:
        raise ValueError(f"no tile {zoom}/{x}/{y}")
    box, shift = tile_box(zoom, x, y), BITS - SPOT_ZOOM
    found = Spot.objects.filter(tile=(box.west >> shift) << SPOT_ZOOM | box.north >> shift)
    if zoom > SPOT_ZOOM:
        inside = {"x__gte": box.west, "x__lt": box.east, "y__gte": box.north, "y__lt": box.south}
        found = found.filter(**inside)
    rows = found.order_by("-case_id").values_list("case_id", "x", "y")[:MOST]
    places = {ident: World(x, y) for ident, x, y in rows}
    seen = Case.objects.filter(access.visible_to(actor), pk__in=list(places), open=True)
    return _drawn(seen, places, box, at)


def tile_of(actor: Actor, cases: Iterable[int], zoom: int, x: int, y: int, at: datetime) -> bytes:
    """A tile of certain cases, ended ones too, as far as an actor may see them; ValueError where
    there is none."""
    if not 0 <= zoom <= MOST_ZOOM:
        raise ValueError(f"no tile {zoom}/{x}/{y}")
    box = tile_box(zoom, x, y)
    seen = Case.objects.filter(
        access.visible_to(actor), pk__in=list(cases), lon__isnull=False, lat__isnull=False
    )
    places = {}
    for ident, lon, lat in seen.values_list("pk", "lon", "lat"):
        place = to_world(lon or 0, lat or 0)
        if box.west <= place.x < box.east and box.north <= place.y < box.south:
            places[ident] = place
    return _drawn(seen.filter(pk__in=list(places)), places, box, at)


def _drawn(seen: QuerySet[Case], places: Mapping[int, World], box: TileBox, at: datetime) -> bytes:
    under_way = dict(seen.order_by("-pk").values_list("pk", "open"))
    points = []
    for row in rows_for(list(under_way)):
        open_ = under_way[row.id]
        late = open_ and row.due_at is not None and row.due_at < at
        about: dict[str, mvt.Value] = {
            "n": 1, "open": int(open_), "late": late, "number": row.number,
            "words": " · ".join(filter(None, (row.category, row.state_label))),
        }  # fmt: skip
        points.append(mvt.Point(*on_tile(*places[row.id], box), about))
    return mvt.encode({"cases": points})
