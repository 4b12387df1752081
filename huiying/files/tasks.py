"""Cleaning up: files nobody refers to, bytes without a row, drafts of writes that were cut off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from huiying.files.actions import discard, remove_if
from huiying.files.models import StoredFile
from huiying.files.places import root
from huiying.files.queries import unreferenced

KEPT = timedelta(days=1)  # an upload may wait so long for the form it belongs to
MOST = 2000  # files per run
FOLDERS = 256


def forget_orphans(at: datetime) -> int:
    """Remove files that belong to nothing for a day; returns how many.

    Meant to run every hour: each run also looks through one part in 24 of the folders on the
    disk, so that a day sees them all and no run takes long.
    """
    old = unreferenced().filter(stored_at__lt=at - KEPT).order_by("id")
    gone = discard(list(old.values_list("pk", flat=True)[:MOST]), at)
    for number in range(at.hour, FOLDERS, 24):
        gone += _sweep(root() / f"{number:02x}", at)
    return gone


def _sweep(folder: Path, at: datetime) -> int:
    """Remove what lies in a folder without a row since a day: a process died half-way."""
    before = (at - KEPT).timestamp()
    old = [path for path in _files(folder) if path.stat().st_mtime < before]
    digests = {path.name.removesuffix(".thumb") for path in old}
    known: set[str] = set()
    for some in _parts(sorted(digests)):
        known.update(StoredFile.objects.filter(digest__in=some).values_list("digest", flat=True))
    gone = 0
    for path in old:
        if path.name.removesuffix(".thumb") not in known:
            gone += remove_if(path, lambda aside: aside.stat().st_mtime < before)
    return gone


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.glob("*/*") if path.is_file())


def _parts(digests: list[str]) -> Iterator[list[str]]:
    return (digests[start : start + 500] for start in range(0, len(digests), 500))
