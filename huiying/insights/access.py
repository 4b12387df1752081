"""Who may see common problems, and who may put them right."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q

from huiying.accounts.actors import Actor
from huiying.accounts.roles import Role
from huiying.insights.refusals import NotYourProblems, NotYourProposal

READERS = tuple(
    str(role)
    for role in (Role.DISPATCHER, Role.SUPERVISOR, Role.INSPECTOR, Role.LEADER, Role.AUDITOR)
)
EDITORS = (str(Role.DISPATCHER), str(Role.SUPERVISOR))
PROPOSERS = (*EDITORS, str(Role.LEADER))


def visible_to(actor: Actor) -> Q:
    """Problems of the areas and units of an actor's posts; all, where a post has no bounds.

    A title is taken from a case, so whoever may not see cases of a place sees no problem there.
    """
    parts = [Q()] if actor.system else [_of(grant.area_ids, grant.unit_ids) for grant in
                                         actor.grants if str(grant.role) in READERS]  # fmt: skip
    if any(part == Q() for part in parts):
        return Q()
    return reduce(or_, parts, Q(pk__in=()))


def _of(area_ids: frozenset[int] | None, unit_ids: frozenset[int]) -> Q:
    if area_ids is None:
        return Q()
    return Q(area_id__in=area_ids) | Q(unit_id__in=unit_ids)


def check_editor(actor: Actor) -> None:
    """Raises NotYourProblems for whoever may only look."""
    if not actor.system and not actor.has(*EDITORS):
        raise NotYourProblems


def check_proposer(actor: Actor) -> None:
    """Raises NotYourProposal for whoever may not put problems forward."""
    if not actor.has(*PROPOSERS):
        raise NotYourProposal


def me(actor: Actor) -> int:
    """The person an actor is; 0, which nobody is, for the system."""
    return actor.id or 0
