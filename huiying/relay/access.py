"""Who may pass a case on, and who keeps the list of foreign platforms."""

from __future__ import annotations

from django.db.models import Q

from huiying.accounts.actors import Actor
from huiying.accounts.roles import Role
from huiying.cases import access as cases
from huiying.cases.models import Case
from huiying.relay.models import Passing
from huiying.relay.refusals import CaseOver, NotAgreed, NotKeeper, NotPassable

DESK = (Role.DISPATCHER, Role.SUPERVISOR)
UNIT = (Role.HANDLER, Role.STREET)
WATCH = (*DESK, Role.ADMINISTRATOR)  # who sees the list, and what did not arrive


def may_pass(actor: Actor, case: Case) -> bool:
    """The dispatcher's desk, and the people of the unit that has the case."""
    if actor.system:
        return True
    if not cases.sees(actor, case):
        return False
    return actor.has(*DESK) or case.lead_unit_id in actor.units(*UNIT)


def case_for(actor: Actor, number: str) -> Case:
    """The case somebody wants to pass on. Raises NoSuchCase, NotPassable, CaseOver."""
    case = cases.get_case(actor, number)
    check(actor, case)
    return case


def check(actor: Actor, case: Case) -> None:
    """Raises NotPassable, CaseOver."""
    if not may_pass(actor, case):
        raise NotPassable(number=case.number)
    if not case.open:
        raise CaseOver(number=case.number)


def may_tell_who(actor: Actor, case: Case) -> bool:
    """Whether name and phone could be told at all, if the person agreed."""
    return (
        case.reporter_id is not None
        and not case.confidential
        and case.anonymised_at is None
        and cases.sees_reporter(actor, case)
    )


def check_identity(actor: Actor, case: Case) -> None:
    if not may_tell_who(actor, case):
        raise NotAgreed


def check_keeper(actor: Actor) -> None:
    if not actor.has(Role.ADMINISTRATOR):
        raise NotKeeper


def passings_for(actor: Actor) -> Q:
    """The passings an actor may know of: all for the administrator, who sees no words in them;
    otherwise those of the cases one sees."""
    if actor.has(Role.ADMINISTRATOR):
        return Q()
    return Q(case__in=Case.objects.filter(cases.visible_to(actor)))


def may_again(actor: Actor, passing: Passing) -> bool:
    """Who may send again or stop: who may pass the case on, and the administrator."""
    return actor.has(Role.ADMINISTRATOR) or may_pass(actor, passing.case)
