"""Limits: the most specific edition in force holds, and none that has held is rewritten."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiying.directory import actions, queries
from huiying.directory.models import DeadlinePolicy
from huiying.directory.refusals import (
    Empty,
    PolicyBackwards,
    PolicyHolds,
    PolicyOverlaps,
)
from huiying.directory.rules.limits import BadLimit, parse_limit, show_limit
from huiying.journal.events import By
from huiying.journal.queries import history
from huiying.lib.workdays import Unit
from tests.city import NOW, City

BY = By(1, "郭涛")
TODAY = NOW.date()  # 2026-03-10, also in Shanghai
KINDS = st.sampled_from(["", "complaint", "consultation"])
LEVELS = st.sampled_from(["", "urgent", "general"])


def put(on: date, amount: int = 5, **more: Any) -> actions.Put[DeadlinePolicy]:
    return actions.put_policy(
        effective_from=on, resolve_amount=amount, by=BY, at=NOW, kind="tipoff", **more
    )


def test_a_new_edition_ends_the_one_before_it(city: City) -> None:
    old = put(date(2026, 1, 1)).row
    new = put(date(2026, 4, 1), 3).row
    old.refresh_from_db()
    assert old.effective_to == date(2026, 4, 1)
    assert history("policy", old.pk)[-1].event == "PolicyEnded"
    march = queries.policy_for("tipoff", None, "general", date(2026, 3, 31))
    april = queries.policy_for("tipoff", None, "general", date(2026, 4, 1))
    assert march is not None
    assert april is not None
    assert (march.pk, april.pk) == (old.pk, new.pk)


def test_an_edition_put_before_another_lasts_till_then(city: City) -> None:
    put(date(2026, 6, 1))
    assert put(date(2026, 4, 1), 3).row.effective_to == date(2026, 6, 1)
    with pytest.raises(PolicyOverlaps):
        put(date(2026, 5, 1), 3, effective_to=date(2026, 7, 1))


def test_an_edition_that_holds_is_not_rewritten_and_one_to_come_may_be_corrected(
    city: City,
) -> None:
    put(TODAY)
    with pytest.raises(PolicyHolds, match="2026-03-10"):
        put(TODAY, 7)
    tomorrow = TODAY + timedelta(days=1)
    put(tomorrow)
    assert put(tomorrow, 7).changes == {"resolve_amount": [5, 7]}
    assert put(tomorrow, 7).outcome == "unchanged"


def test_an_edition_that_holds_may_get_an_end_to_come_but_not_one_in_the_past(city: City) -> None:
    held = put(date(2026, 1, 1)).row
    with pytest.raises(PolicyHolds):
        put(date(2026, 1, 1), effective_to=date(2026, 2, 1))
    assert put(date(2026, 1, 1), effective_to=date(2026, 9, 1)).outcome == "changed"
    with pytest.raises(PolicyHolds):
        actions.end_policy(policy_id=held.pk, on=date(2026, 2, 1), by=BY, at=NOW)
    actions.end_policy(policy_id=held.pk, on=date(2026, 3, 20), by=BY, at=NOW)
    with pytest.raises(PolicyBackwards):
        actions.end_policy(policy_id=held.pk, on=date(2026, 1, 1), by=BY, at=NOW)


def test_impossible_limits_are_refused(city: City) -> None:
    with pytest.raises(Empty):
        put(date(2026, 4, 1), 0)
    with pytest.raises(PolicyBackwards):
        put(date(2026, 4, 1), effective_to=date(2026, 4, 1))
    with pytest.raises(Empty):
        actions.put_policy(effective_from=date(2026, 4, 1), level="difficult", by=BY, at=NOW)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(KINDS, st.integers(0, 2), LEVELS), unique=True, max_size=12),
    kind=st.sampled_from(["complaint", "consultation", "help"]),
    level=st.sampled_from(["urgent", "general", "difficult"]),
)
def test_the_most_specific_edition_holds(
    city: City, rows: list[tuple[str, int, str]], kind: str, level: str
) -> None:
    places = [None, city.categories["city"].pk, city.categories["lamp"].pk]
    with transaction.atomic():
        DeadlinePolicy.objects.all().delete()
        for row_kind, place, row_level in rows:
            actions.put_policy(
                effective_from=date(2026, 1, 1), kind=row_kind, category_id=places[place],
                level=row_level, resolve_amount=5, by=BY, at=NOW,
            )  # fmt: skip
        chosen = queries.policy_for(kind, places[2], level, TODAY)
        fitting = [
            (place, bool(row_kind), bool(row_level))
            for row_kind, place, row_level in rows
            if row_kind in ("", kind) and row_level in ("", level)
        ]
        if chosen is None:
            assert fitting == []
        else:
            key = (places.index(chosen.category_id), bool(chosen.kind), bool(chosen.level))
            assert key == max(fitting)
        transaction.set_rollback(True)
    queries.forget()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(starts=st.lists(st.integers(1, 300), min_size=1, max_size=8, unique=True))
def test_in_whatever_order_editions_come_no_two_hold_on_one_day(
    empty: None, starts: list[int]
) -> None:
    with transaction.atomic():
        for start in starts:
            put(TODAY + timedelta(days=start))
        rows = list(DeadlinePolicy.objects.order_by("effective_from"))
        for earlier, later in pairwise(rows):
            assert earlier.effective_to == later.effective_from
        assert rows[-1].effective_to is None
        transaction.set_rollback(True)
    queries.forget()


@given(amount=st.integers(1, 9999), unit=st.sampled_from(list(Unit)))
def test_a_limit_is_read_back_as_it_was_shown(amount: int, unit: Unit) -> None:
    assert parse_limit(show_limit(amount, unit)) == (amount, unit)


def test_limits_as_people_write_them() -> None:
    assert parse_limit("5个工作日") == (5, Unit.WORK_DAYS)
    assert parse_limit("2紧急工作时") == (2, Unit.HOURS)
    assert parse_limit("7 天") == (7, Unit.CALENDAR_DAYS)
    assert parse_limit(" ") is None
    for text in ("尽快", "0 工作日", "3 星期"):
        with pytest.raises(BadLimit, match=text):
            parse_limit(text)
