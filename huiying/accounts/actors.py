"""The actor: who acts, with what posts, worked out once per request and passed down."""

from __future__ import annotations

from dataclasses import dataclass, field

from huiying.journal.events import By


@dataclass(frozen=True, slots=True)
class Grant:
    """One post worked out: the role, the unit, its subtree, and the areas (None: everywhere)."""

    role: str
    unit_id: int
    unit_ids: frozenset[int]
    area_ids: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the system) that does or sees something."""

    id: int | None
    name: str
    grants: tuple[Grant, ...] = field(default=())
    system: bool = False

    @property
    def by(self) -> By:
        return By(self.id, self.name)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    def has(self, *roles: str) -> bool:
        return self.system or not self.roles.isdisjoint(roles)

    def units(self, *roles: str) -> frozenset[int]:
        """The units (with all below) where the actor holds one of the roles, or any role."""
        return frozenset().union(*(g.unit_ids for g in self.grants if not roles or g.role in roles))


def system(name: str) -> Actor:
    """The system itself, for the worker, imports and the demo; it may do every verb."""
    return Actor(None, name, system=True)
