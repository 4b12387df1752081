"""Vector tiles of points: the Mapbox Vector Tile format 2.1, written without a library.

https://github.com/mapbox/vector-tile-spec/tree/master/2.1: a tile is a protobuf message with
layers; a layer keeps the names and values of its features once, features point at them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huiying.lib.mercator import EXTENT

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
Value = str | int | float | bool

# Field numbers shifted by three, with the wire type: 0 a varint, 1 eight bytes, 2 a length first.
LAYERS = b"\x1a"
NAME, FEATURES, KEYS, VALUES = b"\x0a", b"\x12", b"\x1a", b"\x22"
LAYER_EXTENT, VERSION = b"\x28", b"\x78"
IDENT, TAGS, KIND, GEOMETRY = b"\x08", b"\x12", b"\x18", b"\x22"
TEXT, DOUBLE, SIGNED, TRUTH = b"\x0a", b"\x19", b"\x30", b"\x38"
POINT = KIND + b"\x01"
MOVE_TO_ONE = 9  # command 1, repeated once


@dataclass(frozen=True, slots=True)
class Point:
    """A feature at a place of the tile's grid; ``ident`` 0 for none."""

    x: int
    y: int
    values: Mapping[str, Value]
    ident: int = 0


def encode(layers: Mapping[str, Iterable[Point]]) -> bytes:
    """A tile with these layers; one without features is left out, as the format wants it."""
    parts = ((name, list(points)) for name, points in layers.items())
    return b"".join(_sized(LAYERS, _layer(name, points)) for name, points in parts if points)


def _layer(name: str, points: list[Point]) -> bytes:
    keys: dict[str, int] = {}
    values: dict[tuple[type, Value], int] = {}
    features = b"".join(_sized(FEATURES, _feature(point, keys, values)) for point in points)
    return b"".join(
        (
            VERSION + b"\x02",
            _sized(NAME, name.encode()),
            features,
            *(_sized(KEYS, key.encode()) for key in keys),
            *(_sized(VALUES, _value(value)) for _kind, value in values),
            LAYER_EXTENT + varint(EXTENT),
        )
    )


def _feature(point: Point, keys: dict[str, int], values: dict[tuple[type, Value], int]) -> bytes:
    tags = []
    for key, value in point.values.items():
        # By type as well: 1 and True are equal and are not the same.
        tags.append(varint(keys.setdefault(key, len(keys))))
        tags.append(varint(values.setdefault((type(value), value), len(values))))
    place = varint(MOVE_TO_ONE) + varint(zigzag(point.x)) + varint(zigzag(point.y))
    ident = IDENT + varint(point.ident) if point.ident else b""
    return ident + _sized(TAGS, b"".join(tags)) + POINT + _sized(GEOMETRY, place)


def _value(value: Value) -> bytes:
    if isinstance(value, bool):
        return TRUTH + (b"\x01" if value else b"\x00")
    if isinstance(value, int):
        return SIGNED + varint(zigzag(value))
    if isinstance(value, float):
        return DOUBLE + struct.pack("<d", value)
    return _sized(TEXT, value.encode())


def _sized(field: bytes, content: bytes) -> bytes:
    return field + varint(len(content)) + content


def zigzag(number: int) -> int:
    """Signed numbers near zero as small unsigned ones: 0, -1, 1, -2, 2 …"""
    return number << 1 if number >= 0 else (-number << 1) - 1


def varint(number: int) -> bytes:
    """Seven bits a byte, the lowest first."""
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    found.append(number)
    return bytes(found)
