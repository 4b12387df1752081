"""When a case may be closed, and under what name: called back, or excused and by what. Pure.

Source: 条例 art. 23 (call-back when the limit expires), art. 35 (弄虚作假 is an offence): nothing
is closed on paper only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiying.cases.rules.workflow import Closing


@dataclass(frozen=True, slots=True)
class Call:
    """What one call-back of the present cycle found."""

    reached: bool
    solved: str = ""
    satisfied: str = ""

    @property
    def content(self) -> bool:
        """Solved and not dissatisfied. Partly solved is not solved."""
        return self.reached and self.solved == "yes" and self.satisfied in ("yes", "fairly")


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides: calls in order, whether one can call at all, whether an excuse was granted."""

    calls: Sequence[Call]
    contactable: bool
    excused: bool
    tries_enough: int = 3


def closing_for(facts: Facts) -> Closing | None:
    """The lawful ground for closing now; None when there is none yet."""
    reached = [call for call in facts.calls if call.reached]
    if reached and reached[-1].content:
        return Closing.CALLED_BACK
    if reached:
        return Closing.UNREASONABLE if facts.excused else None
    if not facts.contactable:
        return Closing.NO_CONTACT
    if len(facts.calls) >= facts.tries_enough:
        return Closing.UNREACHABLE
    return None


def contradictions(call: Call) -> tuple[str, ...]:
    """What does not fit together in one answer (domain §6: 被满意), shown to the supervisor."""
    found = []
    if call.reached and call.solved == "no" and call.satisfied in ("yes", "fairly"):
        found.append("satisfied_but_unsolved")
    if call.reached and call.solved == "yes" and call.satisfied == "no":
        found.append("solved_but_dissatisfied")
    return tuple(found)
