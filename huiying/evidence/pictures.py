"""Pictures 照片: seen before, older than the case, far from it, or nobody could have been there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from PIL import Image

from huiying.cases.models import Attachment, Case
from huiying.dispatch.models import Assignment
from huiying.evidence.finding import Finding
from huiying.evidence.models import Picture
from huiying.evidence.rules.signs import SHIFT, Sign, Stand, is_older, kmh, metres_off
from huiying.evidence.seen import known, signed
from huiying.files.models import StoredFile
from huiying.files.places import path_of, thumbnail_of
from huiying.journal.queries import history
from huiying.lib.prints import ALIKE, likeness, prints
from huiying.oversight.models import Verification

MOST_LIKE = 60  # of those the prints suspect, the most alike: each is opened and looked at


def look(case: Case) -> list[Finding]:
    """Take in the pictures that are new, and say what is odd about those that are to prove work."""
    rows = Attachment.objects.filter(case=case, picture=None, file__width__isnull=False)
    fresh = list(rows.select_related("file").order_by("id"))
    if not fresh:
        return []
    shown_by = _shown_by(case)
    first = Assignment.objects.filter(case=case).order_by("id").first()
    found: list[Finding] = []
    for attachment in fresh:
        proof = first is not None and attachment.at >= first.dispatched_at
        by = shown_by.get(attachment.pk) if proof else None
        picture = _take_in(case, attachment, by)
        if by is not None:
            found += _odd(case, attachment, picture)
    return found


def _shown_by(case: Case) -> dict[int, int | None]:
    """Attachment → who put it there, as the journal knows; a resident's is not in it."""
    lines = history("case", case.pk)
    return {
        int(line.data["attachment_id"]): line.actor_id for line in lines if line.event == "Attached"
    }


def _take_in(case: Case, attachment: Attachment, by: int | None) -> Picture:
    file = attachment.file
    image = _open(file)
    seen = prints(image) if image else None
    whole, wide, narrow = map(signed, seen) if seen else (None, None, None)
    with transaction.atomic():
        picture, _new = Picture.objects.get_or_create(
            attachment=attachment,
            defaults={
                "case": case, "unit_id": case.lead_unit_id, "by_id": by, "whole": whole,
                "wide": wide, "narrow": narrow, "at": attachment.at,
                "taken_at": file.taken_at if by else None,
                "lon": file.lon if by else None, "lat": file.lat if by else None,
            },
        )  # fmt: skip
    return picture


def _open(file: StoredFile) -> Image.Image | None:
    """The thumbnail, else the picture; None where the bytes are gone or cannot be read."""
    for path in (thumbnail_of(file.digest), path_of(file.digest)):
        try:
            with Image.open(path) as image:
                return image.convert("RGB")
        except (OSError, ValueError, SyntaxError):
            continue
    return None


def _odd(case: Case, attachment: Attachment, picture: Picture) -> Iterator[Finding]:
    unit, ident = picture.unit_id, picture.pk
    if is_older(picture.taken_at, case.received_at):
        yield Finding(Sign.OLDER, unit, picture=ident)
    place = (case.lon, case.lat) if case.lon is not None and case.lat is not None else None
    if metres := metres_off(picture.lon, picture.lat, place):
        yield Finding(Sign.FAR, unit, metres, picture=ident)
    if speed := _speed(picture):
        yield Finding(Sign.SPEED, unit, speed[0], picture=ident, other=speed[1])
    if again := _seen_before(case, attachment, picture):
        yield Finding(Sign.REUSED, unit, again[0], picture=ident, other=again[1])


def _speed(picture: Picture) -> tuple[int, int] | None:
    """(km/h, the other picture) for the stand before or after, whichever is further from true."""
    if picture.taken_at is None or picture.lon is None or picture.lat is None:
        return None
    here = Stand(picture.taken_at, picture.lon, picture.lat)
    mine = Picture.objects.filter(by=picture.by_id, lon__isnull=False).exclude(pk=picture.pk)
    before = mine.filter(taken_at__lte=here.at, taken_at__gte=here.at - SHIFT).order_by("-taken_at")
    after = mine.filter(taken_at__gt=here.at, taken_at__lte=here.at + SHIFT).order_by("taken_at")
    speeds = [
        (kmh(here, Stand(other.taken_at, other.lon, other.lat)), other.pk)
        for other in (before.first(), after.first())
        if other is not None and other.taken_at and other.lon is not None and other.lat is not None
    ]
    fastest = max(speeds, default=(0, 0))
    return fastest if fastest[0] else None


def _seen_before(case: Case, attachment: Attachment, picture: Picture) -> tuple[int, int] | None:
    """(percent of likeness, the earliest picture that it repeats)."""
    image = _open(attachment.file)
    ours = prints(image) if image else None
    if image is None or ours is None:
        return None
    known.refresh()
    like = [ident for ident, _bits in known.like(ours) if ident < picture.pk][:MOST_LIKE]
    rows = Picture.objects.filter(pk__in=like).select_related("attachment__file", "case")
    repeated = [
        (round(share * 100), other.pk)
        for other in rows
        if _matters(case, picture, other)
        and (share := _share(attachment.file, image, other.attachment.file)) >= ALIKE
    ]
    return min(repeated, key=lambda one: one[1], default=None)


def _share(file: StoredFile, image: Image.Image, other: StoredFile) -> float:
    if file.pk == other.pk:
        return 1.0
    theirs = _open(other)
    return min(likeness(image, theirs), 0.99) if theirs else 0.0


def _matters(case: Case, picture: Picture, other: Picture) -> bool:
    """Cases handled together show the same pictures; within a case only old ones are no proof."""
    if other.case_id != case.pk:
        return _family(other.case) != _family(case)
    return other.by_id is None or other.at < _sent_back(case) <= picture.at


def _family(case: Case) -> int:
    return case.master_id or case.parent_id or case.pk


def _sent_back(case: Case) -> datetime:
    """When the result was last refused; before the case where it never was."""
    refused = Verification.objects.filter(case=case, passed=False).order_by("-id").first()
    return refused.at if refused else case.received_at
