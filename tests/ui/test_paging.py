"""Pages by place go on from a row and back to it; pages by number end where the rows end."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from huiying.ui.paging import Page, numbered, page_of
from huiying.whistles.models import Whistle
from tests.city import NOW, City, build

pytestmark = pytest.mark.django_db
SIZE = 3


@pytest.fixture
def city() -> City:
    """Seven whistles, two of them for the same moment."""
    found = build()
    for day in (0, 1, 2, 2, 3, 4, 5):
        blown(found, NOW + timedelta(days=day))
    return found


def blown(city: City, meet_at: datetime) -> Whistle:
    return Whistle.objects.create(
        street=city.units["quanhe"], kind="hard", title="路灯", words="路灯", place="东门",
        meet_at=meet_at, blown_at=NOW, blown_by="赵敏", changed_at=NOW,
    )  # fmt: skip


def test_every_row_comes_once_forward_and_back(city: City) -> None:
    rows = Whistle.objects.all()
    expected = list(rows.order_by("-meet_at", "-pk"))
    seen: list[Whistle] = []
    pages: list[Page] = []
    place = ""
    while True:
        page = page_of(rows, place, by="meet_at", size=SIZE)
        pages.append(page)
        seen += page.rows
        if not page.next:
            break
        place = page.next
    assert seen == expected
    assert (pages[0].total, pages[0].more, pages[0].previous) == (7, False, "")
    back = page_of(rows, pages[2].previous, by="meet_at", size=SIZE)
    assert list(back.rows) == list(pages[1].rows)


@pytest.mark.parametrize("place", ["", "x", "-", "0", "999999", "-999999", "9" * 30, "٣", "1.5"])
def test_a_place_that_is_none_or_gone_is_the_first_page(city: City, place: str) -> None:
    first = page_of(Whistle.objects.all(), "", size=SIZE)
    again = page_of(Whistle.objects.all(), place, size=SIZE)
    assert list(again.rows) == list(first.rows)
    assert again.previous == ""


def test_pages_by_number(city: City) -> None:
    rows = Whistle.objects.order_by("meet_at", "pk")
    third = numbered(rows, "3", size=SIZE)
    assert list(third.rows) == list(rows[6:7])
    assert (third.previous, third.next) == ("2", "")
    for past in ("4", "0", "-1", "x", "9" * 30):
        assert list(numbered(rows, past, size=SIZE).rows) == list(rows[:SIZE])
