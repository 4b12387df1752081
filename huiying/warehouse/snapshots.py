"""A snapshot: a folder of Parquet files of one moment, taken in use when it is whole."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from huiying.lib.errors import Refused
from huiying.warehouse.tables import Extract
from huiying.warehouse.writing import write

MANIFEST = "manifest.json"
KEPT = 7


class NoSnapshot(Refused):
    code = "no_snapshot"
    message = "还没有数据快照。"
    hint = "请先执行 huiying warehouse take。"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``tables``: name → {"rows": …, "bytes": …, "sha256": …, "columns": {name: meaning}}."""

    folder: Path
    at: datetime
    tables: dict[str, dict[str, Any]]

    def path(self, table: str) -> Path:
        return self.folder / f"{table}.parquet"


def root() -> Path:
    return Path(settings.HOME) / "warehouse"


def take(extracts: Sequence[Extract], at: datetime, *, kept: int = KEPT) -> Snapshot:
    """Write all tables as they are at one moment; older snapshots beyond ``kept`` go.

    Broken off, it leaves what was there before. Writers are not held up: both databases read
    from one view of the data while others go on.
    """
    home = root()
    home.mkdir(parents=True, exist_ok=True)
    part = home / f".part.{os.getpid()}"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    try:
        with one_view():
            tables = {table.name: _written(table, part) for table in extracts}
        told = {"at": at.isoformat(), "tables": tables}
        (part / MANIFEST).write_text(json.dumps(told, indent=1), encoding="utf-8")
        folder = home / at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    for old in _folders()[:-kept]:
        shutil.rmtree(old, ignore_errors=True)
    return Snapshot(folder, at, tables)


def _written(table: Extract, folder: Path) -> dict[str, Any]:
    target = folder / f"{table.name}.parquet"
    rows = write(table, target)
    with target.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {
        "rows": rows,
        "bytes": target.stat().st_size,
        "sha256": digest,
        "about": table.about,
        "columns": {one.name: one.meaning for one in table.columns},
    }


def all_of() -> list[Snapshot]:
    """Every whole snapshot, the newest first."""
    found = []
    for folder in reversed(_folders()):
        try:
            told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        found.append(Snapshot(folder, datetime.fromisoformat(told["at"]), told["tables"]))
    return found


def newest() -> Snapshot:
    """Raises NoSnapshot."""
    for one in all_of():
        return one
    raise NoSnapshot


def _folders() -> list[Path]:
    return sorted(path for path in root().glob("2*Z") if path.is_dir())


@contextmanager
def one_view() -> Iterator[None]:
    """All reads within see the data of one moment."""
    if connection.in_atomic_block:
        yield
        return
    how = " ISOLATION LEVEL REPEATABLE READ, READ ONLY" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN" + how)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
