"""Learning again at night, when enough has changed."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from huiying.insights import hints
from huiying.lib.errors import Refused

if TYPE_CHECKING:
    from huiying.insights.rules.cards import Card

log = logging.getLogger(__name__)

NIGHT = range(2, 5)  # hours of local time in which nobody waits for the machine
GROWN = 0.05  # the share of new examples from which learning again pays
MONTH = timedelta(days=30)  # after which corrections alone are reason enough


def relearn(at: datetime) -> list[str]:
    """Learns again what was learned from cases and has changed enough; the kinds it took.

    The first model of a kind is made by command: nobody is surprised by suggestions.
    """
    if timezone.localtime(at).hour not in NIGHT:
        return []
    if not any((hints.folder() / f"{kind}.current").exists() for kind in hints.KINDS):
        return []
    from huiying.insights.rules import cards  # noqa: PLC0415  the mathematics is loaded at night
    from huiying.insights.teaching import learn_from_cases  # noqa: PLC0415

    taken = []
    for kind in hints.KINDS:
        card = cards.current(hints.folder(), kind)
        if card is None or card.source != cards.FROM_CASES or not due(card, kind, at):
            continue
        try:
            learn_from_cases(at=at, kinds=(kind,))
        except Refused as why:
            log.info("model %s stays: %s", kind, why)
        else:
            taken.append(kind)
    return taken


def due(card: Card, kind: str, at: datetime) -> bool:
    """Whether enough cases are new, or the model is a month old and at least some are."""
    new = hints.count_examples(kind) - card.examples - sum(card.left_out.values())
    age = at - card.made
    if age < timedelta(hours=20):
        return False
    return new > GROWN * card.examples or (age > MONTH and new > 0)
