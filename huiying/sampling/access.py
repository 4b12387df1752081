"""Who may see a sample: inspectors their own tasks, supervisors and auditors what came of them.

Handlers, streets and unit heads see nothing of it, nor do inspectors see one another's tasks.
"""

from __future__ import annotations

from django.db.models import Q

from huiying.accounts.actors import Actor
from huiying.accounts.roles import Role
from huiying.cases import access as cases
from huiying.cases.models import Case
from huiying.sampling.models import Check
from huiying.sampling.refusals import NotYourSampling

PLANNERS = frozenset({Role.SUPERVISOR})
WATCH = frozenset({Role.SUPERVISOR, Role.AUDITOR, Role.LEADER})
DESK = frozenset({*WATCH, Role.INSPECTOR})


def check_planner(actor: Actor) -> None:
    """Raises NotYourSampling."""
    if not actor.system and not actor.has(*PLANNERS):
        raise NotYourSampling


def mine(actor: Actor) -> Q:
    """One's own tasks."""
    return Q(inspector=actor.id, pk__gt=0) if actor.id else Q(pk__in=())


def results_for(actor: Actor) -> Q:
    """What came of checks: for who watches, about cases they see, never about their own unit's."""
    if actor.system:
        return Q()
    if not actor.has(*WATCH):
        return Q(pk__in=())
    seen = Case.objects.filter(cases.visible_to(actor)).values("pk")
    return Q(case__in=seen) & ~Q(unit__in=actor.units("handler", "street"))


def inspector_sees(actor: Actor, check: Check) -> bool:
    return check.inspector_id is not None and check.inspector_id == actor.id
