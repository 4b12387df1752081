"""The rail: the desks a person may sit at, with bounded counts that are a few seconds old.

A desk registers itself where its addresses are made::

    rail.register("dispatch", _("派单"), "console:dispatch", {"dispatcher", "supervisor"},
                  count=lambda actor, at: queries.count_for(actor, WAITING, at))

A count may cost one bounded query (``count_for`` stops at 1,000); None shows no number.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from huiying.accounts.actors import Actor

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Count = Callable[[Actor, datetime], int | None]

# The order on the page; a key that is not listed comes last.
ORDER = (
    "operator", "recalls", "dispatch", "unit", "whistles", "consult", "orders", "check", "checks",
    "samples", "evidence", "call_back", "register", "inbox", "overview", "problems", "rates",
    "column", "search", "knowledge", "import", "rules", "notices",
)  # fmt: skip
# Where a role's day begins; somebody with several roles begins at the first that is listed here.
HOME = (
    ("operator", "operator"), ("dispatcher", "dispatch"), ("handler", "unit"), ("street", "unit"),
    ("supervisor", "overview"), ("inspector", "check"), ("leader", "overview"),
    ("editor", "column"),
)  # fmt: skip
MOST = 999  # larger numbers tell nothing more and are shown as "999+"
KEPT_SECONDS = 10.0
MOST_KEPT = 5000


@dataclass(frozen=True, slots=True)
class Desk:
    """One entry of the rail; ``roles`` empty means everybody who has a post.

    ``instead_of``: the key of a fuller desk at the same address; who sits there does not need this.
    """

    key: str
    label: StrOrPromise
    url_name: str
    roles: frozenset[str]
    count: Count | None = None
    letter: str = ""  # after "g": the keys that go there
    instead_of: str = ""

    def open_to(self, actor: Actor) -> bool:
        return actor.has(*self.roles) if self.roles else bool(actor.grants)


@dataclass(frozen=True, slots=True)
class Entry:
    """A desk as the rail shows it to one person now."""

    key: str
    label: str
    url: str
    letter: str
    current: bool
    count: int | None

    @property
    def shown(self) -> str:
        """The number beside the label, "" for none."""
        if not self.count:
            return ""
        return f"{MOST}+" if self.count > MOST else str(self.count)


_desks: dict[str, Desk] = {}
_kept: dict[tuple[int | None, str], tuple[float, int | None]] = {}


def register(
    key: str,
    label: StrOrPromise,
    url_name: str,
    roles: Iterable[str] = (),
    *,
    count: Count | None = None,
    letter: str = "",
    instead_of: str = "",
) -> None:
    """Add a desk, or replace the one with the same key. ``label`` may be lazy."""
    _desks[key] = Desk(key, label, url_name, frozenset(roles), count, letter, instead_of)


def desks_of(actor: Actor) -> list[Desk]:
    """The desks an actor may sit at, in the order of the rail."""
    place = {key: position for position, key in enumerate(ORDER)}
    found = sorted(_desks.values(), key=lambda desk: place.get(desk.key, len(place)))
    mine = [desk for desk in found if desk.open_to(actor)]
    keys = {desk.key for desk in mine}
    return [desk for desk in mine if desk.instead_of not in keys]


def home_of(actor: Actor) -> Desk | None:
    """The desk a person lands on; None for somebody without a post."""
    found = desks_of(actor)
    by_key = {desk.key: desk for desk in found}
    wanted = (by_key[key] for role, key in HOME if role in actor.roles and key in by_key)
    return next(wanted, found[0] if found else None)


def entries(actor: Actor, at: datetime, current: str) -> list[Entry]:
    """The rail of one page."""
    return [
        Entry(
            desk.key,
            str(desk.label),
            reverse(desk.url_name),
            desk.letter,
            desk.key == current,
            _count(desk, actor, at),
        )
        for desk in desks_of(actor)
    ]


def forget() -> None:
    """Count anew at the next page."""
    _kept.clear()


def _count(desk: Desk, actor: Actor, at: datetime) -> int | None:
    """The count, kept for a few seconds per person so that pages stay at few queries."""
    if desk.count is None:
        return None
    key, now = (actor.id, desk.key), time.monotonic()
    kept = _kept.get(key)
    if kept is None or kept[0] < now:
        if len(_kept) > MOST_KEPT:
            _kept.clear()
        kept = _kept[key] = (now + KEPT_SECONDS, desk.count(actor, at))
    return kept[1]
