"""Rules of the demo as plain data: dispatch rules, deadlines, reply templates, retention."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from huiying.demo.content.catalogues import code_sets
from huiying.demo.content.matters import BY_AREA
from huiying.demo.content.tables import load, rows

WORDS = ("any_words", "all_words", "no_words", "place_words")
TIME_UNITS = {  # the four units of 数字城管 tables; 紧急工作时 is the wall clock
    "紧急工作时": "hours",
    "工作时": "work_hours",
    "工作日": "work_days",
    "自然日": "calendar_days",
}
STEPS = ("sign", "contact", "report", "resolve")


@dataclass(frozen=True)
class RuleSeed:
    """A dispatch rule; ``conditions`` has the keys of dispatch.Rule, with codes in place of ids.

    ``lead`` and ``assisting`` are unit codes; BY_AREA stands for the street of the case's area.
    """

    position: int
    name: str
    conditions: dict[str, Any]
    lead: str
    assisting: tuple[str, ...]
    level: str
    basis: str

    @property
    def lead_by_area(self) -> bool:
        return self.lead == BY_AREA


@dataclass(frozen=True)
class Limit:
    amount: int
    unit: str


@dataclass(frozen=True)
class PolicySeed:
    """Limits by kind × hotline category code × level; '' means any. Figures are indicative."""

    kind: str
    category: str
    level: str
    basis: str
    effective_from: date
    limits: dict[str, Limit] = field(default_factory=dict)  # by step; "resolve" is always there


@dataclass(frozen=True)
class ReplySeed:
    """A text for the resident in a state; the category row goes before the general one."""

    state: str
    category: str
    text: str


@dataclass(frozen=True)
class RetentionSeed:
    """How long a kind of data is kept, and then: anonymise, delete or keep (archive)."""

    subject: str
    months: int
    action: str
    basis: str


@cache
def category_code(name: str) -> str:
    """The hotline code of a class name; raises ValueError when it is unknown or not unique."""
    found = [item.code for item in code_sets()[2].categories if item.name == name]
    if len(found) != 1:
        raise ValueError(f"热线分类“{name}”有 {len(found)} 个：请在 hotline.toml 中核对名称。")
    return found[0]


def dispatch_rules() -> tuple[RuleSeed, ...]:
    """The rule set in its order; the last rule has no condition, so every case finds a unit."""
    return tuple(
        RuleSeed(
            position=position,
            name=row["name"],
            conditions=_conditions(row),
            lead=row["lead"],
            assisting=tuple(row.get("assisting", "").split()),
            level=row.get("level", ""),
            basis=row["basis"],
        )
        for position, row in enumerate(load("rules")["rules"], 1)
    )


def _conditions(row: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        key: row[key].split() for key in ("kinds", "areas", *WORDS) if key in row
    }
    if "categories" in row:
        found["categories"] = [category_code(name) for name in row["categories"].split()]
    if "weekdays" in row:
        found["weekdays"] = [int(day) for day in row["weekdays"].split()]
    if "hours" in row:
        found["from_time"], found["to_time"] = row["hours"].split("-")
    return found


def deadline_policies() -> tuple[PolicySeed, ...]:
    """All limits; the row without kind, category and level is the fallback."""
    data = load("rules")
    result = []
    for kind, category, level, *limits, basis in rows(data["policies"]):
        steps = {step: _limit(text) for step, text in zip(STEPS, limits, strict=True) if text}
        code = category_code(category) if category else ""
        result.append(PolicySeed(kind, code, level, basis, data["effective_from"], steps))
    return tuple(result)


def _limit(text: str) -> Limit:
    amount, unit = text.split()
    return Limit(int(amount), TIME_UNITS[unit])


def reply_templates() -> tuple[ReplySeed, ...]:
    """Replies by state and first-level class; slots number, unit, due, result, reason, channel."""
    return tuple(
        ReplySeed(state, category_code(name) if name else "", text)
        for state, name, text in rows(load("rules")["replies"])
    )


def retention_rules() -> tuple[RetentionSeed, ...]:
    """Retention by subject; periods are proposals that each place sets for itself."""
    return tuple(
        RetentionSeed(subject, int(months), action, basis)
        for subject, months, action, basis in rows(load("rules")["retention"])
    )
