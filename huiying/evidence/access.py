"""Who may see doubts, and who decides them."""

from __future__ import annotations

from django.db.models import Q

from huiying.accounts.actors import Actor
from huiying.accounts.roles import Role
from huiying.cases import access as cases
from huiying.cases.models import Case
from huiying.evidence.models import Doubt
from huiying.evidence.refusals import NotYourDoubt, OwnDoubt

DECIDERS = frozenset({Role.SUPERVISOR})
# Nobody who is checked: a unit that knew what is compared would know how to go round it.
READERS = frozenset({*DECIDERS, Role.LEADER, Role.AUDITOR})


def visible_to(actor: Actor) -> Q:
    """The doubts an actor may see: those about the cases they see, in a role that reads doubts."""
    if actor.system:
        return Q()
    if not actor.has(*READERS):
        return Q(pk__in=())
    seen = Case.objects.filter(cases.visible_to(actor)).values("pk")
    return Q(case__in=seen)


def check_decider(actor: Actor, doubt: Doubt) -> None:
    """Raises NotYourDoubt, OwnDoubt."""
    if actor.system:
        return
    if not actor.has(*DECIDERS):
        raise NotYourDoubt
    by = {doubt.picture.by_id} if doubt.picture else set()
    if actor.id in by or doubt.unit_id in actor.units("handler", "street"):
        raise OwnDoubt
