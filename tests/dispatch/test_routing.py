"""Dispatch rules: the first that matches wins, order matters, a broken rule is never silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from huiying.dispatch.rules.routing import BadConditions, Conditions, Facts, RuleData, judge, route

FACTS = Facts(
    kind="complaint", channel="hotline", categories=(12, 1), areas=(34, 3),
    text="夜间施工扰民", place="泉河街道幸福里", weekday=2, clock=time(9, 30),
)  # fmt: skip

GOOD: dict[str, list[Any]] = {
    "kinds": [["complaint"], ["help", "complaint"]],
    "channels": [["hotline"]],
    "categories": [[12], [1], [1, 99]],
    "areas": [[34], [3]],
    "any_words": [["施工"], ["爆破", "扰民"]],
    "all_words": [["施工", "夜间"]],
    "no_words": [["白天"]],
    "place_words": [["幸福里"]],
    "weekdays": [[2], [1, 2, 3]],
}
WRONG: dict[str, list[Any]] = {
    "kinds": [["help"]],
    "channels": [["web"]],
    "categories": [[99]],
    "areas": [[35]],
    "any_words": [["爆破"]],
    "all_words": [["施工", "白天"]],
    "no_words": [["施工"]],
    "place_words": [["北麓"]],
    "weekdays": [[6, 7]],
}
BROKEN: list[Any] = [
    {"colour": ["red"]}, {"kinds": "complaint"}, {"weekdays": ["2"]}, {"categories": [True]},
    {"any_words": [""]}, {"from_time": "25:00"}, {"from_time": 9}, {"areas": {"a": 1}}, [], "x",
    {"any_words": [1]}, {"to_time": "soon"},
]  # fmt: skip


def holding() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in GOOD.items()})


@st.composite
def failing(draw: st.DrawFn) -> dict[str, Any]:
    """At least one condition that does not hold, among others that do."""
    key = draw(st.sampled_from(sorted(WRONG)))
    return draw(holding()) | {key: draw(st.sampled_from(WRONG[key]))}


RULES = st.lists(
    st.tuples(
        st.sampled_from(["holds", "fails", "broken"]), holding(), failing(), st.sampled_from(BROKEN)
    ),
    max_size=8,
)


def build(drawn: list[tuple[str, Any, Any, Any]]) -> tuple[list[RuleData], list[str]]:
    what = [kind for kind, *_ in drawn]
    rules = [
        RuleData(
            n, n * 10, f"规则{n}", {"holds": good, "fails": bad, "broken": broken}[kind], n + 100
        )
        for n, (kind, good, bad, broken) in enumerate(drawn)
    ]
    return rules, what


@given(drawn=RULES, shuffle=st.randoms(use_true_random=False))
def test_the_first_rule_that_matches_wins_and_every_broken_one_before_it_is_told(
    drawn: list[tuple[str, Any, Any, Any]], shuffle: Any
) -> None:
    rules, what = build(drawn)
    shuffled = list(rules)
    shuffle.shuffle(shuffled)
    decision = route(shuffled, FACTS)
    first = what.index("holds") if "holds" in what else None
    assert decision.rule == (None if first is None else rules[first])
    before = what[:first]
    assert [j.rule.id for j in decision.problems] == [
        n for n, kind in enumerate(before) if kind == "broken"
    ]
    assert [j.rule.id for j in decision.passed] == [
        n for n, kind in enumerate(before) if kind == "fails"
    ]
    assert decision.certain == (first is not None and "broken" not in before)
    assert all(judged.problem for judged in decision.problems)
    assert all(judged.because for judged in decision.passed)


@given(first=holding(), second=holding())
def test_of_two_rules_that_match_the_order_decides(first: Any, second: Any) -> None:
    one, two = RuleData(1, 10, "甲", first, 1), RuleData(2, 20, "乙", second, 2)
    assert route([one, two], FACTS).rule == one
    assert route([replace(one, position=30), two], FACTS).rule == two


@pytest.mark.parametrize("key", sorted(GOOD))
def test_each_condition_decides_by_itself(key: str) -> None:
    for value in GOOD[key]:
        assert judge(RuleData(1, 1, "x", {key: value}, 1), FACTS).matched
    for value in WRONG[key]:
        judged = judge(RuleData(1, 1, "x", {key: value}, 1), FACTS)
        assert not judged.matched
        assert judged.because
        assert judged.problem == ""


@pytest.mark.parametrize("conditions", BROKEN, ids=str)
def test_conditions_that_cannot_be_understood_are_refused_by_name(conditions: Any) -> None:
    with pytest.raises(BadConditions) as refused:
        Conditions.parse(conditions)
    for key in conditions if isinstance(conditions, dict) else ():
        assert key in str(refused.value)


def test_a_rule_without_conditions_takes_everything() -> None:
    assert judge(RuleData(1, 1, "x", {}, 1), FACTS).because == ("没有条件，全部适用",)


TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))


def minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


@given(start=TIMES, end=TIMES, clock=TIMES)
def test_a_span_over_midnight_is_the_night_and_its_opposite_the_day(
    start: time, end: time, clock: time
) -> None:
    assume(start != end)
    span = {"from_time": f"{start:%H:%M}", "to_time": f"{end:%H:%M}"}
    rule = RuleData(1, 1, "x", span, 1)
    after = (minutes(clock) - minutes(start)) % 1440
    length = (minutes(end) - minutes(start)) % 1440
    assert judge(rule, replace(FACTS, clock=clock)).matched == (after < length)


@pytest.mark.parametrize(
    ("clock", "night"),
    [("21:59", False), ("22:00", True), ("23:59", True), ("00:00", True), ("05:59", True),
     ("06:00", False)],
)  # fmt: skip
def test_a_night_rule_holds_from_ten_to_six(clock: str, night: bool) -> None:
    rule = RuleData(1, 1, "夜间", {"from_time": "22:00", "to_time": "06:00"}, 1)
    assert judge(rule, replace(FACTS, clock=time.fromisoformat(clock))).matched == night


def test_the_trace_says_why_this_unit_and_why_not_the_others() -> None:
    rules = [
        RuleData(1, 10, "白天", {"any_words": ["白天"]}, 1),
        RuleData(2, 20, "坏的", {"x": 1}, 2),
        RuleData(3, 30, "施工", {"any_words": ["施工"]}, 3, basis="三定方案第五条"),
    ]
    trace = route(rules, FACTS).trace()
    assert (trace["rule"], trace["basis"]) == (3, "三定方案第五条")
    assert trace["because"] == ["含有：施工"]
    assert trace["passed"] == [[10, "白天", "不含所列任一词语"]]
    assert trace["problems"][0][:2] == [20, "坏的"]
