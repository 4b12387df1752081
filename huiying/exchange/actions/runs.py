"""The life of an import from a page: uploaded, understood, run in the background, resumed."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping as Said
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from huiying.accounts.actors import Actor
from huiying.exchange.access import check_importer
from huiying.exchange.models import ImportRun, Mapping
from huiying.exchange.places import uploads
from huiying.exchange.queries import path_of, stalled
from huiying.exchange.reading import Opened, Options, open_file
from huiying.exchange.refusals import NoSuchRun, RunUnderWay
from huiying.exchange.rules.mapping import check, key_of
from huiying.lib.tables import Limits, TooLarge

CHUNK = 1024 * 1024
Status = ImportRun.Status


@dataclass(frozen=True, slots=True)
class Choice:
    """How a person wants a file understood."""

    columns: Said[str, str] = field(default_factory=dict)
    source: str = ""
    channel: str = ""
    crs: str = ""
    remember_as: str = ""  # the name of the mapping; "" does not remember


def upload(file: File[bytes], name: str, *, actor: Actor, at: datetime) -> ImportRun:
    """Keep an uploaded file and open it once. Raises what `open_file` raises; then it is gone."""
    check_importer(actor)
    limits = Limits()
    if file.size > limits.size:
        raise TooLarge(name=name, why=f"{file.size // CHUNK} MB，上限 {limits.size // CHUNK} MB")
    # The name of a file is a person's; only its ending is of use on the disk.
    token = secrets.token_hex(16) + Path(name).suffix.lower()[:6]
    target = uploads() / token
    try:
        digest = _write(file, target)
        opened = open_file(target, Options(), at, strict=False)
    except BaseException as problem:
        target.unlink(missing_ok=True)
        params = getattr(problem, "params", {})
        if params.get("name") == target.name:
            params["name"] = name
        raise
    return ImportRun.objects.create(
        by_id=actor.id,
        by_name=actor.name,
        created_at=at,
        file_name=name[:200],
        file_digest=digest,
        upload=token,
        source=opened.source,
        columns=list(opened.columns.items()),
        channel=opened.reading.channel,
        crs=opened.reading.crs.value,
        status=Status.UPLOADED,
    )


def _write(file: File[bytes], target: Path) -> str:
    digest = hashlib.sha256()
    with target.open("xb") as stream:
        target.chmod(0o640)
        for chunk in file.chunks(CHUNK):
            digest.update(chunk)
            stream.write(chunk)
    return digest.hexdigest()


def choose(*, run_id: int, choice: Choice, actor: Actor, at: datetime) -> ImportRun:
    """Keep how the file is to be understood, for the next look at it. Raises RunUnderWay."""
    check_importer(actor)
    with transaction.atomic():
        run = _locked(run_id)
        _only(run, _("更改列对应"), Status.UPLOADED)
        opened = _apply(run, choice, at)
        run.columns = list(opened.columns.items())
        run.save()
    return run


def start(*, run_id: int, choice: Choice, actor: Actor, at: datetime) -> ImportRun:
    """Queue the import. Raises HeaderNotUnderstood, RunUnderWay, UploadGone."""
    from huiying.exchange.tasks import run_import  # noqa: PLC0415  (the task calls back)

    check_importer(actor)
    with transaction.atomic():
        run = _locked(run_id)
        _only(run, _("开始导入"), Status.UPLOADED)
        opened = _apply(run, choice, at)
        check(opened.columns)
        run.columns = list(opened.columns.items())
        if choice.remember_as.strip():
            _remember(run, opened, choice.remember_as.strip(), actor, at)
        run.status, run.beat_at = Status.QUEUED, at
        run.by_id, run.by_name = actor.id, actor.name
        run.save()
        run_import.enqueue(run.pk)
    return run


def resume(*, run_id: int, actor: Actor, at: datetime) -> ImportRun:
    """Queue an import again whose worker died or that failed; rows that are in stay as they are."""
    from huiying.exchange.tasks import run_import  # noqa: PLC0415

    check_importer(actor)
    with transaction.atomic():
        run = _locked(run_id)
        if not stalled(run, at):
            _only(run, _("继续导入"), Status.FAILED)
        path_of(run)
        run.status, run.beat_at, run.problem = Status.QUEUED, at, ""
        run.by_id, run.by_name = actor.id, actor.name
        run.save()
        run_import.enqueue(run.pk)
    return run


def discard(*, run_id: int, actor: Actor, at: datetime) -> None:
    """Throw away an upload that was not imported."""
    check_importer(actor)
    with transaction.atomic():
        run = _locked(run_id)
        if not stalled(run, at):
            _only(run, _("删除"), Status.UPLOADED, Status.FAILED)
        transaction.on_commit(partial(forget_upload, run.upload))
        if run.started_at is None:
            run.delete()
        else:  # rows came in by it: it stays as a record
            run.status, run.finished_at, run.upload = Status.FAILED, at, ""
            run.save()


def forget_upload(token: str) -> None:
    """Remove an uploaded file: contact data lies in it in clear."""
    if token:
        (uploads() / token).unlink(missing_ok=True)


def _locked(run_id: int) -> ImportRun:
    run = ImportRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise NoSuchRun
    return run


def _only(run: ImportRun, verb: str, *statuses: str) -> None:
    if run.status not in statuses:
        raise RunUnderWay(status=str(run.get_status_display()), verb=verb)


def _apply(run: ImportRun, choice: Choice, at: datetime) -> Opened:
    run.source = choice.source.strip()[:40] or run.source
    run.channel = choice.channel or run.channel
    run.crs = choice.crs or run.crs
    options = Options(run.source, "", run.channel, run.crs, choice.columns or run.mapping)
    return open_file(path_of(run), options, at, strict=False)


def _remember(run: ImportRun, opened: Opened, name: str, actor: Actor, at: datetime) -> None:
    """The mapping for this source and set of headers; an older one of that name is replaced."""
    key = key_of(opened.headers)
    Mapping.objects.filter(name=name[:60]).exclude(source=run.source, headers_key=key).delete()
    Mapping.objects.update_or_create(
        source=run.source,
        headers_key=key,
        defaults={
            "name": name[:60],
            "columns": opened.columns,
            "channel": run.channel,
            "crs": run.crs,
            "changed_at": at,
            "changed_by_name": actor.name,
        },
    )
