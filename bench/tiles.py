"""What a tile of the public map costs when a million cases stand on it.

Run in a home of its own (``HUIYING_HOME=/somewhere/empty python -m bench.tiles 1000000``): makes
the district and N pins, three in four of them within the towns, then asks for the busiest tile of
each zoom through the whole stack of the service and prints CPU time and bytes.
"""

from __future__ import annotations

import os
import sys
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from bench.prepare import district  # noqa: E402
from huiying.cases.public import PublicPlace  # noqa: E402
from huiying.directory import queries as directory  # noqa: E402
from huiying.lib.geo import round_for_privacy  # noqa: E402
from huiying.lib.mercator import BITS  # noqa: E402
from huiying.maps import projection  # noqa: E402
from huiying.maps.base import base, bounds_of  # noqa: E402
from huiying.maps.models import Edition, Pin  # noqa: E402

CHUNK = 5000
TURNS = 20
HOST = "127.0.0.1"  # one that the service answers to
PUBLIC = 16  # classes that rules make public, as in the demonstration
STAGES = ("new", "going", "done", "done", "done", "done", "done", "done")


class Past:
    """Makes the same public cases every time."""

    def __init__(self) -> None:
        self.rng = Random(3)
        self.west, self.south, self.east, self.north = base().bounds
        rows = directory.areas().rows.values()
        found = [bounds_of(row.id) for row in rows if row.kind == "street"]
        self.towns = [box for box in found if box]
        tree = directory.categories()
        leaves = [c for c in tree.rows if len(tree.below(c)) == 1]
        self.categories = leaves[:PUBLIC]
        self.now = datetime.now(UTC)

    def place(self, ident: int) -> PublicPlace:
        rng = self.rng
        lon, lat = rng.uniform(self.west, self.east), rng.uniform(self.south, self.north)
        if rng.random() < 0.75:
            west, south, east, north = rng.choice(self.towns)
            lon = rng.gauss((west + east) / 2, (east - west) / 8)
            lat = rng.gauss((south + north) / 2, (north - south) / 8)
        place = round_for_privacy(lon, lat)
        at = self.now - timedelta(days=rng.random() * 365)
        category, stage = rng.choice(self.categories), rng.choice(STAGES)
        return PublicPlace(ident, place.lon, place.lat, category, stage, at)


def fill(total: int) -> None:
    """Pins and their sums, as the projection keeps them."""
    past, done = Past(), Pin.objects.count()
    for start in range(done, total, CHUNK):
        idents = range(start + 1, min(start + CHUNK, total) + 1)
        pins = [projection.pin_of(past.place(ident)) for ident in idents]
        moved: projection.Moved = defaultdict(lambda: [0] * len(projection.SUMS))
        for pin in pins:
            projection.add(moved, pin, 1)
        with transaction.atomic():
            Pin.objects.bulk_create(pins, batch_size=1000)
            projection.move(moved)
    Edition.objects.get_or_create(pk=1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def busiest(zoom: int) -> str:
    """The address of the tile with the most pins."""
    shift = BITS - zoom
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT x >> {shift}, y >> {shift} FROM maps_pin GROUP BY 1, 2 "
            "ORDER BY count(*) DESC LIMIT 1"
        )
        x, y = cursor.fetchone()
    return f"/tiles/cases/{zoom}/{x}/{y}.mvt"


def cost(address: str, **more: str) -> tuple[float, float, int]:
    """Median and worst CPU milliseconds of an answer, and its bytes."""
    client, times, size = Client(headers=more, SERVER_NAME=HOST), [], 0
    client.get(address)
    for _turn in range(TURNS):
        start = time.process_time()
        size = len(client.get(address).content)
        times.append((time.process_time() - start) * 1000)
    times.sort()
    return times[TURNS // 2], times[-1], size


def main() -> None:
    total = int(sys.argv[1])
    district()
    start = time.process_time()
    fill(total)
    say = sys.stdout.write
    say(f"{Pin.objects.count():,} pins, {time.process_time() - start:.0f} s CPU to make\n")
    category = Pin.objects.values_list("category_key", flat=True)[0]
    for zoom in range(6, 19):
        address = busiest(zoom)
        for query in ("", f"?category={category}", "?months=12", f"?months=3&category={category}"):
            middle, worst, size = cost(address + query)
            say(f"zoom {zoom:2} {query:28} {middle:6.1f} ms, worst {worst:6.1f}, {size:7,} bytes\n")
    etag = Client(SERVER_NAME=HOST).get(address)["ETag"]
    say(f"unchanged (304): {cost(address, **{'If-None-Match': etag})[0]:.1f} ms\n")


if __name__ == "__main__":
    main()
