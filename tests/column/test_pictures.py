"""Photos: the original is never public, what is boxed is gone for good, nobody forgets to look."""

from __future__ import annotations

import io

import pytest
from django.test import TestCase
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from huiying.column import actions as column
from huiying.column import queries
from huiying.column.actions.pictures import forget_originals
from huiying.column.models import Exposure, Picture
from huiying.column.refusals import (
    NotAPicture,
    NotConfirmed,
    OriginalGone,
    PicturesOpen,
    TooManyPictures,
)
from huiying.column.rules.boxes import PAINT, BadBoxes, Box, burn, parse, pixels
from huiying.files.places import path_of
from tests.city import NOW, City, later
from tests.column.conftest import answered, drafted
from tests.files.samples import pdf, photo


def chessboard(width: int = 400, height: int = 300) -> bytes:
    """Noise enough that no box colour occurs in it by chance."""
    picture = Image.new("RGB", (width, height), (240, 240, 240))
    for x in range(0, width, 20):
        picture.paste((200, 30, 30), (x, 0, x + 10, height))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95)
    return out.getvalue()


def with_photo(city: City) -> tuple[Exposure, Picture]:
    row = drafted(city)
    column.add_pictures(
        exposure_id=row.pk, moment="before", uploads=[("灯.jpg", chessboard())],
        actor=city.actor("bai"), at=NOW,
    )  # fmt: skip
    return row, row.pictures.get()


def pixels_of(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def near(colour: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(a - b) < 25 for a, b in zip(colour, wanted, strict=True))


def test_an_issue_with_a_photo_nobody_looked_through_cannot_be_published(city: City) -> None:
    row, picture = with_photo(city)
    with pytest.raises(PicturesOpen):
        column.publish(exposure_id=row.pk, actor=city.actor("bai"), at=later(hours=1))
    with pytest.raises(NotConfirmed):
        column.box(
            exposure_id=row.pk, picture_id=picture.pk, boxes=[], clean=False,
            actor=city.actor("bai"), at=NOW,
        )  # fmt: skip
    column.box(
        exposure_id=row.pk, picture_id=picture.pk, boxes=[], clean=True,
        actor=city.actor("bai"), at=NOW,
    )  # fmt: skip
    column.publish(exposure_id=row.pk, actor=city.actor("bai"), at=later(hours=1))
    assert queries.public_picture(row.pk, picture.pk) is not None


def test_what_lies_under_a_box_is_not_in_the_public_file(city: City) -> None:
    row, picture = with_photo(city)
    made = column.box(
        exposure_id=row.pk, picture_id=picture.pk, boxes=[Box(0.25, 0.25, 0.5, 0.5)], clean=False,
        actor=city.actor("bai"), at=NOW,
    )  # fmt: skip
    assert made.shown is not None
    assert made.original is not None
    assert made.shown.digest != made.original.digest
    shown = pixels_of(path_of(made.shown.digest).read_bytes())
    width, height = shown.size
    for x in range(width // 4 + 8, 3 * width // 4 - 8, 10):
        assert near(shown.getpixel((x, height // 2)), PAINT)
    assert not near(shown.getpixel((5, 5)), PAINT)


def test_place_and_camera_are_in_neither_file(city: City) -> None:
    row = drafted(city)
    column.add_pictures(
        exposure_id=row.pk, moment="before", uploads=[("a.jpg", photo())],
        actor=city.actor("bai"), at=NOW,
    )  # fmt: skip
    made = column.box(
        exposure_id=row.pk, picture_id=row.pictures.get().pk, boxes=[], clean=True,
        actor=city.actor("bai"), at=NOW,
    )  # fmt: skip
    assert made.shown is not None
    with Image.open(path_of(made.shown.digest)) as shown:
        assert not shown.getexif()
        assert "icc_profile" not in shown.info


def test_boxes_can_be_moved_until_the_original_is_let_go(city: City) -> None:
    row = answered(city)
    bai = city.actor("bai")
    column.add_pictures(
        exposure_id=row.pk, moment="after", uploads=[("b.jpg", chessboard())], actor=bai, at=NOW
    )
    picture = row.pictures.get()
    for share in (0.2, 0.4):
        column.box(
            exposure_id=row.pk, picture_id=picture.pk, boxes=[Box(0, 0, share, share)],
            clean=False, actor=bai, at=NOW,
        )  # fmt: skip
    column.approve(exposure_id=row.pk, text="好。", actor=bai, at=later(days=2))
    column.close(exposure_id=row.pk, actor=bai, at=later(days=2))
    picture.refresh_from_db()
    assert picture.original is None
    assert picture.shown is not None
    column.relapse(
        exposure_id=row.pk, text="又灭了。", due_at=later(days=9), actor=bai, at=later(days=3)
    )
    with pytest.raises(OriginalGone):
        column.box(
            exposure_id=row.pk, picture_id=picture.pk, boxes=[], clean=True, actor=bai,
            at=later(days=3),
        )  # fmt: skip


def test_the_units_photo_is_not_public_before_an_editor_looked_it_through(city: City) -> None:
    row = answered(city)
    column.add_pictures(
        exposure_id=row.pk, moment="after", uploads=[("b.jpg", chessboard())],
        actor=city.actor("bai"), at=NOW,
    )  # fmt: skip
    assert queries.public_pictures(row) == []
    assert queries.public_picture(row.pk, row.pictures.get().pk) is None


def test_only_photos_and_only_so_many(city: City) -> None:
    row = drafted(city)
    bai = city.actor("bai")
    with pytest.raises(NotAPicture):
        column.add_pictures(
            exposure_id=row.pk, moment="before", uploads=[("a.pdf", pdf())], actor=bai, at=NOW
        )
    with pytest.raises(TooManyPictures):
        column.add_pictures(
            exposure_id=row.pk, moment="before", uploads=[("a.jpg", chessboard(40, 30))] * 13,
            actor=bai, at=NOW,
        )  # fmt: skip
    assert row.pictures.count() == 0


@pytest.mark.parametrize(
    "text",
    ["x", "{}", "[1]", "[[1,2,3]]", '[["a",0,0,0]]', "[[NaN,0,1,1]]", "[[1e999,0,1,1]]",
     f"[[1{'0' * 400},0,1,1]]", "[[true,0,1,1]]", "[" * 5000, str([[0, 0, 1, 1]] * 61)],
)  # fmt: skip
def test_boxes_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(BadBoxes):
        parse(text)


def test_nothing_drawn_is_no_boxes_and_a_slip_of_the_pointer_is_none() -> None:
    assert parse("") == [] == parse("[]")
    assert parse("[[0.5, 0.5, 0.0001, 0.3]]") == []


shares = st.floats(-2, 3, allow_nan=False)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(shares, shares, shares, shares), max_size=5))
def test_boxes_never_leave_the_picture(rows: list[tuple[float, float, float, float]]) -> None:
    for box in parse(str([list(row) for row in rows])):
        left, top, right, low = pixels(box, 640, 480)
        assert 0 <= left <= right < 640
        assert 0 <= top <= low < 480


def test_a_box_over_everything_leaves_nothing() -> None:
    picture = pixels_of(burn(chessboard(), [Box(0, 0, 1, 1)]))
    assert all(near(colour, PAINT) for _count, colour in picture.getcolors(1 << 24) or [])


def test_nothing_is_closed_over_a_photo_nobody_looked_through(city: City) -> None:
    row = answered(city)
    bai = city.actor("bai")
    column.add_pictures(
        exposure_id=row.pk, moment="after", uploads=[("b.jpg", chessboard())], actor=bai, at=NOW
    )
    column.approve(exposure_id=row.pk, text="好。", actor=bai, at=later(days=2))
    with pytest.raises(PicturesOpen):
        column.close(exposure_id=row.pk, actor=bai, at=later(days=2))


def test_originals_are_gone_after_ninety_days_though_the_issue_goes_on(city: City) -> None:
    row, picture = with_photo(city)
    column.box(
        exposure_id=row.pk, picture_id=picture.pk, boxes=[], clean=True,
        actor=city.actor("bai"), at=NOW,
    )  # fmt: skip
    picture.refresh_from_db()
    assert picture.original is not None
    file = path_of(picture.original.digest)
    assert forget_originals(later(days=89)) == 0
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert forget_originals(later(days=91)) == 1
    kept = Picture.objects.get(pk=picture.pk)
    assert kept.original is None
    assert kept.shown is not None
    assert not file.exists() or kept.shown.digest in file.name
