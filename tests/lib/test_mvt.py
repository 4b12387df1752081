"""Vector tiles: what is written is read again, by a reader that knows only the format."""

from __future__ import annotations

import math
import struct
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.mvt import Point, Value, encode, varint, zigzag

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
values: st.SearchStrategy[Value] = st.one_of(
    names, st.booleans(), st.integers(-(2**62), 2**62), st.floats(allow_nan=False)
)
points = st.builds(
    Point,
    st.integers(-5000, 9000),
    st.integers(-5000, 9000),
    st.dictionaries(names, values, max_size=5),
    st.integers(0, 2**53),
)


def fields(data: bytes) -> list[tuple[int, Any]]:
    """The fields of a protobuf message, in order: number and raw value."""
    found: list[tuple[int, Any]] = []
    at = 0

    def number() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                return value

    while at < len(data):
        key = number()
        kind = key & 7
        if kind == 0:
            found.append((key >> 3, number()))
        elif kind == 1:
            found.append((key >> 3, struct.unpack("<d", data[at : at + 8])[0]))
            at += 8
        elif kind == 2:
            size = number()
            found.append((key >> 3, data[at : at + size]))
            at += size
        else:
            raise AssertionError(f"wire type {kind}")
    assert at == len(data)
    return found


def packed(data: bytes) -> list[int]:
    return [value for _n, value in fields(b"".join(b"\x08" + part for part in _split(data)))]


def _split(data: bytes) -> list[bytes]:
    parts, start = [], 0
    for at, byte in enumerate(data):
        if not byte & 0x80:
            parts.append(data[start : at + 1])
            start = at + 1
    return parts


def signed(number: int) -> int:
    return number >> 1 if number % 2 == 0 else -(number >> 1) - 1


def one_value(data: bytes) -> Value:
    ((number, raw),) = fields(data)
    if number == 1:
        return str(raw.decode())
    if number == 3:
        return float(raw)
    if number == 7:
        return bool(raw)
    assert number == 6
    return signed(raw)


def decode(data: bytes) -> dict[str, list[Point]]:
    """Layers by name; checks what the specification demands of each on the way."""
    tile: dict[str, list[Point]] = {}
    for number, layer in fields(data):
        assert number == 3
        parts = fields(layer)
        assert (15, 2) in parts
        assert (5, 4096) in parts
        (name,) = [raw.decode() for n, raw in parts if n == 1]
        keys = [raw.decode() for n, raw in parts if n == 3]
        known = [one_value(raw) for n, raw in parts if n == 4]
        assert len(set(keys)) == len(keys)
        tile[name] = [feature(raw, keys, known) for n, raw in parts if n == 2]
        assert tile[name]
    return tile


def feature(data: bytes, keys: list[str], known: list[Value]) -> Point:
    parts = dict(fields(data))
    assert parts[3] == 1
    command, x, y = packed(parts[4])
    assert command == 9
    tags = packed(parts.get(2, b""))
    pairs = zip(tags[::2], tags[1::2], strict=True)
    return Point(signed(x), signed(y), {keys[k]: known[v] for k, v in pairs}, int(parts.get(1, 0)))


@given(st.dictionaries(names, st.lists(points, max_size=6), max_size=3))
def test_what_is_written_is_read_again(layers: dict[str, list[Point]]) -> None:
    found = decode(encode(layers))
    assert found == {name: points for name, points in layers.items() if points}
    for name, points in found.items():
        for one, other in zip(points, layers[name], strict=True):
            assert {k: type(v) for k, v in one.values.items()} == {
                k: type(v) for k, v in other.values.items()
            }


@given(st.integers(0, 2**64 - 1))
def test_a_number_takes_as_many_bytes_as_its_bits_need(number: int) -> None:
    assert len(varint(number)) == max(1, math.ceil(number.bit_length() / 7))
    assert packed(varint(number)) == [number]


@given(st.integers(-(2**62), 2**62))
def test_signed_numbers_come_back(number: int) -> None:
    assert zigzag(number) >= 0
    assert signed(zigzag(number)) == number


def test_an_empty_tile_is_no_bytes() -> None:
    assert encode({"cases": []}) == b""
