"""Dispatch rules 派单规则: ordered conditions, the first rule that matches wins, with its trace.

Pure. A rule is data; what it could not be judged by is reported, never passed over in silence
(a rule that fails leaves the case to a person).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import time
from typing import Any

KEYS = frozenset(
    {"kinds", "channels", "categories", "areas", "any_words", "all_words", "no_words",
     "place_words", "weekdays", "from_time", "to_time"}
)  # fmt: skip


class BadConditions(ValueError):
    """A rule's conditions cannot be understood; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule can look at. Paths run from the thing itself up to the root."""

    kind: str
    channel: str
    categories: tuple[int, ...]
    areas: tuple[int, ...]
    text: str
    place: str
    weekday: int  # 1 Monday … 7 Sunday, local
    clock: time  # local


@dataclass(frozen=True, slots=True)
class Conditions:
    """What must hold. An empty condition always holds; a rule without conditions is a catch-all."""

    kinds: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    categories: frozenset[int] = frozenset()
    areas: frozenset[int] = frozenset()
    any_words: tuple[str, ...] = ()
    all_words: tuple[str, ...] = ()
    no_words: tuple[str, ...] = ()
    place_words: tuple[str, ...] = ()
    weekdays: frozenset[int] = frozenset()
    from_time: time | None = None
    to_time: time | None = None

    @classmethod
    def parse(cls, data: Any) -> Conditions:
        """From the stored JSON. Raises BadConditions naming the key and what is wrong with it."""
        if not isinstance(data, dict):
            raise BadConditions("条件必须是一组键和值")
        if unknown := set(data) - KEYS:
            raise BadConditions(f"不认识的条件：{'、'.join(sorted(unknown))}")
        try:
            return cls(
                kinds=frozenset(_texts(data, "kinds")),
                channels=frozenset(_texts(data, "channels")),
                categories=frozenset(_numbers(data, "categories")),
                areas=frozenset(_numbers(data, "areas")),
                any_words=tuple(_texts(data, "any_words")),
                all_words=tuple(_texts(data, "all_words")),
                no_words=tuple(_texts(data, "no_words")),
                place_words=tuple(_texts(data, "place_words")),
                weekdays=frozenset(_numbers(data, "weekdays")),
                from_time=_time(data, "from_time"),
                to_time=_time(data, "to_time"),
            )
        except (TypeError, ValueError) as problem:
            raise BadConditions(str(problem)) from problem


def _texts(data: dict[str, Any], key: str) -> list[str]:
    values = data.get(key) or []
    if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
        raise BadConditions(f"“{key}”必须是一列文字")
    return [v.strip() for v in values]


def _numbers(data: dict[str, Any], key: str) -> list[int]:
    values = data.get(key) or []
    if not isinstance(values, list) or not all(type(v) is int for v in values):
        raise BadConditions(f"“{key}”必须是一列编号")
    return values


def _time(data: dict[str, Any], key: str) -> time | None:
    value = data.get(key)
    try:
        return time.fromisoformat(value) if value else None
    except (TypeError, ValueError) as problem:
        raise BadConditions(f"“{key}”必须是 HH:MM 形式的时间，现为“{value}”") from problem


@dataclass(frozen=True, slots=True)
class RuleData:
    """A rule as the router sees it; ``lead_unit_id`` None means the street of the case's area.

    ``person_id`` names who of that unit handles it. ``parsed`` are the conditions read already,
    for rules that are asked again and again.
    """

    id: int
    position: int
    name: str
    conditions: Any
    lead_unit_id: int | None
    assisting: tuple[int, ...] = ()
    level: str = ""
    basis: str = ""
    person_id: int | None = None
    parsed: Conditions | None = field(default=None, compare=False)

    def read(self) -> RuleData:
        """The same rule with its conditions read; as it is when they cannot be."""
        try:
            return replace(self, parsed=Conditions.parse(self.conditions))
        except BadConditions:
            return self


@dataclass(frozen=True, slots=True)
class Judged:
    """How one rule was judged: matched with its reasons, or the first condition that failed."""

    rule: RuleData
    matched: bool
    because: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The winning rule, why, what was passed over, and what could not be judged."""

    rule: RuleData | None
    because: tuple[str, ...] = ()
    passed: tuple[Judged, ...] = ()
    problems: tuple[Judged, ...] = field(default=())

    @property
    def certain(self) -> bool:
        """Whether it may be followed without a person looking: a rule won and none failed."""
        return self.rule is not None and not self.problems

    def trace(self) -> dict[str, Any]:
        """What is kept with the assignment: "why this unit"."""
        return {
            "rule": self.rule.id if self.rule else None,
            "name": self.rule.name if self.rule else "",
            "basis": self.rule.basis if self.rule else "",
            "because": list(self.because),
            "passed": [[j.rule.position, j.rule.name, *j.because] for j in self.passed[-20:]],
            "passed_count": len(self.passed),
            "problems": [[j.rule.position, j.rule.name, j.problem] for j in self.problems],
        }


def route(rules: Sequence[RuleData], facts: Facts) -> Decision:
    """The first rule, by position, whose conditions all hold."""
    passed: list[Judged] = []
    problems: list[Judged] = []
    for rule in sorted(rules, key=lambda r: r.position):
        judged = judge(rule, facts)
        if judged.problem:
            problems.append(judged)
        elif judged.matched:
            return Decision(rule, judged.because, tuple(passed), tuple(problems))
        else:
            passed.append(judged)
    return Decision(None, (), tuple(passed), tuple(problems))


def judge(rule: RuleData, facts: Facts) -> Judged:
    try:
        conditions = rule.parsed or Conditions.parse(rule.conditions)
    except BadConditions as problem:
        return Judged(rule, matched=False, problem=str(problem))
    reasons: list[str] = []
    for holds, reason in _tests(conditions, facts):
        if not holds:
            return Judged(rule, matched=False, because=(reason,))
        reasons.append(reason)
    return Judged(rule, matched=True, because=tuple(reasons) or ("没有条件，全部适用",))


def _tests(c: Conditions, f: Facts) -> Iterable[tuple[bool, str]]:
    """Each given condition with whether it holds and how it reads; cheap ones first."""
    yield from _fact_tests(c, f)
    yield from _word_tests(c, f)


def _fact_tests(c: Conditions, f: Facts) -> Iterable[tuple[bool, str]]:
    if c.kinds:
        yield f.kind in c.kinds, f"诉求类型：{f.kind}"
    if c.channels:
        yield f.channel in c.channels, f"渠道：{f.channel}"
    if c.categories:
        yield not c.categories.isdisjoint(f.categories), "分类在所列分类之下"
    if c.areas:
        yield not c.areas.isdisjoint(f.areas), "区划在所列区划之内"
    if c.weekdays:
        yield f.weekday in c.weekdays, f"星期：{f.weekday}"
    if c.from_time or c.to_time:
        yield _within(c.from_time, c.to_time, f.clock), f"时间：{f.clock:%H:%M}"


def _word_tests(c: Conditions, f: Facts) -> Iterable[tuple[bool, str]]:
    if c.any_words:
        found = [w for w in c.any_words if w in f.text]
        yield bool(found), f"含有：{'、'.join(found)}" if found else "不含所列任一词语"
    if c.all_words:
        missing = [w for w in c.all_words if w not in f.text]
        yield not missing, f"缺少：{'、'.join(missing)}" if missing else "所列词语全部出现"
    if c.no_words:
        found = [w for w in c.no_words if w in f.text]
        yield not found, f"含有排除词：{'、'.join(found)}" if found else "不含排除词"
    if c.place_words:
        found = [w for w in c.place_words if w in f.place]
        yield bool(found), f"地点含有：{'、'.join(found)}" if found else "地点不含所列词语"


def _within(start: time | None, end: time | None, clock: time) -> bool:
    """From start up to end; a span over midnight (22:00–06:00) works as people mean it."""
    start, end = start or time.min, end or time.max
    return start <= clock < end if start <= end else clock >= start or clock < end
