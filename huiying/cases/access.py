"""Who may see and do what with a case. One place; the matrix in the docs is made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from huiying.accounts.actors import Actor, Grant
from huiying.accounts.roles import Role
from huiying.cases.models import Case
from huiying.cases.refusals import NoSuchCase, NotForYou, NotYours, Recused
from huiying.cases.rules.workflow import DESK, UNIT, VERBS, Verb, allowed
from huiying.directory import queries as directory
from huiying.statements import Statement

WATCH = frozenset({Role.LEADER, Role.AUDITOR, Role.INSPECTOR, Role.EDITOR})
WIDE = frozenset(DESK | WATCH)  # roles that see every case of their area

# Apps above contribute: which cases are also with these units (assisting, copied).
_shared: list[Callable[[frozenset[int]], Q]] = []
_shared_one: list[Callable[[frozenset[int], Case], bool]] = []


def also_shared(
    many: Callable[[frozenset[int]], Q], one: Callable[[frozenset[int], Case], bool]
) -> None:
    """Let an app above say which further cases the people of some units may see."""
    _shared.append(many)
    _shared_one.append(one)


def visible_to(actor: Actor) -> Q:
    """The cases an actor may see, as a filter."""
    if actor.system:
        return Q()
    return reduce(or_, visible_parts(actor), Q(pk__in=()))


def visible_parts(actor: Actor) -> list[Q]:
    """The same as parts that each have an index: a list reads them one by one and merges them,
    because databases lose the order of an index over an OR."""
    if actor.system:
        return [Q()]
    parts: list[Q] = []
    for grant in actor.grants:
        if grant.role in WIDE:
            if grant.area_ids is None:
                return [~Q(accused_person_id=actor.id)]
            parts += [Q(area_id__in=grant.area_ids), Q(lead_unit_id__in=grant.unit_ids)]
        elif grant.role in UNIT:
            fair = ~Q(accused_unit_id__in=grant.unit_ids)
            parts += [part & fair for part in _of_units(grant)]
    return [part & ~Q(accused_person_id=actor.id) for part in parts]


def _of_units(grant: Grant) -> list[Q]:
    home = _home(grant) if grant.role == Role.STREET else frozenset()
    parts = [Q(lead_unit_id__in=grant.unit_ids)] + ([Q(area_id__in=home)] if home else [])
    return parts + [shared(grant.unit_ids) for shared in _shared]


def _home(grant: Grant) -> frozenset[int]:
    """The areas a street office looks after: those of its post, or of its unit."""
    area_id = directory.units().rows[grant.unit_id].area_id
    return grant.area_ids or (directory.areas().below(area_id) if area_id else frozenset())


def sees(actor: Actor, case: Case) -> bool:
    """Whether an actor may see one case; the same answer as `visible_to` without a query."""
    if actor.system:
        return True
    if case.accused_person_id is not None and case.accused_person_id == actor.id:
        return False
    return any(_grant_sees(grant, case) for grant in actor.grants)


def _grant_sees(grant: Grant, case: Case) -> bool:
    if grant.role in WIDE:
        return grant.area_ids is None or case.area_id in grant.area_ids or _holds(grant, case)
    if grant.role not in UNIT or _accuses(grant, case):
        return False
    if _holds(grant, case) or (grant.role == Role.STREET and case.area_id in _home(grant)):
        return True
    return any(one(grant.unit_ids, case) for one in _shared_one)


def _holds(grant: Grant, case: Case) -> bool:
    return case.lead_unit_id in grant.unit_ids


def _accuses(grant: Grant, case: Case) -> bool:
    return case.accused_unit_id is not None and case.accused_unit_id in grant.unit_ids


# Verbs about the words and facts of a case that an assisting unit may do as well.
SHARED_VERBS = frozenset({"note", "attach", "contribute", "message"})


def may(actor: Actor, verb: Verb, case: Case) -> bool:
    """Whether an actor's posts allow a verb on a case, whatever its state."""
    if actor.system:
        return True
    if case.accused_person_id is not None and case.accused_person_id == actor.id:
        return False
    return any(
        grant.role in verb.by and _grant_sees(grant, case) and _reaches(grant, verb, case)
        for grant in actor.grants
    )


def _reaches(grant: Grant, verb: Verb, case: Case) -> bool:
    if grant.role not in UNIT:
        return True
    return _holds(grant, case) or verb.name in SHARED_VERBS


def check(actor: Actor, verb: Verb, case: Case) -> None:
    """Raise when the actor may not do the verb on the case."""
    if may(actor, verb, case):
        return
    if not sees(actor, case):
        if _recused(actor, case):
            raise Recused(number=case.number)
        raise NoSuchCase(number=case.number)
    roles = "、".join(str(Role(role).label) for role in sorted(verb.by))
    raise NotYours(number=case.number, verb=verb.label, roles=roles)


def _recused(actor: Actor, case: Case) -> bool:
    by_person = case.accused_person_id is not None and case.accused_person_id == actor.id
    return by_person or any(g.role in UNIT and _accuses(g, case) for g in actor.grants)


def verbs_for(actor: Actor, case: Case) -> tuple[Verb, ...]:
    """The verbs the actor could do now, in the table's order: the buttons of the case page."""
    return tuple(verb for verb in allowed(case.state) if may(actor, verb, case))  # type: ignore[arg-type]


def sees_reporter(actor: Actor, case: Case) -> bool:
    """Whether the actor may look at name and phone of the person who raised the case.

    Never the accused; the handling unit only when no confidentiality was asked (GB/T 33358);
    watchers, leaders and auditors see masked data only (PIPL art. 6, 51).
    """
    if actor.system:
        return True
    if not sees(actor, case) or _recused(actor, case):
        return False
    return any(
        (g.role in DESK and _grant_sees(g, case))
        or (g.role in UNIT and _holds(g, case) and not case.confidential)
        for g in actor.grants
    )


def reporter_visible_to(actor: Actor) -> Q:
    """The cases whose reporter the actor may look at, as a filter: who may not know a person must
    not find out by searching for one either."""
    if actor.system:
        return Q()
    known = Q(pk__in=())
    for grant in actor.grants:
        if grant.role in DESK:
            if grant.area_ids is None:
                return ~_about(actor)
            known |= Q(area_id__in=grant.area_ids) | Q(lead_unit_id__in=grant.unit_ids)
        elif grant.role in UNIT:
            known |= Q(lead_unit_id__in=grant.unit_ids, confidential=False)
    return known & ~_about(actor)


def _about(actor: Actor) -> Q:
    """The cases that complain about the actor or a unit whose work the actor does (回避)."""
    ours = frozenset().union(*(g.unit_ids for g in actor.grants if g.role in UNIT))
    return Q(accused_person_id=actor.id) | Q(accused_unit_id__in=ours)


def check_reporter(actor: Actor, case: Case) -> None:
    if not sees_reporter(actor, case):
        raise NotForYou(number=case.number)


RELATED = (
    "area", "category", "lead_unit", "reporter", "accused_unit", "cause", "master", "parent",
)  # fmt: skip


BARE = Statement(lambda number: Case.objects.filter(number=number), texts=True)


def get_case(actor: Actor, number: str, *, whole: bool = True) -> Case:
    """The case with a public number, if the actor may see it; otherwise as if it did not exist.

    ``whole`` reads what a page shows along with it; to do a verb the bare row is enough.
    """
    if whole:
        case = Case.objects.select_related(*RELATED).filter(number=number).first()
    else:
        case = BARE.first(number)
    if case is None or not sees(actor, case):
        raise NoSuchCase(number=number)
    return case


def matrix() -> Iterable[tuple[str, frozenset[str]]]:
    """Verb label and roles, for the permission table in the docs."""
    return [(verb.label, verb.by) for verb in VERBS if not verb.system]
