"""`import_file`: one file, one run, one outcome."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as Said
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from huiying.accounts.actors import Actor
from huiying.exchange.access import check_importer
from huiying.exchange.actions.importing import Import, Progress
from huiying.exchange.models import ImportRun
from huiying.exchange.notes import lines
from huiying.exchange.reading import Opened, Options, open_file
from huiying.lib.errors import Refused

ALLOWED_SHARE = 0.2  # of the rows may be refused; above it the whole file is


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file. ``why`` is set when the whole file was refused: nothing is written."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    refused_file: Path | None = None
    notes: list[str] = field(default_factory=list)
    source: str = ""
    why: Refused | None = None


def import_file(
    path: Path | str,
    *,
    actor: Actor,
    at: datetime,
    source: str = "",
    mapping_name: str = "",
    channel: str = "",
    crs: str = "",
    columns: Said[str, str] | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    allow_refused_share: float = ALLOWED_SHARE,
    run: ImportRun | None = None,
) -> Outcome:
    """Bring a table of cases in. The same file again changes nothing.

    Cases are known by (source, number in the file). Rows that cannot be taken in are written to
    ``refused_file``; when more than ``allow_refused_share`` of them are bad, or the file or its
    header cannot be understood, nothing is written and ``why`` says so. A stopped import can be
    run again: what was written stays and counts as unchanged (as created, when ``run`` is the
    stopped run itself). ``progress`` gets the phase and rows done. Raises NotYours.
    """
    check_importer(actor)
    path = Path(path)
    options = Options(source, mapping_name, channel, crs, columns)
    try:
        opened = open_file(path, options, at)
    except Refused as problem:
        refused = Outcome(why=problem)
        _finish(run, at, refused)
        return refused
    record = run or _new_run(path, opened, actor, at)
    job = Import(opened, record, actor=actor, at=at, progress=progress, dry_run=dry_run)
    if not dry_run:
        _start(record, opened, at)
    with closing(job.refused) as refused_rows:
        why = _refusal(job, allow_refused_share)
        refused_file = refused_rows.write(opened.headers, _refused_name(path, at))
    outcome = Outcome(
        **job.tally.counts(),
        refused_file=refused_file,
        notes=lines(job.tally.remarks, job.matcher.unmatched, opened),
        source=opened.source,
        why=why,
    )
    if not dry_run:
        _finish(record, at, outcome)
    return outcome


def _refusal(job: Import, share: float) -> Refused | None:
    """Do the job; why the whole file was refused, None when it was not."""
    try:
        job.check(share)
        job.write()
    except Refused as why:
        return why
    except BaseException as failure:
        if job.run.pk is not None:
            job.run.status = ImportRun.Status.FAILED
            job.run.problem = f"{type(failure).__name__}: {failure}"[:500]
            job.run.save(update_fields=["status", "problem"])
        raise
    return None


def _refused_name(path: Path, at: datetime) -> str:
    stem = "".join(c if c.isalnum() or c in "-_" else "_" for c in path.stem)[:60]
    return f"refused-{stem}-{at:%Y%m%d-%H%M%S}.xlsx"


def _new_run(path: Path, opened: Opened, actor: Actor, at: datetime) -> ImportRun:
    return ImportRun(
        by_id=actor.id,
        by_name=actor.name,
        created_at=at,
        file_name=path.name[:200],
        file_digest=digest_of(path),
        source=opened.source,
    )


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _start(run: ImportRun, opened: Opened, at: datetime) -> None:
    run.status = ImportRun.Status.RUNNING
    run.started_at = run.beat_at = at
    run.source = opened.source
    run.columns = list(opened.columns.items())
    run.channel = opened.reading.channel
    run.crs = opened.reading.crs.value
    run.save()


def _finish(run: ImportRun | None, at: datetime, outcome: Outcome) -> None:
    if run is None:
        return
    run.status = ImportRun.Status.REFUSED if outcome.why else ImportRun.Status.DONE
    run.finished_at = at
    names = ("rows", "created", "updated", "unchanged", "refused")
    run.counts = {name: getattr(outcome, name) for name in names}
    run.notes = outcome.notes
    run.refused_file = outcome.refused_file.name if outcome.refused_file else ""
    run.problem = str(outcome.why) if outcome.why else ""
    run.done = run.total = outcome.rows
    run.save()
