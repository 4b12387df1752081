"""Reading a message with what this installation knows: its areas, and addresses it has learned."""

from __future__ import annotations

from functools import lru_cache

from huiying.accounts.actors import Actor
from huiying.accounts.refusals import NotAdministrator
from huiying.accounts.roles import Role
from huiying.directory import queries as directory
from huiying.insights import hints
from huiying.insights.rules import place_cards
from huiying.insights.rules.chain import Chain
from huiying.insights.rules.normal import compared
from huiying.insights.rules.place_cards import PlaceCard
from huiying.insights.rules.reading import Reading, read
from huiying.insights.rules.shelf import BadModel

_plain = lru_cache(maxsize=20_000)(compared)


def understand(text: str) -> Reading:
    """What stands in a message; names of active areas are known whatever their ending.

    Addresses are parted by what was learned; where nothing was, by rules alone.
    """
    rows = directory.areas().rows.values()
    chain = _chain()
    known = [_plain(row.name) for row in rows if row.active]
    return read(text, known, chain.parts if chain else None)


def place_models(actor: Actor) -> list[PlaceCard]:
    """All kept versions of the model of addresses, the newest first.

    Raises NotAdministrator, BadModel.
    """
    if not actor.has(Role.ADMINISTRATOR):
        raise NotAdministrator
    return place_cards.cards(hints.folder())


_loaded: dict[int, Chain] = {}


def _chain() -> Chain | None:
    """The model in use, kept in this process until another version is; None where there is none
    or it cannot be read: a model stops no work."""
    try:
        card = place_cards.current(hints.folder())
        if card is None:
            return None
        if card.version not in _loaded:
            _loaded.clear()
            _loaded[card.version] = place_cards.load(hints.folder(), card)
    except BadModel:
        return None
    return _loaded[card.version]


def forget() -> None:
    """Read the model anew: for tests, and where a folder was put back from a backup."""
    _loaded.clear()
