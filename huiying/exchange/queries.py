"""Reads of imports and exports: lists, one of them, how a file will be understood."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from huiying.accounts.actors import Actor
from huiying.directory import queries as directory
from huiying.exchange.access import check_importer
from huiying.exchange.facts import Facts, resolve
from huiying.exchange.matching import Matcher
from huiying.exchange.models import Export, ImportRun, Mapping
from huiying.exchange.notes import lines
from huiying.exchange.places import exports, uploads
from huiying.exchange.reading import Opened, Options, open_file
from huiying.exchange.refusals import NoSuchExport, NoSuchRun, UploadGone
from huiying.exchange.rules.mapping import check
from huiying.exchange.rules.refusals import BadRow
from huiying.lib.errors import Refused

SILENT = timedelta(minutes=2)  # a running import gives a sign of life every second or so
WAITING = timedelta(hours=1)  # in the queue
SHOWN = 20  # rows of the preview
LOOKED_AT = 3000  # rows that the preview's counts are made of
EXAMPLES = 8


def runs(actor: Actor, most: int = 50) -> list[ImportRun]:
    """The newest imports, whoever made them."""
    check_importer(actor)
    return list(ImportRun.objects.order_by("-id")[:most])


def run(actor: Actor, run_id: int) -> ImportRun:
    """One import. Raises NoSuchRun."""
    check_importer(actor)
    found = ImportRun.objects.filter(pk=run_id).first()
    if found is None:
        raise NoSuchRun
    return found


def stalled(one: ImportRun, at: datetime) -> bool:
    """Whether the worker of an import seems to have died."""
    if one.status not in (ImportRun.Status.RUNNING, ImportRun.Status.QUEUED):
        return False
    patience = SILENT if one.status == ImportRun.Status.RUNNING else WAITING
    return one.beat_at is None or one.beat_at + patience < at


def path_of(one: ImportRun) -> Path:
    """The uploaded file. Raises UploadGone."""
    path = uploads() / one.upload
    if not one.upload or not path.is_file():
        raise UploadGone(name=one.file_name)
    return path


def refused_path(one: ImportRun) -> Path | None:
    """The workbook of refused rows, if there is one and it is still kept."""
    path = exports() / one.refused_file
    return path if one.refused_file and path.is_file() else None


def exports_of(actor: Actor, most: int = 50) -> list[Export]:
    """One's own exports, the newest first."""
    return list(Export.objects.filter(by_id=actor.id).order_by("-id")[:most])


def export_of(actor: Actor, ident: int) -> Export:
    """One's own export. Raises NoSuchExport."""
    row = Export.objects.filter(pk=ident, by_id=actor.id).first()
    if row is None or actor.id is None:
        raise NoSuchExport
    return row


def export_stalled(one: Export, at: datetime) -> bool:
    """Whether the worker of an export seems to have died."""
    if one.status not in (Export.Status.RUNNING, Export.Status.QUEUED):
        return False
    patience = SILENT if one.status == Export.Status.RUNNING else WAITING
    return one.beat_at is None or one.beat_at + patience < at


def export_path(one: Export, at: datetime) -> Path:
    """The file of a finished export. Raises NoSuchExport when it is not there any longer."""
    path = exports() / one.file
    over = one.expires_at is None or one.expires_at <= at
    if one.status != Export.Status.DONE or over or not one.file or not path.is_file():
        raise NoSuchExport
    return path


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of the preview, as it will be taken in, or why it will not."""

    line: int
    facts: Facts | None
    bad: BadRow | None
    why: str = ""
    how: str = ""

    @property
    def unit(self) -> str:
        row = directory.units().rows.get(self.facts.unit_id or 0) if self.facts else None
        return row.label if row else ""

    @property
    def area(self) -> str:
        row = directory.areas().rows.get(self.facts.area_id or 0) if self.facts else None
        return row.name if row else ""

    @property
    def category(self) -> str:
        row = directory.categories().rows.get(self.facts.category_id or 0) if self.facts else None
        return row.name if row else ""


@dataclass(frozen=True, slots=True)
class Preview:
    """How a file will be understood: counts are of the first LOOKED_AT rows."""

    opened: Opened
    rows: Sequence[Shown]
    looked_at: int
    whole: bool  # that was all of it
    refused: int
    examples: Sequence[Shown]
    notes: Sequence[str]
    problem: Refused | None  # why nothing can be made of these columns yet
    samples: dict[str, list[str]]  # header → some values


def preview(one: ImportRun, at: datetime) -> Preview:
    """Read the beginning of an uploaded file the way the import will. Writes nothing."""
    options = Options(one.source, "", one.channel, one.crs, one.mapping)
    opened = open_file(path_of(one), options, at, strict=False)
    problem = _problem(opened)
    matcher, remarks = Matcher(), Counter[str]()
    shown: list[Shown] = []
    examples: list[Shown] = []
    refused = count = 0
    samples: dict[str, list[str]] = {header: [] for header in opened.headers}
    for line, cells in itertools.islice(opened.table.rows(), LOOKED_AT + 1):
        count += 1
        if count > LOOKED_AT:
            break
        _sample(samples, opened.headers, cells)
        if problem is not None:
            continue
        read = opened.reading.read(line, cells)
        if isinstance(read, BadRow):
            refused += 1
            seen = _bad(read)
            examples += [seen] if len(examples) < EXAMPLES else []
        else:
            remarks.update(read.remarks)
            seen = Shown(line, resolve(read, opened.reading.plan, matcher), None)
        shown += [seen] if len(shown) < SHOWN else []
    return Preview(
        opened,
        shown,
        min(count, LOOKED_AT),
        count <= LOOKED_AT,
        refused,
        examples,
        lines(remarks, matcher.unmatched, opened),
        problem,
        samples,
    )


def _problem(opened: Opened) -> Refused | None:
    try:
        check(opened.columns)
    except Refused as problem:
        return problem
    return None


def _bad(bad: BadRow) -> Shown:
    text = _(bad.message)
    return Shown(bad.line, None, bad, text % bad.params if bad.params else text, _(bad.hint))


def _sample(samples: dict[str, list[str]], headers: Sequence[str], cells: Sequence[object]) -> None:
    for header, cell in zip(headers, cells, strict=False):
        text = str(cell).strip() if cell is not None else ""
        if text and len(samples[header]) < 2:
            samples[header].append(" ".join(text.split())[:40])


def mapping_name(one: ImportRun, opened: Opened) -> str:
    """The name under which this mapping is kept, or would be."""
    return opened.remembered or opened.layout or one.source


def mappings() -> list[Mapping]:
    return list(Mapping.objects.all())
