"""Photos of an issue: taken in, boxed into a new copy, removed. The original is never public."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from huiying.accounts.actors import Actor
from huiying.cases.files import one_of
from huiying.cases.models import Attachment
from huiying.column import queries
from huiying.column.actions.core import act
from huiying.column.events import PictureBoxed, PictureRemoved, PicturesAdded
from huiying.column.models import Exposure, Picture
from huiying.column.refusals import (
    NoSuchPicture,
    NotAPicture,
    NotConfirmed,
    OriginalGone,
    TooManyPictures,
)
from huiying.column.rules.boxes import Box, burn
from huiying.files import actions as files
from huiying.files.actions import Upload
from huiying.files.models import StoredFile
from huiying.files.places import path_of
from huiying.files.rules.kinds import JPEG, KEPT, Family
from huiying.files.rules.refusals import Broken

MOST = 12  # photos of one issue
ORIGINALS_KEPT = timedelta(days=90)  # of an issue that drags on; closing lets go at once


def keep(uploads: Sequence[tuple[str, Upload]], at: datetime) -> list[StoredFile]:
    """Store uploads before anything is locked; photos only. Raises NotAPicture, a BadFile."""
    stored = []
    for name, upload in uploads:
        file = files.store(upload, name, at)
        kind = KEPT.get(file.media_type)
        if kind is None or kind.family is not Family.IMAGE:
            raise NotAPicture(name=name)
        stored.append(file)
    return stored


def attach(row: Exposure, moment: str, stored: Sequence[StoredFile], at: datetime) -> None:
    """Put stored photos to an exposure; each waits for its boxes. Raises TooManyPictures."""
    if row.pictures.count() + len(stored) > MOST:
        raise TooManyPictures(most=MOST)
    Picture.objects.bulk_create(
        Picture(exposure=row, moment=moment, round=row.round, original=file, at=at)
        for file in stored
    )


def add_pictures(
    *, exposure_id: int, moment: str, uploads: Sequence[tuple[str, Upload]], actor: Actor,
    at: datetime,
) -> Exposure:  # fmt: skip
    """More photos, before or after."""
    stored = keep(uploads, at)
    with act("picture", exposure_id, actor=actor, at=at) as deed:
        attach(deed.row, Picture.Moment(moment), stored, at)
        deed.tell(PicturesAdded(deed.row.pk, moment=moment, count=len(stored)))
    return deed.row


def take_from_case(
    *, exposure_id: int, attachment_ids: Sequence[int], actor: Actor, at: datetime
) -> Exposure:
    """Photos of the case the issue is about, as before-pictures still to be looked through."""
    with act("picture", exposure_id, actor=actor, at=at) as deed:
        found = [_photo(deed.row, ident) for ident in attachment_ids]
        attach(deed.row, Picture.Moment.BEFORE, [one.file for one in found], at)
        deed.tell(PicturesAdded(deed.row.pk, moment="before", count=len(found)))
    return deed.row


def _photo(row: Exposure, ident: int) -> Attachment:
    if row.case is None:
        raise NoSuchPicture
    found = one_of(row.case, ident)
    kind = KEPT.get(found.file.media_type)
    if kind is None or kind.family is not Family.IMAGE:
        raise NotAPicture(name=found.name)
    return found


def box(
    *, exposure_id: int, picture_id: int, boxes: Sequence[Box], clean: bool, actor: Actor,
    at: datetime,
) -> Picture:  # fmt: skip
    """Burn boxes into a new copy, which may be shown. ``clean``: there is nothing to hide in it.

    Raises NotConfirmed when there is neither, OriginalGone, NoSuchPicture.
    """
    if not boxes and not clean:
        raise NotConfirmed
    seen = queries.picture_for(actor, exposure_id, picture_id)
    if seen.original is None:
        raise OriginalGone
    made = _copy(seen.original, boxes, at)
    with act("picture", exposure_id, actor=actor, at=at) as deed:
        row = Picture.objects.select_for_update().filter(pk=picture_id).first()
        if row is None:
            raise NoSuchPicture
        if row.original_id != seen.original_id:
            raise OriginalGone
        before, row.shown = row.shown_id, made
        row.boxes = [one.row() for one in boxes]
        row.confirmed_by = actor.name
        row.save()
        deed.tell(PictureBoxed(deed.row.pk, picture_id=row.pk, boxes=len(boxes)))
        if before and before != made.pk:
            transaction.on_commit(partial(files.discard, [before], at))
    return row


def _copy(original: StoredFile, boxes: Sequence[Box], at: datetime) -> StoredFile:
    """A new file: boxes burnt in, drawn anew, nothing in it but pixels."""
    try:
        data = path_of(original.digest).read_bytes()
    except FileNotFoundError:
        raise Broken(name=original.digest[:8]) from None
    return files.store(burn(data, boxes), f"photo.{JPEG.extension}", at)


def remove_picture(*, exposure_id: int, picture_id: int, actor: Actor, at: datetime) -> None:
    """Take a photo away, with its original and its copy."""
    with act("picture", exposure_id, actor=actor, at=at) as deed:
        row = Picture.objects.filter(pk=picture_id, exposure=deed.row).first()
        if row is None:
            raise NoSuchPicture
        idents = [ident for ident in (row.original_id, row.shown_id) if ident]
        row.delete()
        deed.tell(PictureRemoved(deed.row.pk, picture_id=picture_id))
        transaction.on_commit(partial(files.discard, idents, at))


def let_go(row: Exposure, at: datetime) -> None:
    """Let go of every original, and of photos that were never fit to be shown."""
    held = list(row.pictures.filter(original__isnull=False).values_list("original_id", flat=True))
    row.pictures.filter(shown=None).delete()
    row.pictures.update(original=None)
    transaction.on_commit(partial(files.discard, held, at))


def forget_originals(at: datetime) -> int:
    """Let go of originals older than 90 days, so that no issue keeps what retention removed.

    Returns how many. By the clock.
    """
    old = Picture.objects.filter(original__isnull=False, at__lt=at - ORIGINALS_KEPT)
    with transaction.atomic():
        rows = list(old.select_for_update().values_list("pk", "original_id"))
        here = Picture.objects.filter(pk__in=[pk for pk, _original in rows])
        here.filter(shown=None).delete()
        here.update(original=None)
        held = [original for _pk, original in rows if original]
        transaction.on_commit(partial(files.discard, held, at))
    return len(rows)
