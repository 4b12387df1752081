"""What one case says in the three rates 响应率、解决率、满意率. Pure.

条例 art. 32 makes the three rates the core of the assessment and publishes no formula, so the
reading used here is written down: one case and cycle counts once, in the month of its last
call-back that reached the person; partly solved is not solved; fairly satisfied is satisfied;
the unit has responded when the person says that it contacted or answered them. A case that an
approved rule excludes is shown with the rule and the approver and counts in no rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

RATES = ("responded", "solved", "satisfied")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person said in a call-back that reached them."""

    contacted: bool | None
    responded: bool | None
    solved: str
    satisfied: str


@dataclass(frozen=True, slots=True)
class Says:
    """The three truths a case contributes."""

    responded: bool
    solved: bool
    satisfied: bool


def says(answer: Answer) -> Says:
    return Says(
        responded=bool(answer.contacted or answer.responded),
        solved=answer.solved == "yes",
        satisfied=answer.satisfied in ("yes", "fairly"),
    )


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An approved rule that keeps cases out of the rates; empty conditions match everything."""

    id: int
    kinds: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    categories: frozenset[int] = frozenset()
    unreasonable: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What an exclusion rule can look at; ``categories`` runs from the class up to its root."""

    kind: str
    channel: str
    categories: tuple[int, ...]
    unreasonable: bool


def excluded_by(rules: Sequence[Exclusion], facts: Facts) -> Exclusion | None:
    """The first rule that applies."""
    return next((rule for rule in rules if _applies(rule, facts)), None)


def _applies(rule: Exclusion, facts: Facts) -> bool:
    return (
        (not rule.kinds or facts.kind in rule.kinds)
        and (not rule.channels or facts.channel in rule.channels)
        and (not rule.categories or not rule.categories.isdisjoint(facts.categories))
        and (not rule.unreasonable or facts.unreasonable)
    )
