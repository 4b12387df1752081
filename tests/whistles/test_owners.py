"""Whatever happens in whatever order: nobody is ever owed something by no one, for no time."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiying.lib.errors import Refused
from huiying.whistles import actions as whistles
from huiying.whistles.actions import Call
from huiying.whistles.models import Summons, Whistle
from huiying.whistles.rules.course import OWNERS, SUMMONS_VERBS, Side, Step
from tests.city import NOW, City
from tests.whistles.conftest import blown

UNITS = ("lamps", "housing", "police")
WHO = ("chen", "sun", "zhao", "ma", "zhou", "he")
ONE = st.tuples(
    st.sampled_from([verb.name for verb in SUMMONS_VERBS]),
    st.sampled_from(WHO),
    st.integers(0, 2),
    st.integers(0, 3000),
)
WHOLE = st.tuples(
    st.sampled_from(["summon", "conclude", "withdraw", "rate", "assess"]),
    st.sampled_from(WHO),
    st.integers(0, 2),
    st.integers(0, 3000),
)


def _do(city: City, row: Whistle, step: tuple[str, str, int, int], at: Any) -> None:
    name, who, place, _minutes = step
    actor = city.actor(who)
    summonses = list(row.summonses.all())
    one = summonses[place % len(summonses)]
    unit = city.unit(UNITS[place])
    said: dict[str, Callable[[], Any]] = {
        "summon": lambda: whistles.summon(
            whistle_id=row.pk, call=Call(unit, "来"), actor=actor, at=at
        ),
        "conclude": lambda: whistles.conclude(
            whistle_id=row.pk, result="partly", text="完", actor=actor, at=at
        ),
        "withdraw": lambda: whistles.withdraw(whistle_id=row.pk, text="停", actor=actor, at=at),
        "rate": lambda: whistles.rate(
            whistle_id=row.pk, unit_id=unit, mark=place + 1, actor=actor, at=at
        ),
        "assess": lambda: whistles.assess(
            whistle_id=row.pk, unit_id=unit, mark=place + 1, actor=actor, at=at
        ),
        "sign": lambda: whistles.sign(summons_id=one.pk, actor=actor, at=at),
        "refuse": lambda: whistles.refuse(summons_id=one.pk, text="否", actor=actor, at=at),
        "uphold": lambda: whistles.uphold(summons_id=one.pk, text="可", actor=actor, at=at),
        "overrule": lambda: whistles.overrule(summons_id=one.pk, text="来", actor=actor, at=at),
        "arrive": lambda: whistles.arrive(summons_id=one.pk, place="门口", actor=actor, at=at),
        "contribute": lambda: whistles.contribute(summons_id=one.pk, text="好", actor=actor, at=at),
    }
    with contextlib.suppress(Refused):
        said[name]()


def _owned(city: City, row: Whistle, one: Summons) -> bool:
    """Whoever the step says owes it, with a due time; after the end nobody does."""
    side = OWNERS.get(Step(one.state))
    if side is None:
        return one.owner_id is None and one.due_at is None
    owner = {
        Side.UNIT: one.unit_id,
        Side.STREET: row.street_id,
        Side.DISTRICT: city.unit("district"),
    }[side]
    return one.owner_id == owner and one.due_at is not None


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    kind=st.sampled_from(["hard", "joint", "emergency"]),
    steps=st.lists(st.one_of(ONE, ONE, ONE, WHOLE), max_size=25),
)
def test_no_summons_is_ever_without_an_owner_and_a_due_time(
    city: City, kind: str, steps: list[tuple[str, str, int, int]]
) -> None:
    at, row = NOW, blown(city, kind=kind)
    seen: dict[int, Any] = {}
    for step in steps:
        at += timedelta(minutes=step[3])
        _do(city, row, step, at)
        row.refresh_from_db()
        for one in row.summonses.all():
            assert _owned(city, row, one)
            assert row.state == "open" or one.due_at is None
            assert one.version >= seen.get(one.pk, 0)
            seen[one.pk] = one.version
            entered = max(
                moment
                for moment in (
                    one.called_at, one.signed_at, one.refused_at, one.ruled_at, one.arrived_at,
                    one.contributed_at,
                )
                if moment
            )  # fmt: skip
            assert one.due_at is None or one.due_at > entered
