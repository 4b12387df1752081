"""Who may read and write the knowledge base. One place."""

from __future__ import annotations

from django.db.models import Q

from huiying.accounts.actors import Actor, Grant
from huiying.accounts.roles import Role
from huiying.knowledge.models import Article
from huiying.knowledge.refusals import NotYourArticle
from huiying.knowledge.rules.workflow import (
    BY_NAME,
    EDITORS,
    UNIT,
    WRITERS,
    State,
    Verb,
    allowed,
)

# Whoever has a post may read what the hotline tells; drafts and what is retired only these.
READERS = frozenset(role.value for role in Role)
SEES_ALL = EDITORS | {Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR}


def visible_to(actor: Actor) -> Q:
    """The articles an actor may see: published ones, one's own unit's in any state."""
    if actor.has(*SEES_ALL):
        return Q()
    if not actor.grants:
        return Q(pk__in=())
    mine = actor.units(*UNIT)
    return Q(state=State.PUBLISHED) | Q(unit_id__in=mine) if mine else Q(state=State.PUBLISHED)


def edits_all(actor: Actor) -> bool:
    return actor.has(*EDITORS)


def writes(actor: Actor) -> bool:
    """Whether the actor may write any article at all."""
    return actor.has(*WRITERS)


def writes_for(actor: Actor, unit_id: int) -> bool:
    """Whether the actor may write what this unit answers for."""
    return edits_all(actor) or unit_id in actor.units(*UNIT)


def _grant_may(grant: Grant, verb: Verb, row: Article) -> bool:
    if grant.role not in verb.by:
        return False
    return grant.role in EDITORS or row.unit_id in grant.unit_ids


def may(actor: Actor, verb: Verb, row: Article) -> bool:
    """Whether an actor's posts allow a verb on an article, whatever its state."""
    return actor.system or any(_grant_may(grant, verb, row) for grant in actor.grants)


def check(actor: Actor, verb: Verb, row: Article) -> None:
    """Raise NotYourArticle when the actor may not do the verb."""
    if not may(actor, verb, row):
        raise NotYourArticle(title=row.title, verb=verb.label)


def check_writer(actor: Actor, unit_id: int | None = None, title: str = "") -> None:
    """Raise NotYourArticle when the actor may not write (for this unit)."""
    fine = writes(actor) if unit_id is None else writes_for(actor, unit_id)
    if not fine:
        raise NotYourArticle(title=title, verb=BY_NAME["edit"].label)


def verbs_for(actor: Actor, row: Article) -> list[Verb]:
    """What the actor can do with the article now."""
    shown = row.published.number if row.published is not None else 0
    found = allowed(State(row.state), newer=row.newest > shown)
    return [verb for verb in found if may(actor, verb, row)]
