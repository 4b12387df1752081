"""The facts behind a mark 双考核, read from what was recorded."""

from __future__ import annotations

from huiying.whistles.models import Summons, Whistle
from huiying.whistles.rules.assessment import Facts, facts, street_cap
from huiying.whistles.rules.course import Result, Step

JUDGED = (Step.CONCLUDED, Step.MISSED)


def facts_of(one: Summons) -> Facts:
    """What is known of one department's part."""
    return facts(
        signed_at=one.signed_at,
        sign_due=one.sign_due,
        arrived_at=one.arrived_at,
        arrive_due=one.arrive_due,
        contributed_at=one.contributed_at,
    )


def cap_for(row: Whistle, unit_id: int) -> int | None:
    """The best mark the facts allow; None for whoever is not judged in this whistle."""
    if unit_id == row.street_id:
        return street_cap(solved=row.result == Result.SOLVED, late=concluded_late(row))
    one = row.summonses.filter(unit_id=unit_id, state__in=JUDGED).first()
    return facts_of(one).cap if one else None


def concluded_late(row: Whistle) -> bool:
    """Whether the street took longer over its conclusion than its limit after the last result."""
    ended = row.ended_at
    return ended is not None and row.conclude_due is not None and ended > row.conclude_due
