"""Background entry points: an import, an export, and letting go of what they left behind."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from huiying.accounts.actors import Actor, system
from huiying.accounts.models import Person
from huiying.accounts.queries import actor_of
from huiying.exchange.actions import exporting
from huiying.exchange.actions.files import import_file
from huiying.exchange.actions.runs import forget_upload
from huiying.exchange.models import Export, ImportRun
from huiying.exchange.places import exports, uploads
from huiying.exchange.publishing import publish as publishing
from huiying.exchange.queries import path_of
from huiying.lib.making_way import PATIENT

log = logging.getLogger(__name__)
KEPT = timedelta(days=30)  # refused rows and uploads nobody imported
Status = ImportRun.Status


@task()
def run_import(run_id: int) -> None:
    """Bring in the file of a queued run. Delivered twice, the second time finds nothing to do."""
    at = timezone.now()
    taken = ImportRun.objects.filter(pk=run_id, status=Status.QUEUED)
    if not taken.update(status=Status.RUNNING, beat_at=at):
        return
    run = ImportRun.objects.select_related("by").get(pk=run_id)

    def progress(_phase: str, done: int, total: int) -> None:
        ImportRun.objects.filter(pk=run_id).update(done=done, total=total, beat_at=timezone.now())

    try:
        outcome = import_file(
            path_of(run),
            actor=_actor(run.by, at),
            at=at,
            source=run.source,
            channel=run.channel,
            crs=run.crs,
            columns=run.mapping,
            progress=progress,
            run=run,
        )
    except Exception as failure:
        log.exception("import %s failed", run_id)
        ImportRun.objects.filter(pk=run_id).update(
            status=Status.FAILED,
            finished_at=timezone.now(),
            problem=_("导入中断：%(why)s") % {"why": f"{type(failure).__name__}: {failure}"[:500]},
        )
        return
    ImportRun.objects.filter(pk=run_id).update(finished_at=timezone.now())
    if outcome.why is None:
        forget_upload(run.upload)


@task()
def run_export(ident: int) -> None:
    """Write the file of a queued export, as its owner sees the cases at that moment."""
    at = timezone.now()
    taken = Export.objects.filter(pk=ident, status=Export.Status.QUEUED)
    if not taken.update(status=Export.Status.RUNNING, beat_at=at):
        return
    row = Export.objects.select_related("by").get(pk=ident)
    with override(row.language or None):
        try:
            exporting.write(row, _actor(row.by, at), timezone.now)
        except Exception as failure:
            log.exception("export %s failed", ident)
            why = {"why": f"{type(failure).__name__}: {failure}"[:500]}
            Export.objects.filter(pk=ident).update(
                status=Export.Status.FAILED,
                finished_at=timezone.now(),
                expires_at=timezone.now() + exporting.KEPT,
                problem=_("导出中断：%(why)s") % why,
            )


def expire_exports(at: datetime) -> int:
    """Remove the files whose time is over; by the clock, once an hour. Returns how many."""
    due = list(Export.objects.filter(expires_at__lte=at)[:500])
    for row in due:
        exporting.let_go(row)
    return len(due)


def _actor(person: Person | None, at: datetime) -> Actor:
    if person is None:
        return system(_("导入"))
    return actor_of(person, timezone.localtime(at).date())


def forget_files(at: datetime) -> int:
    """Remove old refused rows and uploads, for contact data lies in them; once a day."""
    before = (at - KEPT).timestamp()
    gone = 0
    for folder in (uploads(), exports()):
        for path in folder.iterdir():
            if path.is_file() and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
                gone += 1
    return gone


def publish_due(at: datetime) -> bool:
    """By the clock: whether today's open data is still to be written, and was put to the queue."""
    due = publishing.due(at)
    if due:
        publish_open_data.enqueue()
    return due


@task(queue_name=PATIENT)
def publish_open_data() -> None:
    """Write today's open data, once."""
    publishing.publish_nightly(timezone.now())
