"""An edition of the open data: a folder of its own, taken in use when it is whole."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from huiying.exchange.publishing.tables import LOCAL, TABLES
from huiying.exchange.publishing.writing import write

KEPT = 3  # editions that stay, so that a download that has begun can end
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Edition:
    """What is published: ``tables`` name → {"rows": …, "files": {ending: bytes}}."""

    folder: Path
    at: datetime
    tables: dict[str, dict[str, Any]]


def home() -> Path:
    return Path(settings.HOME) / "public-data"


def publish(at: datetime) -> Edition:
    """Write every table anew; the new edition takes the place of the old one in one step."""
    root = home()
    root.mkdir(parents=True, exist_ok=True)
    part = root / f".part.{os.getpid()}"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    try:
        tables = {}
        for table in TABLES:
            count, endings = write(table, part)
            files = {end: (part / f"{table.name}.{end}").stat().st_size for end in endings}
            tables[table.name] = {"rows": count, "files": files}
        told = {"at": at.isoformat(), "tables": tables}
        (part / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
        folder = root / at.astimezone(LOCAL).strftime("%Y%m%dT%H%M%S")
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    _forget_old(root)
    return Edition(folder, at, tables)


def current() -> Edition | None:
    """The newest whole edition, None before the first."""
    for folder in reversed(_editions(home())):
        try:
            told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        return Edition(folder, datetime.fromisoformat(told["at"]), told["tables"])
    return None


def publish_nightly(at: datetime) -> bool:
    """By the clock: a new edition on each day, none twice; whether one was written."""
    if not due(at):
        return False
    publish(at)
    return True


def due(at: datetime) -> bool:
    """Whether there is no edition of this day yet."""
    known = current()
    return known is None or known.at.astimezone(LOCAL).date() < at.astimezone(LOCAL).date()


def _editions(root: Path) -> list[Path]:
    return sorted(path for path in root.glob("2*T*") if path.is_dir())


def _forget_old(root: Path) -> None:
    for folder in _editions(root)[:-KEPT]:
        shutil.rmtree(folder, ignore_errors=True)
