"""The monthly register: what is counted, how long it took, and that small numbers stay untold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from huiying.cases import actions as cases
from huiying.column import actions as column
from huiying.column import registers
from huiying.column.models import ReplyTime
from huiying.column.rules.small import FEW, centile, hidden
from huiying.dispatch import actions as dispatch
from tests.city import NOW, City, later

NEXT = NOW + timedelta(days=25)  # in April


def answered(city: City, hours: float, unit: str = "") -> None:
    """A case answered at once after so many hours; with ``unit`` it lay there before."""
    case = city.receive()
    if unit:
        dispatch.dispatch(
            case_id=case.pk, unit_id=city.unit(unit), actor=city.actor("li"), at=later(minutes=5)
        )
        dispatch.recall(
            case_id=case.pk, actor=city.actor("li"), at=later(minutes=9), text="改为当场答复"
        )
    cases.answer(
        case_id=case.pk, actor=city.actor("wang"), at=later(hours=hours), text="已当场解释。"
    )


def test_the_month_counts_what_came_in_and_how_long_it_took(city: City) -> None:
    for hours in (1, 2, 3, 4, 5, 6, 7, 8, 9, 100):
        answered(city, hours)
    city.receive()
    column.reckon(NEXT)
    total = registers.register("2026-03", "area").total
    assert (total.received, total.closed) == (11, 10)
    assert (total.median, total.ninetieth) == (5 * 60, 9 * 60)
    street = next(
        one for one in registers.register("2026-03", "area").entries if one.label == "泉河街道"
    )
    assert (street.received, street.closed, street.median) == (11, 10, 5 * 60)


def test_few_cases_are_not_told(city: City) -> None:
    for hours in (1, 2, 3):
        answered(city, hours)
    column.reckon(NEXT)
    found = registers.register("2026-03", "area")
    assert (found.total.received, found.total.closed, found.total.median) == (None, None, None)
    assert all(one.received in (None, 0) for one in found.entries)


def test_a_published_month_stays_as_it_was(city: City) -> None:
    answered(city, 1)
    column.reckon(NOW + timedelta(days=100))
    made = ReplyTime.objects.get(period="2026-03", by="all").made_at
    column.reckon(NOW + timedelta(days=101))
    assert ReplyTime.objects.get(period="2026-03", by="all").made_at == made


def test_reckoning_again_changes_nothing(city: City) -> None:
    answered(city, 1)
    lines = column.reckon(NEXT)
    assert column.reckon(NEXT) == lines
    assert ReplyTime.objects.count() == lines


@pytest.mark.usefixtures("city")
def test_without_a_case_there_is_no_register() -> None:
    assert column.reckon(NEXT) == 0
    assert Client().get("/results/").status_code == 200
    assert Client().get("/results/2026-03/").status_code == 404
    assert Client().get("/results/never/").status_code == 404


def test_the_page_its_files_and_its_months(city: City) -> None:
    for hours in range(1, 9):
        answered(city, hours)
    column.reckon(NEXT)
    client = Client()
    assert client.get("/results/")["Location"] == "/results/2026-03/"
    page = client.get("/results/2026-03/?by=area").content.decode()
    assert "泉河街道" in page
    assert "4.0 小时" in page
    assert f"少于 {FEW} 件" in page
    csv = b"".join(client.get("/results/2026-03/table.csv?by=area")).decode("utf-8-sig")
    assert "泉河街道,8,8,4.0" in csv
    book = b"".join(client.get("/results/2026-03/table.xlsx"))
    assert book.startswith(b"PK")


counts = st.lists(st.integers(0, 30), max_size=12)


@given(counts)
def test_what_is_hidden_cannot_be_worked_out_from_the_total(numbers: list[int]) -> None:
    gone = hidden(numbers)
    assert all(place in gone for place, n in enumerate(numbers) if 0 < n < FEW)
    others = [n for place, n in enumerate(numbers) if place not in gone and n]
    if gone and others:
        assert len(gone) > 1
        assert sum(numbers[place] for place in gone) >= FEW


@given(st.lists(st.integers(0, 1000), min_size=1), st.sampled_from([0.5, 0.9]))
def test_a_centile_is_a_value_with_that_share_at_or_below_it(
    values: list[int], share: float
) -> None:
    found = centile(sorted(values), share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9
    assert sum(value < found for value in values) < share * len(values) + 1e-9


def test_nothing_has_no_centile() -> None:
    assert centile([], 0.5) is None
