"""Measures of a small city on DuckDB: every figure can be counted on the fingers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.stats import wilson
from huiying.metrics.measures import MEASURES
from huiying.metrics.parts import By, shares

STREET = {"unit_code": "S1", "unit": "泉河街道", "area_code": "A1", "area": "泉河"}
WATER = {"unit_code": "W1", "unit": "供水公司", "area_code": "A1", "area": "泉河"}
ROADS = {"category_code": "C1", "category": "道路"}
# In UTC, as the files have it: the last minute of March and the first of April in China.
MARCH, APRIL = map(datetime.fromisoformat, ("2026-03-31T15:59", "2026-03-31T16:00"))


def told(name: str, rows: list[dict[str, Any]], by: By) -> dict[str, dict[str, Any]]:
    found = (
        MEASURES[name].of(ibis.memtable(pa.Table.from_pylist(rows)), by).to_pyarrow().to_pylist()
    )
    return {row["code"]: row for row in found}


def case(unit: dict[str, str], at: datetime, closed: datetime | None, returns: int) -> Any:
    return {**unit, **ROADS, "received_at": at, "closed_at": closed, "returns": returns}


def test_months_end_at_midnight_in_china() -> None:
    rows = [case(STREET, MARCH, APRIL, 0), case(STREET, APRIL, None, 1)]
    by_month = told("volume", rows, "month")
    assert {code: row["received"] for code, row in by_month.items()} == {
        "2026-03": 1,
        "2026-04": 1,
    }
    assert by_month["2026-03"]["closed"] == by_month["2026-04"]["open"] == 1


def test_volume_tells_what_was_returned_with_its_interval() -> None:
    rows = [case(STREET, MARCH, APRIL, n % 2) for n in range(10)] + [case(WATER, MARCH, APRIL, 0)]
    street = told("volume", rows, "unit")["S1"]
    assert (street["received"], street["returned"], street["returned_rate"]) == (10, 5, 0.5)
    low, high = wilson(5, 10)
    assert street["returned_low"] == pytest.approx(low)
    assert street["returned_high"] == pytest.approx(high)


def verdict(*, solved: bool, satisfied: bool, excluded: str | None = None) -> dict[str, Any]:
    return {
        **STREET, **ROADS, "month": "2026-03", "responded": True, "solved": solved,
        "satisfied": satisfied, "excluded": excluded,
    }  # fmt: skip


def test_what_is_excluded_stands_beside_the_rates_and_not_in_them() -> None:
    rows = [
        verdict(solved=True, satisfied=True),
        verdict(solved=True, satisfied=False),
        verdict(solved=False, satisfied=False, excluded="R1"),
    ]
    row = told("rates", rows, "unit")["S1"]
    assert (row["counted"], row["excluded"], row["solved"], row["satisfied"]) == (2, 1, 2, 1)
    assert (row["solved_rate"], row["satisfied_rate"]) == (1.0, 0.5)


def test_a_unit_of_which_nothing_counts_has_no_rate() -> None:
    row = told("rates", [verdict(solved=True, satisfied=True, excluded="R1")], "unit")["S1"]
    assert row["counted"] == 0
    assert row["solved_rate"] is row["solved_low"] is None


def lead(ident: int, case_id: int, ended: str, **more: Any) -> dict[str, Any]:
    plain = {
        **STREET, "assignment_id": ident, "case_id": case_id, "cycle": 1, "role": "lead",
        "ended": ended, "dispatched_at": MARCH, "sign_due": APRIL, "resolve_due": APRIL,
        "signed_at": MARCH, "reported_at": None, "reworks": 0,
    }  # fmt: skip
    return plain | more


def test_only_the_first_lead_of_a_case_tells_whether_it_was_sent_right() -> None:
    rows = [
        lead(1, 1, "returned"),
        lead(2, 1, "done", **WATER),  # found its unit at the second try
        lead(3, 2, "done"),
        lead(4, 2, "done", role="assist"),
    ]
    found = told("first-dispatch", rows, "unit")
    assert set(found) == {"S1"}
    assert (found["S1"]["dispatched"], found["S1"]["right"]) == (2, 1)


def test_what_has_no_limit_is_neither_in_time_nor_late() -> None:
    rows = [
        lead(1, 1, "done", reported_at=APRIL, resolve_due=MARCH),
        lead(2, 2, "done", reported_at=MARCH),
        lead(3, 3, "done", reported_at=MARCH, resolve_due=None),
    ]
    row = told("timeliness", rows, "unit")["S1"]
    assert (row["leads"], row["reported"], row["reported_in_time"]) == (3, 2, 1)
    assert row["signed_in_time_rate"] == 1.0


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_that_of_the_product(pair: tuple[int, int]) -> None:
    hits, total = pair
    table = ibis.memtable(pa.table({"whole": [total], "part": [hits]}))
    row = shares(table, "whole", {"x": "part"}).to_pyarrow().to_pylist()[0]
    assert (row["x_low"], row["x_high"]) == pytest.approx(wilson(hits, total), abs=1e-9)
