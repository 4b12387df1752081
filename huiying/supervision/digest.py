"""The morning's mail: once a working day, to who wants it and has something unread."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction
from django.db.models import Count

from huiying.accounts import queries as accounts
from huiying.accounts.actors import system
from huiying.directory import queries as directory
from huiying.journal.actions import record_all
from huiying.lib.workcalendar import CalendarEnds
from huiying.supervision.events import Digested
from huiying.supervision.models import Digest, Item
from huiying.supervision.nudging import LOCAL

MORNING, NOON = time(8, 30), time(12)  # later than noon a digest of the morning is no news
BY = system("supervision").by


def run_due(at: datetime) -> int:
    """Tell who has something waiting; how many people. Nobody twice on a day."""
    local = at.astimezone(LOCAL)
    if not MORNING <= local.time() < NOON or not _worked(at):
        return 0
    told = set(Digest.objects.filter(day=local.date()).values_list("person", flat=True))
    wanting = [ident for ident in accounts.digest_readers() if ident not in told]
    unread = Item.objects.filter(person__in=wanting, seen_at=None).values("person").order_by()
    waiting = {row["person"]: row["n"] for row in unread.annotate(n=Count("pk"))}
    if not waiting:
        return 0
    with transaction.atomic():
        Digest.objects.bulk_create(Digest(person_id=ident, day=local.date()) for ident in waiting)
        events = [(Digested(ident, waiting=n), at) for ident, n in sorted(waiting.items())]
        record_all(events, by=BY)
    return len(waiting)


def _worked(at: datetime) -> bool:
    try:
        return directory.calendar_of(None).is_working_day(at.astimezone(LOCAL).date())
    except CalendarEnds:
        return at.astimezone(LOCAL).weekday() < 5
