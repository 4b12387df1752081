"""Keeping files and letting go of them. Bytes reach the disk before the row, and leave it after."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from secrets import token_hex

from django.core.files.base import File
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from huiying.files.models import StoredFile
from huiying.files.places import most_bytes, path_of, thumbnail_of
from huiying.files.queries import unreferenced
from huiying.files.rules.intake import Fit, check_size, examine
from huiying.files.rules.taken import Taken, taken

Upload = bytes | File[bytes]
JUST_STORED = timedelta(hours=1)


def store(upload: Upload, name: str, at: datetime, *, proof: bool = False) -> StoredFile:
    """Check a file by its content and keep it; identical content is kept once.

    Images are redrawn without metadata, the original is not kept. ``proof``: somebody shows their
    own work, so when and where a photo was taken is kept beside it. Call it before a transaction
    locks anything: it takes up to a second for a large photo. Raises a BadFile.
    """
    most = most_bytes()
    data = read(upload, name, most)
    row = keep(examine(data, name, most=most), at)
    return _proven(row, taken(data)) if proof else row


def _proven(row: StoredFile, told: Taken) -> StoredFile:
    """What is known already is not overwritten: the same pixels with another date come later."""
    if told.at is not None and row.taken_at is None:
        row.taken_at = told.at
    if told.lon is not None and row.lon is None:
        row.lon, row.lat = told.lon, told.lat
    row.save(update_fields=["taken_at", "lon", "lat"])
    return row


def read(upload: Upload, name: str, most: int) -> bytes:
    """All bytes of an upload, never more than ``most`` of them."""
    if isinstance(upload, bytes):
        return upload
    check_size(upload.size, most, name)
    upload.seek(0)
    return bytes(upload.read(most + 1))


def keep(fit: Fit, at: datetime) -> StoredFile:
    """Put examined bytes on the disk and their row beside them."""
    digest = fit.digest
    # Written anew even when it is there already: that mends a lost file, and tells `_unlink`,
    # which may be at work on the same bytes, that they are wanted again.
    _write(path_of(digest), fit.data)
    if fit.thumbnail:
        _write(thumbnail_of(digest), fit.thumbnail)
    while True:
        if StoredFile.objects.filter(digest=digest).update(stored_at=at):
            if known := StoredFile.objects.filter(digest=digest).first():
                return known
            continue
        try:
            with transaction.atomic():
                return StoredFile.objects.create(
                    digest=digest,
                    media_type=fit.kind.media_type,
                    size=len(fit.data),
                    width=fit.width,
                    height=fit.height,
                    thumbnail=bool(fit.thumbnail),
                    stored_at=at,
                )
        except IntegrityError:
            continue  # somebody else was storing the same content: use that row


def _write(target: Path, data: bytes) -> None:
    """Whole or not at all: a temporary name, fsync, rename, fsync of the folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{token_hex(6)}.part")
    try:
        with draft.open("xb") as file:
            os.fchmod(file.fileno(), 0o640)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def discard(idents: Collection[int], at: datetime) -> int:
    """Let go of those of the files that nothing refers to any more; returns how many.

    The bytes leave the disk when the caller's transaction is committed. A file stored a moment
    ago may be about to be attached: it is left to the clean-up.
    """
    return sum(_discard(ident, at - JUST_STORED) for ident in idents)


def _discard(ident: int, before: datetime) -> bool:
    try:
        with transaction.atomic():
            free = unreferenced().filter(pk=ident, stored_at__lte=before)
            row = _locked(free).first()
            if row is None:
                return False
            paths = (path_of(row.digest), thumbnail_of(row.digest))
            seen = {path: path.stat().st_ino for path in paths if path.exists()}
            row.delete()
            transaction.on_commit(partial(_unlink, seen))
    except IntegrityError:  # somebody attached it just now
        return False
    return True


def _locked(rows: QuerySet[StoredFile]) -> QuerySet[StoredFile]:
    """Lock, passing over what somebody else holds; SQLite has one writer and needs neither."""
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows


def _unlink(seen: dict[Path, int]) -> None:
    for path, inode in seen.items():
        remove_if(path, partial(_is, inode))


def _is(inode: int, path: Path) -> bool:
    return path.stat().st_ino == inode


def remove_if(path: Path, unwanted: Callable[[Path], bool]) -> bool:
    """Remove a file if ``unwanted`` still holds after nobody can find it under its name.

    A store of the same content that comes in between is noticed and the bytes are put back.
    """
    aside = path.with_name(f".{path.name}.{token_hex(6)}.part")
    try:
        path.rename(aside)
    except FileNotFoundError:
        return False
    if unwanted(aside):
        aside.unlink()
        return True
    aside.rename(path)  # the same content, so whatever lies there by now is no loss
    return False
