"""However a board is cut, its figures are those of the verdicts themselves."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from huiying.journal.delivery import deliver_pending
from huiying.scorecard.models import Tally, Verdict
from huiying.scorecard.queries import BY, Scope, board, records
from tests.city import City, build, later
from tests.scorecard.test_rates import BAD, GOOD, PARTLY, called_back

pytestmark = pytest.mark.django_db
MARCH = "2026-03"


@pytest.fixture
def city() -> City:
    city = build()
    for unit, handler, answers in (
        ("lamps", "chen", GOOD), ("lamps", "chen", BAD), ("housing", "sun", PARTLY),
    ):  # fmt: skip
        called_back(city, unit, handler, answers)
    deliver_pending(later(hours=4))
    return city


@pytest.mark.usefixtures("city")
def test_every_way_of_summing_gives_the_same_total() -> None:
    rows = Tally.objects.filter(period=MARCH)
    for name in BY:
        alone = {f"{other}_key": Tally.ALL for other in BY if other != name}
        sums = rows.filter(**alone, **{f"{name}_key__gte": 0}).aggregate(n=Sum("counted"))
        assert (
            sums["n"]
            == rows.filter(**dict.fromkeys(alone, -1), **{f"{name}_key": -1}).get().counted
        )


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("within", ["", *BY])
def test_each_line_of_a_cut_board_counts_its_records(city: City, by: str, within: str) -> None:
    leader = city.actor("he")
    verdict = Verdict.objects.order_by("pk")[0]
    scope = Scope(MARCH, **({within: getattr(verdict, f"{within}_id")} if within else {}))
    found = board(leader, scope, by)
    assert found.total.counted > 0
    assert found.total.counted == records(leader, scope).count()
    for rate in ("responded", "solved", "satisfied"):
        assert found.total.rate(rate).part == records(leader, scope, rate=rate, part="yes").count()
        assert sum(line.rate(rate).part for line in found.lines) == found.total.rate(rate).part
