"""The three rates count honestly, and every figure opens its records."""

from __future__ import annotations

import pytest

from huiying.cases.models import Case
from huiying.dispatch import actions as dispatch
from huiying.journal.delivery import deliver_pending
from huiying.journal.models import Cursor
from huiying.oversight import actions as oversight
from huiying.oversight.actions import Answers
from huiying.scorecard.models import ExclusionRule, Tally, Verdict
from huiying.scorecard.queries import Scope, board, records, trend
from tests.city import City, build, later

pytestmark = pytest.mark.django_db
MARCH = Scope("2026-03")


@pytest.fixture
def city() -> City:
    return build()


def called_back(city: City, unit: str, handler: str, answers: Answers) -> Case:
    case = city.receive()
    dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit(unit), actor=city.actor("li"), at=later(minutes=5)
    )
    dispatch.sign(case_id=case.pk, actor=city.actor(handler), at=later(hours=1))
    dispatch.report(case_id=case.pk, actor=city.actor(handler), at=later(hours=2), text="已处理")
    return oversight.call_back(
        case_id=case.pk, actor=city.actor("wang"), at=later(hours=3), answers=answers
    )


GOOD = Answers(True, contacted=True, responded=True, solved="yes", satisfied="fairly")
BAD = Answers(True, contacted=True, responded=False, solved="no", satisfied="no", why_not="没修")
PARTLY = Answers(
    True, contacted=False, responded=False, solved="partly", satisfied="yes", why_not="一半"
)


def test_each_rate_has_its_numerator_denominator_and_interval(city: City) -> None:
    called_back(city, "lamps", "chen", GOOD)
    called_back(city, "lamps", "chen", BAD)
    called_back(city, "housing", "sun", PARTLY)
    deliver_pending(later(hours=4))

    found = board(city.actor("he"), MARCH, "unit")
    lines = {line.label: line for line in found.lines}
    lamps = lines["区城市管理委"]
    assert (lamps.responded, lamps.solved, lamps.satisfied, lamps.counted) == (2, 1, 1, 2)
    assert lines["区住房建设委"].rate("solved").part == 0  # partly solved is not solved
    assert lines["区住房建设委"].rate("responded").part == 0
    assert found.total.counted == 3
    low, high = lamps.rate("solved").low, lamps.rate("solved").high
    assert low < 0.5 < high
    assert high - low > 0.5  # two cases say little


def test_every_figure_opens_exactly_its_records(city: City) -> None:
    good = called_back(city, "lamps", "chen", GOOD)
    bad = called_back(city, "lamps", "chen", BAD)
    deliver_pending(later(hours=4))
    leader = city.actor("he")
    scope = Scope("2026-03", unit=city.unit("lamps"))
    assert {c.pk for c in records(leader, scope, rate="solved", part="yes")} == {good.pk}
    assert {c.pk for c in records(leader, scope, rate="solved", part="no")} == {bad.pk}
    for by in ("unit", "area", "category"):
        for line in board(leader, MARCH, by).lines:
            behind = records(leader, Scope("2026-03", **{by: line.id}))
            assert behind.count() == line.counted


def test_a_later_call_back_replaces_the_earlier_one(city: City) -> None:
    case = called_back(city, "lamps", "chen", BAD)
    deliver_pending(later(hours=4))
    oversight.call_back(case_id=case.pk, actor=city.actor("wang"), at=later(hours=5), answers=GOOD)
    deliver_pending(later(hours=6))
    total = board(city.actor("he"), MARCH, "unit").total
    assert (total.counted, total.solved) == (1, 1)


def test_an_excluded_case_counts_nowhere_but_is_shown_with_rule_and_approver(city: City) -> None:
    ExclusionRule.objects.create(
        code="unreasonable", name="经认定不合理的诉求", unreasonable=True,
        approved_by_name="区政务服务局", effective_from="2026-01-01",
    )  # fmt: skip
    case = called_back(city, "lamps", "chen", BAD)
    oversight.propose_excuse(
        case_id=case.pk, actor=city.actor("wang"), at=later(hours=4), text="没有事实依据"
    )
    oversight.decide_excuse(
        case_id=case.pk, actor=city.actor("zhou"), at=later(hours=5), grant=True
    )
    deliver_pending(later(hours=6))
    total = board(city.actor("he"), MARCH, "unit").total
    assert (total.counted, total.excluded) == (0, 1)
    assert Verdict.objects.get(case=case).approver == "周军"
    assert [c.pk for c in records(city.actor("he"), MARCH, part="excluded")] == [case.pk]


def test_a_unit_sees_its_own_figures_only(city: City) -> None:
    called_back(city, "lamps", "chen", GOOD)
    called_back(city, "housing", "sun", BAD)
    deliver_pending(later(hours=4))
    own = board(city.actor("chen"), MARCH, "unit")
    assert [line.label for line in own.lines] == ["区城市管理委"]
    assert records(city.actor("chen"), Scope("2026-03", unit=city.unit("housing"))).count() == 0
    assert board(city.actor("nobody"), MARCH, "unit").lines == []


def test_reading_the_journal_twice_changes_nothing(city: City) -> None:
    called_back(city, "lamps", "chen", GOOD)
    deliver_pending(later(hours=4))
    before = list(Tally.objects.values_list("counted", "solved"))
    Cursor.objects.filter(name="scorecard").update(position=0)
    deliver_pending(later(hours=5))
    assert list(Tally.objects.values_list("counted", "solved")) == before


def test_the_trend_shows_the_months_in_order(city: City) -> None:
    called_back(city, "lamps", "chen", GOOD)
    deliver_pending(later(hours=4))
    months = trend(city.actor("he"), Scope("2026-04"))
    assert [(period, line.counted) for period, line in months] == [("2026-03", 1)]
