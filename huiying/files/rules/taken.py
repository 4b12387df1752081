"""When and where a photo was taken, as the camera wrote it into the file (EXIF, JEITA CP-3451).

Photos are kept without these (`images`); whoever must prove their work has them kept beside it.
"""

from __future__ import annotations

import io
import math
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image

LOCAL = ZoneInfo("Asia/Shanghai")
_EXIF, _GPS = 0x8769, 0x8825
_TAKEN, _OFFSET = 36867, 36881
_LAT_REF, _LAT, _LON_REF, _LON = 1, 2, 3, 4
_FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True, slots=True)
class Taken:
    """``at`` aware; ``lon``, ``lat`` WGS-84 degrees, both or neither. None: it is not told."""

    at: datetime | None = None
    lon: float | None = None
    lat: float | None = None


def taken(data: bytes) -> Taken:
    """What the camera told; nothing where it told nothing, or nonsense."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as source:
            exif = source.getexif()
            inner, place = exif.get_ifd(_EXIF), exif.get_ifd(_GPS)
    except (OSError, ValueError, TypeError, KeyError, SyntaxError, EOFError, struct.error,
            Image.DecompressionBombError):  # fmt: skip
        return Taken()
    where = _where(place)
    return Taken(_when(inner), *where) if where else Taken(_when(inner))


def _when(inner: dict[int, Any]) -> datetime | None:
    """The moment of the shutter; without an offset the camera's clock is taken for local time."""
    try:
        told = datetime.strptime(str(inner.get(_TAKEN, "")).strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
        return told.replace(tzinfo=_zone(str(inner.get(_OFFSET, "")))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(offset: str) -> timezone | ZoneInfo:
    sign, hours, minutes = offset[:1], offset[1:3], offset[4:6]
    if sign not in ("+", "-") or not (hours + minutes).isdecimal() or int(hours) > 14:
        return LOCAL
    ahead = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(ahead if sign == "+" else -ahead)


def _where(place: dict[int, Any]) -> tuple[float, float] | None:
    lon = _degrees(place.get(_LON), str(place.get(_LON_REF, "")), "W", 180)
    lat = _degrees(place.get(_LAT), str(place.get(_LAT_REF, "")), "S", 90)
    if lon is None or lat is None or lon == lat == 0:  # 0, 0: a camera without a fix
        return None
    return lon, lat


def _degrees(parts: Any, ref: str, negative: str, most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value) or not 0 <= value <= most:
        return None
    return -value if ref.startswith(negative) else value
