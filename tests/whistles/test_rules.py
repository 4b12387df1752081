"""Limits, facts and rates, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.stats import Rate
from huiying.lib.workdays import WorkCalendar
from huiying.whistles.rules.assessment import Facts, Sign, facts, sign_of, street_cap
from huiying.whistles.rules.course import ENDED, OWNERS, RUNNING, Kind, Step, may_end
from huiying.whistles.rules.limits import DEFAULTS, Amount, due, owed

AT = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)


def test_every_step_that_runs_has_somebody_who_owes_it() -> None:
    assert set(OWNERS) == RUNNING
    assert set(Step) == ENDED | RUNNING


def test_a_refusal_without_a_ruling_is_never_concluded_over() -> None:
    assert not may_end(Step.REFUSED, overdue=True)
    assert may_end(Step.CALLED, overdue=True)
    assert not may_end(Step.ARRIVED, overdue=False)
    assert may_end(Step.CONTRIBUTED, overdue=False)


@pytest.mark.parametrize(
    ("signed", "arrived", "result", "cap"),
    [(1, 2, 3, 5), (11, 12, 13, 4), (1, 30, 31, 4), (1, 2, None, 2), (None, None, None, 2)],
)
def test_the_mark_is_capped_by_the_facts(
    signed: int | None, arrived: int | None, result: int | None, cap: int
) -> None:
    def after(hours: int | None) -> datetime | None:
        return None if hours is None else AT + timedelta(hours=hours)

    known = facts(
        signed_at=after(signed), sign_due=AT + timedelta(hours=10), arrived_at=after(arrived),
        arrive_due=AT + timedelta(hours=20), contributed_at=after(result),
    )  # fmt: skip
    assert known.cap == cap


def test_better_facts_never_allow_a_worse_mark() -> None:
    none = Facts(
        signed=False, signed_in_time=False, present=False, present_in_time=False, result=False
    )
    every = Facts(signed=True, signed_in_time=True, present=True, present_in_time=True, result=True)
    assert none.cap < every.cap
    caps = [street_cap(solved=s, late=late) for s in (False, True) for late in (True, False)]
    assert caps == [2, 4, 4, 5]


@given(
    hits=st.integers(0, 400), rest=st.integers(0, 4000), all_hits=st.integers(0, 4000),
    all_rest=st.integers(1, 40_000),
)  # fmt: skip
def test_a_street_stands_out_only_when_its_interval_leaves_the_district_out(
    hits: int, rest: int, all_hits: int, all_rest: int
) -> None:
    street, whole = Rate(hits, hits + rest), Rate(all_hits, all_hits + all_rest)
    found = sign_of(street, whole)
    if street.total < 30:
        assert found is Sign.FEW
        return
    assert street.interval is not None
    assert whole.share is not None
    low, high = street.interval
    assert (low <= whole.share <= high) == (found is Sign.USUAL)


@given(
    kind=st.sampled_from(list(Kind)),
    step=st.sampled_from(sorted(RUNNING)),
    minutes=st.integers(0, 20_000),
)
def test_what_is_owed_is_owed_in_the_future(kind: Kind, step: Step, minutes: int) -> None:
    days = {date(2026, 1, 1) + timedelta(days=n): True for n in range(365)}
    calendar = WorkCalendar.from_days(days)
    at = AT + timedelta(minutes=minutes)
    found = owed(step, calendar, at, DEFAULTS[kind], AT + timedelta(days=3))
    assert found is not None
    assert found.due_at > at
    assert due(calendar, at, Amount(15, "minutes")) == at + timedelta(minutes=15)
