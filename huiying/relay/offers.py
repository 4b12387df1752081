"""Reading what the foreign servers offer, once a day and when an administrator asks for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from django_tasks import task

from huiying.relay.client import NOT_UNDERSTOOD, Door, Trouble, door_of
from huiying.relay.models import Server, Service
from huiying.relay.rules import waits
from huiying.relay.rules.reading import Offer, Question

LEASE = timedelta(minutes=15)
AGAIN = timedelta(hours=1)
MOST_ASKED = 300  # definitions read of one server

NO_SERVICES = _("对方的服务清单是空的")


def run_due(at: datetime) -> int:
    """Hand the servers whose turn it is to the queue; how many."""
    handed = 0
    for ident in list(
        Server.objects.filter(active=True, next_at__lte=at).values_list("pk", flat=True)
    ):
        claim = at + LEASE
        with transaction.atomic():
            if Server.objects.filter(pk=ident, next_at__lte=at).update(next_at=claim):
                read.enqueue(ident)
                handed += 1
    return handed


@task()
def read(server_id: int) -> None:
    """Read the services of one server and what they ask."""
    take(server_id, timezone.now())


def take(server_id: int, at: datetime) -> None:
    """The services as they are now; a server that does not answer keeps those it had."""
    server = Server.objects.filter(pk=server_id, active=True).first()
    if server is None:
        return
    try:
        form, found = _offers(door_of(server))
        door = Door(server.endpoint, server.jurisdiction, form=form)
        asked = [offer.code for offer in found if offer.asks][:MOST_ASKED]
        questions = {code: door.questions(code) for code in asked}
    except Trouble as trouble:
        told = {"problem": trouble.problem, "next_at": at + AGAIN}
        Server.objects.filter(pk=server_id).update(**told)
        return
    with transaction.atomic():
        row = Server.objects.select_for_update().get(pk=server_id)
        row.form, row.read_at, row.problem, row.next_at = form, at, "", at + waits.SERVICES
        row.save(update_fields=["form", "read_at", "problem", "next_at"])
        _put(row, found, questions)


def _offers(door: Door) -> tuple[str, list[Offer]]:
    """The list in the form the server speaks: the one it spoke last, else the other."""
    other = "xml" if door.form == "json" else "json"
    try:
        found, form = door.services(), door.form
    except Trouble as trouble:
        if not (trouble.final or trouble.problem == NOT_UNDERSTOOD):
            raise
        found, form = Door(door.endpoint, door.jurisdiction, form=other).services(), other
    if not found:
        raise Trouble(NO_SERVICES)
    return form, found


def _put(server: Server, found: list[Offer], questions: dict[str, list[Question]]) -> None:
    known = {service.code: service for service in server.services.all()}
    for offer in found:
        service = known.pop(offer.code, None) or Service(server=server, code=offer.code)
        service.name, service.description, service.group = (
            offer.name,
            offer.description,
            offer.group,
        )
        service.questions = [question.plain() for question in questions.get(offer.code, ())]
        service.gone = False
        service.save()
    Service.objects.filter(pk__in=[service.pk for service in known.values()]).update(gone=True)
