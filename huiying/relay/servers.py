"""Foreign platforms as data: adding, changing, what our categories mean there."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction

from huiying.accounts.actors import Actor
from huiying.cases import people
from huiying.directory import queries as directory
from huiying.files import fetching
from huiying.files.fetching import NotFetched
from huiying.journal.actions import record
from huiying.relay.access import check_keeper
from huiying.relay.events import ServerAdded, ServerChanged
from huiying.relay.models import Meaning, Server
from huiying.relay.refusals import BadServerAddress, NoSuchServer, NoSuchService, ServerNamed


def add(
    *, name: str, endpoint: str, jurisdiction: str, key: str, actor: Actor, at: datetime
) -> Server:
    """Connect a platform; its services are read within seconds.

    Raises NotKeeper, BadServerAddress for one neither of the open internet nor of a network
    allowed (HUIYING_INNER_NETS), ServerNamed.
    """
    check_keeper(actor)
    endpoint = _looked_at(endpoint)
    try:
        with transaction.atomic():
            row = Server.objects.create(
                name=name.strip(),
                endpoint=endpoint,
                jurisdiction=jurisdiction.strip(),
                key_sealed=people.seal_key(key),
                created_at=at,
                next_at=at,
            )
            told = ServerAdded(row.pk, server=row.name, address=_told(endpoint))
            record(told, by=actor.by, at=at)
    except IntegrityError:
        raise ServerNamed(name=name.strip()) from None
    return row


def change(
    *, server_id: int, endpoint: str, jurisdiction: str, key: str, active: bool, actor: Actor,
    at: datetime,
) -> Server:  # fmt: skip
    """Change a platform; an empty key leaves the one there is, unless the address changes.

    Raises NotKeeper, NoSuchServer, BadServerAddress.
    """
    check_keeper(actor)
    endpoint = _looked_at(endpoint)
    with transaction.atomic():
        row = _locked(server_id)
        changed = [
            what
            for what, before, after in (
                ("endpoint", row.endpoint, endpoint),
                ("jurisdiction", row.jurisdiction, jurisdiction.strip()),
                ("active", row.active, active),
                ("key", "", key.strip()),
            )
            if before != after
        ]
        if key.strip() or row.endpoint != endpoint:  # a key never goes to another address
            row.key_sealed = people.seal_key(key)
        row.endpoint, row.jurisdiction, row.active = endpoint, jurisdiction.strip(), active
        row.next_at = at
        row.save()
        if changed:
            told = ServerChanged(row.pk, server=row.name, what=" ".join(changed))
            record(told, by=actor.by, at=at)
    return row


def read_again(*, server_id: int, actor: Actor, at: datetime) -> Server:
    """Have the list of services read now. Raises NotKeeper, NoSuchServer."""
    check_keeper(actor)
    with transaction.atomic():
        row = _locked(server_id)
        row.next_at, row.problem = at, ""
        row.save(update_fields=["next_at", "problem"])
    return row


def mean(
    *, server_id: int, category_id: int, service_id: int | None, actor: Actor, at: datetime
) -> None:
    """Say which service a category, and all below it, is; ``None`` takes it back.

    Raises NotKeeper, NoSuchServer, NoSuchService.
    """
    check_keeper(actor)
    with transaction.atomic():
        row = _locked(server_id)
        same = Meaning.objects.filter(server=row, category_id=category_id)
        if service_id is None:
            done = same.delete()[0]
        else:
            if category_id not in directory.categories().rows:
                raise NoSuchService(code=category_id)
            if not row.services.filter(pk=service_id, gone=False).exists():
                raise NoSuchService(code=service_id)
            done = 1
            Meaning.objects.update_or_create(
                server=row, category_id=category_id, defaults={"service_id": service_id}
            )
        if done:
            told = ServerChanged(row.pk, server=row.name, what=f"category {category_id}")
            record(told, by=actor.by, at=at)


def _looked_at(endpoint: str) -> str:
    """The address without a slash at its end, refused where it may not be reached."""
    endpoint = endpoint.strip().rstrip("/")
    parts = urlsplit(endpoint) if len(endpoint) <= 500 else None
    if parts is None or parts.query or parts.fragment:
        raise BadServerAddress(url=endpoint[:200], why=fetching.WRONG)
    try:
        fetching.look_at(endpoint, inner=settings.INNER_NETS)
    except NotFetched as refused:
        raise BadServerAddress(url=refused.params["url"], why=refused.params["why"]) from None
    return endpoint


def _told(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.hostname}{parts.path}"[:200]


def _locked(server_id: int) -> Server:
    row = Server.objects.select_for_update().filter(pk=server_id).first()
    if row is None:
        raise NoSuchServer(id=server_id)
    return row
