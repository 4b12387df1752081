"""Who may see and do what with a whistle. One place; the matrix in the docs is made from it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from huiying.accounts.actors import Actor, Grant
from huiying.accounts.roles import Role
from huiying.cases import access as cases
from huiying.cases.models import Case
from huiying.directory import queries as directory
from huiying.directory.kinds import UnitKind
from huiying.directory.queries import UnitRow
from huiying.whistles.models import Summons, Whistle
from huiying.whistles.refusals import NoSuchWhistle, NotAStreet, NotYourWhistle
from huiying.whistles.rules.course import SUMMONS_VERBS, UNIT, WHISTLE_VERBS, Side, State, Verb

DISTRICT = frozenset({Role.SUPERVISOR, Role.DISPATCHER})
WATCH = frozenset({Role.LEADER, Role.AUDITOR, Role.INSPECTOR})
# Who may enter the desk at all.
DESK = frozenset({*DISTRICT, *WATCH, *UNIT})
CALLABLE = frozenset({UnitKind.DEPARTMENT, UnitKind.CITY})


def _linked(**accused: object) -> Q:
    """Whistles about a case that complains of somebody.

    Asked of each whistle's own cases, so that it never reads the table of cases.
    """
    return Q(Exists(Whistle.cases.through.objects.filter(whistle_id=OuterRef("pk"), **accused)))


def _reads(grant: Grant) -> Q:
    """What one post sees: the district its area, a unit what it blew or is called to (回避)."""
    if grant.role in UNIT:
        called = Summons.objects.filter(unit_id__in=grant.unit_ids).values("whistle_id")
        ours = Q(street_id__in=grant.unit_ids) | Q(pk__in=called)
        return ours & ~_linked(case__accused_unit_id__in=grant.unit_ids)
    if grant.role in DISTRICT or grant.role in WATCH:
        return Q() if grant.area_ids is None else Q(area_id__in=grant.area_ids)
    return Q(pk__in=())


def visible_to(actor: Actor) -> Q:
    """The whistles an actor may see, as a filter."""
    if actor.system:
        return Q()
    parts = [_reads(grant) for grant in actor.grants]
    seen = Q() if Q() in parts else reduce(or_, parts, Q(pk__in=()))
    return seen & ~_linked(case__accused_person_id=actor.id)


def may(actor: Actor, verb: Verb, row: Whistle, summons: Summons | None = None) -> bool:
    """Whether an actor's posts allow a verb, whatever the state; sight is checked elsewhere."""
    if actor.system:
        return True
    return any(_grant_may(grant, verb, row, summons) for grant in actor.grants)


def _grant_may(grant: Grant, verb: Verb, row: Whistle, summons: Summons | None) -> bool:
    if grant.role not in verb.by:
        return False
    if grant.role == Role.SUPERVISOR:
        return grant.area_ids is None or row.area_id in grant.area_ids
    if verb.side is Side.UNIT:
        return summons is not None and summons.unit_id in grant.unit_ids
    return verb.side is Side.STREET and row.street_id in grant.unit_ids


def check(actor: Actor, verb: Verb, row: Whistle, summons: Summons | None = None) -> None:
    """Raise NoSuchWhistle for what the actor may not see, NotYourWhistle for what they may not do.

    Sight is asked first: who must recuse themselves does not even find it.
    """
    if actor.system:
        return
    if not Whistle.objects.filter(visible_to(actor), pk=row.pk).exists():
        raise NoSuchWhistle(id=row.pk)
    if not may(actor, verb, row, summons):
        roles = "、".join(str(Role(role).label) for role in sorted(verb.by))
        raise NotYourWhistle(id=row.pk, verb=verb.label, roles=roles)


def whistle_verbs(actor: Actor, row: Whistle) -> list[Verb]:
    """What the actor could do with the whistle now, in the table's order."""
    now = State(row.state)
    return [verb for verb in WHISTLE_VERBS if now in verb.sources and may(actor, verb, row)]


def summons_verbs(actor: Actor, row: Whistle, summons: Summons) -> list[Verb]:
    """What the actor could do with one summons now."""
    return [
        verb
        for verb in SUMMONS_VERBS
        if summons.state in verb.sources and may(actor, verb, row, summons)
    ]


def streets_of(actor: Actor) -> list[UnitRow]:
    """The streets an actor may blow for."""
    rows = directory.units().rows
    found = {grant.unit_id for grant in actor.grants if grant.role == Role.STREET}
    near = {street.id for ident in found if (street := _street_above(ident))}
    return [row for ident, row in rows.items() if ident in near and row.active]


def _street_above(unit_id: int) -> UnitRow | None:
    rows = directory.units().rows
    chain = (rows[ident] for ident in directory.units().above(unit_id))
    return next((row for row in chain if row.kind == UnitKind.STREET), None)


def check_street(actor: Actor, street_id: int) -> None:
    """Raises NotAStreet."""
    if actor.system:
        return
    if street_id not in {row.id for row in streets_of(actor)}:
        raise NotAStreet


def may_whistle(actor: Actor, case: Case) -> bool:
    """Whether a case's page offers the whistle to this actor."""
    return bool(streets_of(actor)) and cases.sees(actor, case)


def callable_units() -> list[UnitRow]:
    """The departments a street can call."""
    return [row for row in directory.units().rows.values() if row.active and row.kind in CALLABLE]


def matrix() -> Iterable[tuple[str, frozenset[str]]]:
    """Verb label and roles, for the permission table in the docs."""
    blow = ("吹哨", frozenset({"street"}))
    return [blow, *((verb.label, verb.by) for verb in (*WHISTLE_VERBS, *SUMMONS_VERBS))]
