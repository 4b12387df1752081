"""Choices of the console's forms, from the kept trees of the directory: no query per form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from huiying.accounts.actors import Actor
from huiying.accounts.queries import all_handlers, handler_names, working_people
from huiying.cases import queries as cases
from huiying.cases.suggest import usable
from huiying.directory import queries as directory
from huiying.directory.kinds import AreaKind

Choices = list[tuple[str, str]]


def units(*, without: int | None = None, within: Iterable[int] | None = None) -> Choices:
    """Active units; ``without`` leaves out one with all below it, ``within`` keeps only these."""
    tree = directory.units()
    if without is None and within is None:
        return _once("units", tree, lambda: _units(tree, frozenset(), None))
    barred = tree.below(without) if without else frozenset()
    return _units(tree, barred, None if within is None else frozenset(within))


def _units(
    tree: directory.Tree[Any], barred: frozenset[int], kept: frozenset[int] | None
) -> Choices:
    return [
        (str(row.id), f"{row.label}（{row.name}）" if row.label != row.name else row.name)
        for row in tree.rows.values()
        if row.active and row.id not in barred and (kept is None or row.id in kept)
    ]


def below(unit_id: int | None, actor: Actor) -> frozenset[int]:
    """The units a case can be passed on to 转派: below the holder or the actor's own unit."""
    reach = directory.units().below(unit_id or 0) | actor.units("handler", "street")
    return reach - {unit_id or 0}


_made: dict[str, tuple[Any, Choices]] = {}


def _once(name: str, tree: Any, make: Callable[[], Choices]) -> Choices:
    """The choices made of a kept tree, made again only when the tree was read anew."""
    known = _made.get(name)
    if known is None or known[0] is not tree:
        known = _made[name] = (tree, make())
    return known[1]


def areas() -> Choices:
    """Active areas down to the community, each with the name above it so that both find it.

    Grids are told from coordinates: nobody picks one of thousands by name.
    """
    tree = directory.areas()
    return _once("areas", tree, lambda: _areas(tree))


def _areas(tree: directory.Tree[Any]) -> Choices:
    return [
        (str(row.id), _path(tree, row.id))
        for row in tree.rows.values()
        if row.active and row.kind != AreaKind.GRID
    ]


def categories() -> Choices:
    """The classes a case can be given, each with the names above it."""
    tree = directory.categories()
    return _once(
        "categories", tree, lambda: [(str(row.id), _path(tree, row.id)) for row in usable()]
    )


def handlers_of(unit_id: int | None) -> Choices:
    """Who handles a unit's cases, a few seconds old."""
    return [(str(ident), name) for ident, name in handler_names(unit_id or 0).items()]


def handlers() -> Choices:
    """Everybody who handles cases, each with the unit."""
    rows = directory.units().rows
    return [(str(ident), f"{name}（{rows[unit].label}）") for ident, name, unit in all_handlers()]


def people() -> Choices:
    """Everybody with an account in use."""
    return [(str(ident), name) for ident, name in working_people()]


def causes() -> Choices:
    return [(str(ident), name) for ident, name in cases.causes()]


def _path(tree: directory.Tree[Any], ident: int) -> str:
    names = [tree.rows[i].name for i in reversed(tree.above(ident))]
    return " / ".join(names[-2:])
