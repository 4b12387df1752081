"""How long the data of an ended case is kept, and what becomes of it. Pure.

PIPL (个人信息保护法) art. 19: no longer than the purpose needs; art. 47: then delete; art. 4:
what cannot be brought back to a person any more is not personal data.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from huiying.cases.rules.personal import GONE, forget_name, forget_personal

JsonValue = Any
SHORTEST_CONTACT = 5  # characters: a shorter "phone" such as 110 is not the person's


class Act(StrEnum):
    ANONYMISE = "anonymise"
    DESTROY = "destroy"


@dataclass(frozen=True, slots=True)
class Rule:
    """Days are counted from the end of the case; None means never."""

    category_id: int | None
    anonymise_days: int | None
    destroy_days: int | None
    text: str = ""

    def days(self, act: Act) -> int | None:
        return self.destroy_days if act is Act.DESTROY else self.anonymise_days

    def cutoff(self, act: Act, at: datetime) -> datetime | None:
        """Cases that ended at this moment or before it are due."""
        days = self.days(act)
        return None if days is None else at - timedelta(days=days)


def rule_for(chain: Sequence[int], rules: Mapping[int | None, Rule]) -> Rule | None:
    """The most specific rule: of the category itself, of the nearest above it, the general one.

    ``chain`` is the category and those above it, nearest first; empty for a case without one.
    """
    return next((rules[ident] for ident in chain if ident in rules), rules.get(None))


def decide(rule: Rule | None, *, closed_at: datetime, anonymised: bool, at: datetime) -> Act | None:
    """What is due for an ended case; destroying makes anonymising needless."""
    if rule is None:
        return None
    for act in (Act.DESTROY, Act.ANONYMISE):
        cutoff = rule.cutoff(act, at)
        if cutoff is not None and closed_at <= cutoff:
            return None if act is Act.ANONYMISE and anonymised else act
    return None


def in_order(
    wanted: Sequence[int], children: Mapping[int, Collection[int]]
) -> tuple[list[int], list[int]]:
    """Put cases that shall be destroyed in an order that never leaves an orphan.

    ``children``: the duplicates and parts of a case that still exist. Returns (in order, held):
    a case is held while one of its children stays.
    """
    order: dict[int, None] = {}
    left = list(wanted)
    while True:
        free = [ident for ident in left if all(child in order for child in children.get(ident, ()))]
        if not free:
            return list(order), left
        order.update(dict.fromkeys(free))
        left = [ident for ident in left if ident not in order]


def number_digest(source: str, number: str) -> str:
    """32 digits by which a number of a source is known again when its case is destroyed."""
    return blake2b(f"{source}\0{number}".encode(), digest_size=16).hexdigest()


def scrubber(name: str, phone: str, email: str) -> Callable[[str], str]:
    """A function that makes a text forget the person: what is known of them, then whatever looks
    like a phone, an identity card, a bank card, a number plate or an account."""
    known = [value.strip() for value in (phone, email) if len(value.strip()) >= SHORTEST_CONTACT]

    def scrub(text: str) -> str:
        for value in known:
            text = text.replace(value, GONE)
        return forget_personal(forget_name(text, name.strip()))

    return scrub


def scrub_json(value: JsonValue, scrub: Callable[[str], str]) -> JsonValue:
    """The same for every string inside a JSON value; keys are the city's own words."""
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, list):
        return [scrub_json(item, scrub) for item in value]
    if isinstance(value, dict):
        return {key: scrub_json(item, scrub) for key, item in value.items()}
    return value
