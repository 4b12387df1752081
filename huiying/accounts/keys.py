"""Keys of other systems: made, shown once, checked at each call, counted, revoked.

A face asks one question of each request::

    actor = keys.actor_of_key(text, Scope.READ, at=timezone.now())   # an Actor, or Refused

A key reads ``hy_`` + 8 letters that find it + ``_`` + 43 letters of 256 random bits. Only the
SHA-256 of the whole is kept: with that much chance in it a slow hash would add nothing but time.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from huiying.accounts.actors import Actor
from huiying.accounts.events import ApiKeyGiven, ApiKeyRevoked
from huiying.accounts.models import ApiKey, Person
from huiying.accounts.queries import actor_of
from huiying.accounts.refusals import (
    BadKey,
    BadKeyFacts,
    KeyTooOften,
    NoSuchKey,
    NoSuchPerson,
    NotAdministrator,
)
from huiying.accounts.roles import Role
from huiying.accounts.scopes import Scope, opens
from huiying.journal import actions as journal
from huiying.lib.workdays import SHANGHAI
from huiying.marks import actions as marks

START = "hy"
LONGEST = 100  # characters of a text that can be a key at all
PER_MINUTE = 30_000  # stops a loop that ran away; a busy partner stays far below
MINUTE = 60  # seconds of the window in which calls are counted
NOTED_EVERY = timedelta(minutes=1)  # "last used" is kept to the minute: no write at each call


@dataclass(frozen=True, slots=True)
class GivenKey:
    """A key just made; ``text`` is shown this once and cannot be read again."""

    id: int
    name: str
    prefix: str
    text: str


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Who came with a key: its row, its name, and the actor it acts as."""

    id: int
    name: str
    prefix: str
    actor: Actor


def create_key(
    *,
    name: str,
    scopes: Sequence[str],
    actor: Actor,
    at: datetime,
    person_id: int | None = None,
    per_minute: int = PER_MINUTE,
) -> GivenKey:
    """Make a key for another system. ``per_minute`` 0: no limit.

    With ``person_id`` the key may do what that person's posts allow, no more; without it, it acts
    for nobody and only reaches what its scope itself opens. Raises NotAdministrator, BadKeyFacts,
    NoSuchPerson.
    """
    _managing(actor)
    name, wanted = name.strip(), sorted(set(scopes))
    if not name or len(name) > 60:
        raise BadKeyFacts(why=_("名称应为 1 至 60 个字"))
    if not wanted or not set(wanted) <= set(Scope.values):
        raise BadKeyFacts(why=_("没有这个用途"))
    if per_minute < 0:
        raise BadKeyFacts(why=_("每分钟上限不能为负"))
    if person_id is not None and not Person.objects.filter(pk=person_id, is_active=True).exists():
        raise NoSuchPerson
    prefix = secrets.token_hex(4)
    text = f"{START}_{prefix}_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        row = ApiKey.objects.create(
            name=name,
            prefix=prefix,
            digest=_digest(text),
            scopes=wanted,
            person_id=person_id,
            per_minute=per_minute,
            created_at=at,
        )
        event = ApiKeyGiven(
            row.pk,
            prefix=prefix,
            key_name=name,
            scopes=tuple(wanted),
            person_id=person_id,
            per_minute=per_minute,
        )
        journal.record(event, by=actor.by, at=at)
    return GivenKey(row.pk, name, prefix, text)


def revoke_key(*, prefix: str, actor: Actor, at: datetime) -> ApiKey:
    """End a key at once, by its prefix (or the whole key); ending it again changes nothing.

    Raises NotAdministrator, NoSuchKey.
    """
    _managing(actor)
    short = _prefix(prefix) or prefix.strip()
    with transaction.atomic():
        row = ApiKey.objects.select_for_update().filter(prefix=short).first()
        if row is None:
            raise NoSuchKey(prefix=short[:12])
        if row.revoked_at is None:
            row.revoked_at = at
            row.save(update_fields=["revoked_at"])
            journal.record(ApiKeyRevoked(row.pk, prefix=row.prefix), by=actor.by, at=at)
    return row


def all_keys() -> list[ApiKey]:
    """Every key there is or was, by name; the person comes along."""
    return list(ApiKey.objects.select_related("person").order_by("name", "pk"))


def actor_of_key(text: str, scope: str, *, at: datetime) -> Actor:
    """The actor that comes with a key, for one call. `holder_of_key` tells the key as well.

    ``text`` is what the client sent (never logged); ``scope`` a word of `Scope`. The actor of a
    key with a person is that person with today's posts, so that `access.py` decides as for
    anybody; of a key without one it is an actor without posts, named as the key, who sees and may
    do nothing by itself. Counts the call. Raises BadKey (401/403), KeyTooOften (429).
    """
    return holder_of_key(text, scope, at=at).actor


def holder_of_key(text: str, scope: str, *, at: datetime) -> KeyHolder:
    """As `actor_of_key`, with the key's id and name, to tell one system's calls from another's."""
    row = _find(text)
    if row is None or row.revoked_at is not None or not opens(row.scopes, scope):
        raise BadKey
    if row.person is not None and not row.person.is_active:
        raise BadKey
    _count(row, at)
    _note_use(row, at)
    return KeyHolder(row.pk, row.name, row.prefix, _actor(row, at))


def _find(text: str) -> ApiKey | None:
    prefix = _prefix(text)
    if not prefix:
        return None
    row = ApiKey.objects.select_related("person").filter(prefix=prefix).first()
    return row if row is not None and compare_digest(row.digest, _digest(text.strip())) else None


def _prefix(text: str) -> str:
    """The part of a key that finds it; "" for what cannot be a key."""
    parts = text.strip()[: LONGEST + 1].split("_", 2)
    whole = len(parts) == 3 and parts[0] == START and len(text.strip()) <= LONGEST
    return parts[1] if whole and parts[1].isascii() and parts[1].isalnum() else ""


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def _actor(row: ApiKey, at: datetime) -> Actor:
    if row.person is None:
        return Actor(None, row.name)
    return actor_of(row.person, at.astimezone(SHANGHAI).date())


def _count(row: ApiKey, at: datetime) -> None:
    """One call more in this minute, of all processes together."""
    if not row.per_minute:
        return
    if marks.count(f"api-key:{row.pk}", seconds=MINUTE, at=at).count > row.per_minute:
        raise KeyTooOften(most=row.per_minute)


def _note_use(row: ApiKey, at: datetime) -> None:
    if row.last_used_at is not None and row.last_used_at > at - NOTED_EVERY:
        return
    older = Q(last_used_at=None) | Q(last_used_at__lt=at)
    ApiKey.objects.filter(older, pk=row.pk).update(last_used_at=at)


def _managing(actor: Actor) -> None:
    if not actor.has(Role.ADMINISTRATOR):
        raise NotAdministrator
