"""What a camera told of a photo is kept for proof of work, and never for a resident's photo."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from pytest_django.fixtures import Settings

from huiying.files.actions import store
from huiying.files.places import path_of
from huiying.files.rules.taken import Taken, taken
from tests.city import NOW


def photo(told: str = "", offset: str = "", place: dict[int, object] | None = None) -> bytes:
    exif = Image.Exif()
    inner = exif.get_ifd(0x8769)
    if told:
        inner[36867] = told
    if offset:
        inner[36881] = offset
    exif.get_ifd(0x8825).update(place or {})
    out = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


HERE: dict[int, object] = {1: "N", 2: (39.0, 54.0, 0.0), 3: "E", 4: (116.0, 24.0, 36.0)}


def test_time_and_place_are_read() -> None:
    found = taken(photo("2026:03:10 09:00:00", place=HERE))
    assert found.at == datetime(2026, 3, 10, 1, tzinfo=UTC)
    assert found.lon == pytest.approx(116.41)
    assert found.lat == pytest.approx(39.9)


def test_an_offset_is_heeded_and_the_south_is_negative() -> None:
    found = taken(photo("2026:03:10 09:00:00", "-02:30", HERE | {1: "S"}))
    assert found.at == datetime(2026, 3, 10, 11, 30, tzinfo=UTC)
    assert found.lat == pytest.approx(-39.9)


@pytest.mark.parametrize("told", ["", "0000:00:00 00:00:00", "yesterday", "2026:13:40 09:00:00"])
def test_nonsense_tells_nothing(told: str) -> None:
    assert taken(photo(told)).at is None


@pytest.mark.parametrize(
    "place",
    [{}, {2: (39.0, 54.0, 0.0)}, HERE | {2: (399.0, 0.0, 0.0)}, HERE | {4: (116.0, 24.0)},
     {2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)}],
)  # fmt: skip
def test_half_a_place_is_no_place(place: dict[int, object]) -> None:
    found = taken(photo(place=place))
    assert (found.lon, found.lat) == (None, None)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"%PDF-1.7", b"\xff\xd8" + b"\x00" * 99])
def test_what_is_no_photo_tells_nothing(data: bytes) -> None:
    assert taken(data) == Taken()


@pytest.mark.django_db
def test_only_proof_keeps_it_and_the_bytes_never_do(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    data = photo("2026:03:10 09:00:00", place=HERE)
    theirs = store(data, "a.jpg", NOW)
    assert (theirs.taken_at, theirs.lon) == (None, None)
    ours = store(data, "a.jpg", NOW, proof=True)
    assert ours.pk == theirs.pk
    assert ours.taken_at is not None
    assert ours.lon is not None
    assert taken(path_of(ours.digest).read_bytes()) == Taken()
