"""Who may see and do what in consultation."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q

from huiying.accounts.actors import Actor, Grant
from huiying.accounts.roles import Role
from huiying.consultation.refusals import NotYourConsultation

ORGANISERS = frozenset({Role.SUPERVISOR, Role.DISPATCHER})
WATCH = frozenset({Role.LEADER, Role.AUDITOR})
UNIT = frozenset({Role.HANDLER, Role.STREET})
DESK = frozenset({*ORGANISERS, *WATCH, *UNIT})
RAISERS = frozenset({*ORGANISERS, Role.LEADER, Role.STREET})


def _(message: str) -> str:
    """Marks a word for the catalogue; it is translated where it is shown."""
    return message


def me(actor: Actor) -> int:
    if actor.id is None:
        raise NotYourConsultation(verb=_("会商"))
    return actor.id


def check(actor: Actor, roles: frozenset[Role], verb: str) -> None:
    """Raises NotYourConsultation."""
    if not actor.system and not actor.has(*roles):
        raise NotYourConsultation(verb=verb)


def topics_for(actor: Actor) -> Q:
    """The district sees what lies in its area; a unit what it is asked to or must do; a street
    what lies in its own area too; nobody the topic of a case that complains of them (回避)."""
    if actor.system:
        return Q()
    parts = [_topics(grant) for grant in actor.grants]
    seen = Q() if Q() in parts else reduce(or_, parts, Q(pk__in=()))
    ours = actor.units(*UNIT)
    fair = Q(case=None) | ~(Q(case__accused_person=actor.id) | Q(case__accused_unit__in=ours))
    return seen & fair


def _topics(grant: Grant) -> Q:
    if grant.role in ORGANISERS | WATCH:
        return Q() if grant.area_ids is None else Q(area_id__in=grant.area_ids)
    if grant.role in UNIT:
        mine = Q(meeting__units__in=grant.unit_ids) | Q(measures__unit__in=grant.unit_ids)
        mine |= Q(lead_unit__in=grant.unit_ids)
        return mine | Q(area_id__in=grant.area_ids or ()) if grant.role == Role.STREET else mine
    return Q(pk__in=())


def meetings_for(actor: Actor) -> Q:
    """Meetings of one's area, or that one's unit is asked to."""
    if actor.system:
        return Q()
    parts = [_meetings(grant) for grant in actor.grants]
    return Q() if Q() in parts else reduce(or_, parts, Q(pk__in=()))


def _meetings(grant: Grant) -> Q:
    if grant.role in ORGANISERS | WATCH:
        return Q() if grant.area_ids is None else Q(area_id__in=grant.area_ids)
    return Q(units__in=grant.unit_ids) if grant.role in UNIT else Q(pk__in=())
