"""Who may see and do what in the column. One place; the matrix in the docs is made from it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from huiying.accounts.actors import Actor, Grant
from huiying.accounts.roles import Role
from huiying.cases import access as cases
from huiying.cases.models import Case
from huiying.column.models import Exposure
from huiying.column.refusals import NoSuchExposure, NotEditor, NothingExposed, NotYourColumn
from huiying.column.rules.workflow import DESK, EDITORS, UNIT, VERBS, State, Verb, allowed
from huiying.directory import queries as directory
from huiying.directory.kinds import CaseKind

WATCH = frozenset({Role.LEADER, Role.AUDITOR})


def _reads(grant: Grant) -> Q:
    """What one post sees: the column's side all of its area, a unit its own once published."""
    if grant.role in UNIT:
        return Q(unit_id__in=grant.unit_ids) & ~Q(state=State.DRAFT)
    if grant.role not in DESK and grant.role not in WATCH:
        return Q(pk__in=())
    return Q() if grant.area_ids is None else Q(area_id__in=grant.area_ids)


def visible_to(actor: Actor) -> Q:
    """The exposures an actor may see at the desk, as a filter."""
    if actor.system:
        return Q()
    parts = [_reads(grant) for grant in actor.grants]
    if Q() in parts:
        return Q()
    return reduce(or_, parts, Q(pk__in=()))


def _grant_may(grant: Grant, verb: Verb, row: Exposure) -> bool:
    if grant.role not in verb.by:
        return False
    if grant.role in UNIT:
        return row.unit_id in grant.unit_ids
    return grant.area_ids is None or row.area_id in grant.area_ids


def may(actor: Actor, verb: Verb, row: Exposure) -> bool:
    """Whether an actor's posts allow a verb on an exposure, whatever its state."""
    return actor.system or any(_grant_may(grant, verb, row) for grant in actor.grants)


def check(actor: Actor, verb: Verb, row: Exposure) -> None:
    """Raise NoSuchExposure or NotYourColumn when the actor may not do the verb."""
    if may(actor, verb, row):
        return
    if not Exposure.objects.filter(visible_to(actor), pk=row.pk).exists():
        raise NoSuchExposure(id=row.pk)
    roles = "、".join(str(Role(role).label) for role in sorted(verb.by))
    raise NotYourColumn(id=row.pk, verb=verb.label, roles=roles)


def verbs_for(actor: Actor, row: Exposure) -> list[Verb]:
    """What the actor could do now, in the table's order."""
    return [verb for verb in allowed(State(row.state)) if may(actor, verb, row)]


def edits(actor: Actor) -> bool:
    """Whether the actor writes the column and moderates its comments."""
    return actor.has(*EDITORS)


def check_editor(actor: Actor) -> None:
    if not edits(actor):
        raise NotEditor


def exposable(case: Case) -> bool:
    """A tip-off, a confidential case and a sensitive category are never exposed."""
    if case.confidential or case.kind == CaseKind.TIPOFF:
        return False
    tree = directory.categories()
    chain = tree.above(case.category_id) if case.category_id else ()
    return not any(tree.rows[ident].sensitive for ident in chain)


def case_for(actor: Actor, number: str) -> Case:
    """The case an editor wants to expose. Raises NotEditor, NoSuchCase, NothingExposed."""
    check_editor(actor)
    case = cases.get_case(actor, number)
    if not exposable(case):
        raise NothingExposed(number=number)
    return case


def may_expose(actor: Actor, case: Case) -> bool:
    """Whether a case's page offers the column to this actor."""
    return edits(actor) and cases.sees(actor, case) and exposable(case)


def matrix() -> Iterable[tuple[str, frozenset[str]]]:
    """Verb label and roles, for the permission table in the docs."""
    return [(verb.label, verb.by) for verb in VERBS]
