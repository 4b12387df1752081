"""What raises a doubt 疑点, and from where on. A doubt is a question to a person, never a verdict.

Sources of the kinds: 12345 平台“办结失真、假性整改”的通报（domain.md §1.3）; limits are our own.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from huiying.lib.coordinates import haversine


class Sign(StrEnum):
    REUSED = "reused"  # the picture was there before, in another case or before the work
    OLDER = "older"  # taken before the case came in
    FAR = "far"  # taken far from the place of the case
    SPEED = "speed"  # nobody gets from one place to the other in that time
    INSTANT = "instant"  # reported as done minutes after the dispatch
    BARE = "bare"  # no picture although the kind is checked on site
    SAME_WORDS = "same_words"  # the same words as many other reports of the unit
    CONTRARY = "contrary"  # satisfied though unsolved
    ONE_PHONE = "one_phone"  # one number confirms case after case of a unit


CLOCKS = timedelta(minutes=10)  # by which a camera's clock may be wrong
FAR_METRES = 500.0
SPEED_KMH, SPEED_METRES = 120.0, 2_000.0  # faster than that, and further than that apart
SHIFT = timedelta(hours=12)  # pictures further apart in time say nothing about speed
AT_ONCE = timedelta(minutes=10)
ALIKE_REPORTS, ALIKE_DAYS = 40, 180
CONFIRMS, CONFIRM_DAYS = 10, 90
NOISE = re.compile(r"[\W\d_]+")
LEAST_WORDS = 4  # characters left after the noise: "已办结" is said by everybody


@dataclass(frozen=True, slots=True)
class Stand:
    """Somewhere at some time: degrees WGS-84."""

    at: datetime
    lon: float
    lat: float


def is_older(taken: datetime | None, received: datetime) -> bool:
    return taken is not None and taken < received - CLOCKS


def metres_off(lon: float | None, lat: float | None, place: tuple[float, float] | None) -> int:
    """Metres beyond what is near; 0 where it is near, or where one of the two is not known."""
    if lon is None or lat is None or place is None:
        return 0
    metres = haversine(lon, lat, *place)
    return round(metres) if metres > FAR_METRES else 0


def kmh(one: Stand, other: Stand) -> int:
    """The speed between two stands in km/h where it is more than anybody drives; else 0."""
    metres = haversine(one.lon, one.lat, other.lon, other.lat)
    apart = abs(one.at - other.at)
    if metres < SPEED_METRES or apart > SHIFT:
        return 0
    speed = metres / 1000 / max(apart.total_seconds() / 3600, 1 / 3600)
    return round(min(speed, 9_999)) if speed > SPEED_KMH else 0


def is_instant(dispatched: datetime | None, reported: datetime | None) -> bool:
    if dispatched is None or reported is None:
        return False
    return timedelta() <= reported - dispatched < AT_ONCE


def bare_words(text: str) -> str:
    """The words without numbers, marks and spaces: what is left when only names of days change."""
    return NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())
