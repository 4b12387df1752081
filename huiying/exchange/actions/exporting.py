"""The life of an export: asked for, written in the background, fetched, gone after some days."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiying.accounts.actors import Actor
from huiying.cases.listing import Filter
from huiying.cases.queries import every_id
from huiying.cases.saved import told
from huiying.exchange.events import Exported
from huiying.exchange.exports import KINDS, Target, export_cases
from huiying.exchange.exports import write as write_table
from huiying.exchange.models import Export
from huiying.exchange.places import exports
from huiying.exchange.queries import export_stalled
from huiying.exchange.refusals import BadOption, NoSuchExport, TooManyExports
from huiying.journal import actions as journal
from huiying.lib.tables import Sheet

KEPT = timedelta(days=7)
MOST_WAITING = 5  # of one person
NONE, MASKED, STAFF = "none", "masked", "staff"  # whose personal data is in a file
PERSONAL = {"cases": MASKED, "journal": STAFF}  # what else is exported names nobody
Status = Export.Status
UNDER_WAY = (Status.QUEUED, Status.RUNNING)


def ask(*, actor: Actor, wanted: Filter, kind: str, at: datetime) -> Export:
    """Queue a list of cases; the same list that is under way already is not written twice.

    Raises BadOption and TooManyExports.
    """
    from huiying.exchange.tasks import run_export  # noqa: PLC0415  (the task calls back)

    _check(kind)
    with transaction.atomic():
        mine = Export.objects.filter(by_id=actor.id, status__in=UNDER_WAY)
        same = mine.filter(what="cases", kind=kind, query=wanted.query()).first()
        if same is not None:
            return same
        if mine.count() >= MOST_WAITING:
            raise TooManyExports(most=MOST_WAITING)
        row = _row(actor, "cases", kind, wanted.query(), at)
        row.status, row.beat_at = Status.QUEUED, at
        row.save()
        run_export.enqueue(row.pk)
    return row


def again(*, ident: int, actor: Actor, at: datetime) -> Export:
    """Queue an export anew that stopped half-way; one that goes on is left alone.

    Raises NoSuchExport.
    """
    from huiying.exchange.tasks import run_export  # noqa: PLC0415

    with transaction.atomic():
        row = own(ident, actor)
        if row.status == Status.FAILED or export_stalled(row, at):
            _unlink(row)
            row.status, row.beat_at, row.problem, row.done = Status.QUEUED, at, "", 0
            row.file, row.expires_at = "", None
            row.save()
            run_export.enqueue(row.pk)
    return row


def remove(*, ident: int, actor: Actor) -> None:
    """Throw one's own file away before its time; that it was written stays on record."""
    with transaction.atomic():
        row = own(ident, actor)
        if row.status in (Status.DONE, Status.FAILED):
            let_go(row)


def own(ident: int, actor: Actor) -> Export:
    """One's own export, locked. Raises NoSuchExport."""
    row = Export.objects.select_for_update().filter(pk=ident, by_id=actor.id).first()
    if row is None or actor.id is None:
        raise NoSuchExport
    return row


def send_cases(*, actor: Actor, wanted: Filter, kind: str, target: Target, at: datetime) -> int:
    """Write a list straight into ``target`` and record that it went out; returns the rows."""
    _check(kind)
    rows = export_cases(every_id(actor, wanted, at), kind, target)
    sent(actor=actor, what="cases", kind=kind, query=wanted.query(), rows=rows, at=at)
    return rows


def send_sheet(
    *, actor: Actor, what: str, sheet: Sheet, kind: str, target: Target, query: str, at: datetime
) -> int:
    """Write another table straight into ``target`` and record it; ``query``: which part of it."""
    _check(kind)
    rows = write_table(sheet, kind, target)
    sent(actor=actor, what=what, kind=kind, query=query, rows=rows, at=at)
    return rows


def sent(*, actor: Actor, what: str, kind: str, query: str, rows: int, at: datetime) -> Export:
    """Record an export that somebody got at once."""
    with transaction.atomic():
        row = _row(actor, what, kind, told(query) if what == "cases" else query, at)
        row.status, row.done, row.total, row.finished_at = Status.SENT, rows, rows, at
        row.save()
        tell(row, actor, at)
    return row


def write(row: Export, actor: Actor, clock: Callable[[], datetime]) -> int:
    """Write the file of an export that is running. For the background; returns the rows."""
    mine = Export.objects.filter(pk=row.pk)

    def progress(done: int) -> None:
        mine.update(done=done, beat_at=clock())

    idents = every_id(actor, Filter.parse(QueryDict(row.query)), clock())
    row.file = f"{secrets.token_hex(16)}.{row.kind}"
    # Told beforehand: should the process die, what it wrote is found and removed in time.
    begun = clock()
    mine.update(total=len(idents), beat_at=begun, file=row.file, expires_at=begun + KEPT)
    target = exports() / row.file
    try:
        with target.open("xb") as stream:
            target.chmod(0o640)
            rows = export_cases(idents, row.kind, stream, progress)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    ended = clock()
    with transaction.atomic():
        row.status, row.done, row.total = Status.DONE, rows, rows
        row.query = told(row.query)  # no name or number is kept that nobody needs any longer
        row.size, row.finished_at, row.expires_at = target.stat().st_size, ended, ended + KEPT
        row.save()
        tell(row, actor, ended)
    return rows


def let_go(row: Export) -> None:
    """Remove the file and what was asked for; the fact that it was written stays."""
    _unlink(row)
    row.status, row.file, row.query, row.expires_at = Status.EXPIRED, "", told(row.query), None
    row.save()


def _unlink(row: Export) -> None:
    if row.file:
        (exports() / row.file).unlink(missing_ok=True)


def tell(row: Export, actor: Actor, at: datetime) -> None:
    """The journal's line: who, what, which filter, how many, whether persons are in it."""
    query = told(row.query) if row.what == "cases" else row.query
    personal = PERSONAL.get(row.what, NONE)
    event = Exported(row.pk, row.what, row.kind, query, row.done, personal)
    journal.record(event, by=actor.by, at=at)


def _row(actor: Actor, what: str, kind: str, query: str, at: datetime) -> Export:
    return Export(
        by_id=actor.id,
        by_name=actor.name[:80],
        language=get_language() or "",
        what=what,
        kind=kind,
        query=query,
        created_at=at,
    )


def _check(kind: str) -> None:
    if kind not in KINDS:
        raise BadOption(name=_("格式"), value=kind, known="、".join(KINDS))
