"""The only writer of learned models: from the cases, journalled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from huiying.accounts.actors import Actor, system
from huiying.insights import hints
from huiying.insights.events import ModelRefused, ModelTaken
from huiying.insights.rules import cards
from huiying.insights.rules.cards import Card, Worse
from huiying.insights.rules.learning import learn
from huiying.journal import actions as journal

NAME = "huiying learn"


def learn_from_cases(
    *,
    at: datetime,
    force: bool = False,
    actor: Actor | None = None,
    kinds: tuple[str, ...] = hints.KINDS,
    tell: Callable[[str], None] = lambda _step: None,
) -> list[Card]:
    """Learns each kind from the cases and takes it into use; both steps are journalled.

    Raises TooFew, and Worse where the version in use is better (it stays), unless ``force``.
    """
    by = (actor or system(NAME)).by
    taken = []
    for kind in kinds:
        known = hints.examples(kind)
        learned = learn(known.letters, known.labels, known.idents, tell=tell)
        worth = learned.evaluation.macro_f1
        try:
            card = cards.keep(
                hints.folder(), kind, learned, source=cards.FROM_CASES, at=at, force=force
            )
        except Worse as worse:
            version = int(str(worse.params["version"]))
            event = ModelRefused(version, model=kind, macro_f1=worth)
            with transaction.atomic():
                journal.record(event, by=by, at=at)
            raise
        told = ModelTaken(
            card.version, model=kind, examples=card.examples,
            macro_f1=round(worth, 4), sha256=card.sha256, forced=force,
        )  # fmt: skip
        with transaction.atomic():
            journal.record(told, by=by, at=at)
        taken.append(card)
    return taken
