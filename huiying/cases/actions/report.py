"""A resident reports over the network: the case, its photos, exactly once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import File

from huiying.accounts.actors import Actor, system
from huiying.cases import tracking
from huiying.cases.actions.arrival import Outcome, take_in
from huiying.cases.actions.files import attach
from huiying.cases.actions.intake import NewCase
from huiying.cases.models import Case
from huiying.files.actions import store
from huiying.files.places import most_per_act
from huiying.files.rules.refusals import TooMany
from huiying.lib.errors import Refused


@dataclass(frozen=True, slots=True)
class Arrival:
    """The case, and why photos of it could not be kept (none unless ``lenient``)."""

    case: Case
    refused: tuple[Refused, ...] = ()


def resident() -> Actor:
    return system("诉求人")


def report(
    new: NewCase, *, at: datetime, key: str, uploads: Sequence[File[bytes]] = (),
    lenient: bool = False,
) -> Arrival:  # fmt: skip
    """Take a resident's report in and file it, with photos the person sees again when tracking.

    ``key``: sent twice, the case that is there comes back. A photo that cannot be kept refuses the
    whole before anything is written, so that the person can mend it; with ``lenient`` (a draft
    that was sent later, when nobody looks on) the case is taken without that photo.
    """
    good, refused = _looked_at(uploads, at, lenient=lenient)
    case = take_in(new, outcome=Outcome.FILE, actor=resident(), at=at, key=key)
    if good and case.open:
        attach(case_id=case.pk, actor=resident(), at=at, uploads=good, to_person=True)
    return Arrival(case, refused)


def _looked_at(
    uploads: Sequence[File[bytes]], at: datetime, *, lenient: bool
) -> tuple[list[File[bytes]], tuple[Refused, ...]]:
    """The photos that can be kept (they are stored by now, redrawn without metadata)."""
    most = most_per_act()
    if len(uploads) > most and not lenient:
        raise TooMany(count=len(uploads), most=most)
    good: list[File[bytes]] = []
    refused: list[Refused] = []
    for upload in uploads[:most]:
        try:
            store(upload, upload.name or "", at)
        except Refused as problem:
            if not lenient:
                raise
            refused.append(problem)
        else:
            good.append(upload)
    return good, tuple(refused)


def add_photos(*, code: str, at: datetime, uploads: Sequence[File[bytes]]) -> Case | None:
    """Further photos by the person who holds the tracking code; None for an unknown code."""

    case = tracking.by_code(code)
    if case is None:
        return None
    _looked_at(uploads, at, lenient=False)
    attach(case_id=case.pk, actor=resident(), at=at, uploads=list(uploads), to_person=True)
    return case
