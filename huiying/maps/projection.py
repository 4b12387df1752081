"""Keeps pins and cells true to what is public: worked out anew for every case an event touches.

Working out anew, instead of adding up events, makes delivery twice harmless. What is public of a
place is decided in ``cases.public`` alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from huiying.cases import public
from huiying.cases.models import Case
from huiying.cases.public import PublicPlace
from huiying.lib.mercator import BITS, World, to_world
from huiying.lib.periods import Month
from huiying.maps.models import Cell, Edition, Pin, Spot

LEVELS = range(8, 17)  # of cells; a tile of zoom z shows those of level z + FINER
FINER = 3
TILE_ZOOM = LEVELS[-1] - FINER + 1  # from here on tiles show pins
SPOT_ZOOM = 12  # desks see single open cases from here on
STAGES = (public.NEW, public.GOING, public.DONE)
SUMS = (*STAGES, "sum_x", "sum_y")
KEYS = ("level", "category_key", "month_key", "x", "y")
Key = tuple[int, int, int, int, int]
Moved = dict[Key, list[int]]


def renew(case_ids: Iterable[int]) -> int:
    """Work out the pins of some cases anew and move the sums; returns pins that changed."""
    idents = sorted(set(case_ids))
    if not idents:
        return 0
    with transaction.atomic():
        # Whoever renews waits here for whoever does so already: both would move the same sums.
        edition, _new = Edition.objects.select_for_update().get_or_create(pk=1)
        before = {pin.case_id: pin for pin in Pin.objects.filter(case_id__in=idents)}
        after = {place.case_id: pin_of(place) for place in public.public_places(idents)}
        changed = {
            ident
            for ident in before.keys() | after.keys()
            if not _same(before.get(ident), after.get(ident))
        }
        if not changed:
            return 0
        moved: Moved = defaultdict(lambda: [0] * len(SUMS))
        for pins, sign in ((before, -1), (after, 1)):
            for ident in changed & pins.keys():
                add(moved, pins[ident], sign)
        Pin.objects.filter(case_id__in=changed).delete()
        Pin.objects.bulk_create((after[i] for i in sorted(changed & after.keys())), batch_size=500)
        move(moved)
        Edition.objects.filter(pk=edition.pk).update(number=F("number") + 1)
    return len(changed)


def renew_spots(case_ids: Iterable[int]) -> None:
    """Work out anew where open cases lie; of no case that ended is anything kept."""
    idents = sorted(set(case_ids))
    placed = Case.objects.filter(pk__in=idents, open=True, lon__isnull=False, lat__isnull=False)
    wanted = {
        ident: to_world(lon, lat)
        for ident, lon, lat in placed.values_list("pk", "lon", "lat")
        if lon is not None and lat is not None
    }
    known = Spot.objects.filter(case_id__in=idents).values_list("case_id", "x", "y")
    before = {ident: (x, y) for ident, x, y in known}
    gone = [ident for ident, place in before.items() if wanted.get(ident) != place]
    fresh = [spot_of(i, place) for i, place in wanted.items() if before.get(i) != place]
    with transaction.atomic():
        Spot.objects.filter(case_id__in=gone).delete()
        Spot.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)


def spot_of(case_id: int, place: World) -> Spot:
    return Spot(case_id=case_id, x=place.x, y=place.y, tile=tile_key(*place, SPOT_ZOOM))


def pin_of(place: PublicPlace) -> Pin:
    x, y = to_world(place.lon, place.lat)
    month = Month.of(place.received_at)
    return Pin(
        case_id=place.case_id,
        x=x,
        y=y,
        tile=tile_key(x, y),
        category_key=place.category_id or 0,
        month_key=month_key(month),
        stage=place.stage,
    )


def tile_key(x: int, y: int, zoom: int = TILE_ZOOM) -> int:
    """The tile of a zoom at a place, as one number."""
    shift = BITS - zoom
    return (x >> shift) << zoom | y >> shift


def month_key(month: Month) -> int:
    return month.year * 100 + month.month


def _same(one: Pin | None, other: Pin | None) -> bool:
    names = ("x", "y", "category_key", "month_key", "stage")
    return None not in (one, other) and all(getattr(one, n) == getattr(other, n) for n in names)


def add(moved: Moved, pin: Pin, sign: int) -> None:
    """Add a pin to, or take it from, the sums of its cells."""
    stage = STAGES.index(pin.stage)
    for level in LEVELS:
        x, y = pin.x >> BITS - level, pin.y >> BITS - level
        for category in (pin.category_key, Cell.ALL):
            for month in (pin.month_key, Cell.ALL):
                sums = moved[level, category, month, x, y]
                sums[stage] += sign
                sums[3] += sign * pin.x
                sums[4] += sign * pin.y


def move(moved: Moved) -> None:
    """Add to the sums in the database; rows that come to nothing stay and are not shown."""
    rows: list[tuple[Any, ...]] = [(*key, *sums) for key, sums in moved.items() if any(sums)]
    columns = (*KEYS, *SUMS)
    place = "(" + ", ".join(["%s"] * len(columns)) + ")"
    adds = ", ".join(f"{name} = maps_cell.{name} + excluded.{name}" for name in SUMS)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), 90):
            part = rows[start : start + 90]
            cursor.execute(
                f"INSERT INTO maps_cell ({', '.join(columns)}) "  # noqa: S608
                f"VALUES {', '.join([place] * len(part))} "
                f"ON CONFLICT ({', '.join(KEYS)}) DO UPDATE SET {adds}",
                [value for row in part for value in row],
            )
