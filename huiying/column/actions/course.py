"""The course of an issue: published, answered by the unit, checked again, closed or withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huiying.accounts.actors import Actor
from huiying.column.actions.core import Deed, act, current_round
from huiying.column.actions.pictures import attach, keep, let_go
from huiying.column.events import (
    ExposureAnswered,
    ExposureClosed,
    ExposurePublished,
    ExposureRechecked,
    ExposureRelapsed,
    ExposureWithdrawn,
    TermChanged,
)
from huiying.column.models import Exposure, Picture
from huiying.column.refusals import DuePassed, PicturesOpen
from huiying.files.actions import Upload


def publish(
    *, exposure_id: int, actor: Actor, at: datetime, version: int | None = None
) -> Exposure:
    """Show it to everybody. Raises PicturesOpen while a photo was not looked through."""
    with act("publish", exposure_id, actor=actor, at=at, version=version) as deed:
        row = deed.row
        _all_looked_through(deed)
        if row.due_at <= at:
            raise DuePassed
        row.published_at = at
        current_round(row)
        deed.tell(ExposurePublished(row.pk, due=row.due_at.isoformat()))
    return row


def _all_looked_through(deed: Deed) -> None:
    """Nothing is published with, or closed over, a photo nobody has looked through."""
    count = deed.row.pictures.filter(shown=None).count()
    if count:
        raise PicturesOpen(count=count, verb=deed.verb.label)


def extend(
    *, exposure_id: int, text: str, due_at: datetime, actor: Actor, at: datetime,
    version: int | None = None,
) -> Exposure:  # fmt: skip
    """Another term, with the reason in the open."""
    with act("extend", exposure_id, actor=actor, at=at, version=version) as deed:
        row, before = deed.row, deed.row.due_at
        deed.term(due_at)
        now = current_round(row)
        now.opening = deed.said(text)
        now.save(update_fields=["opening"])
        deed.tell(TermChanged(row.pk, due_before=before.isoformat(), due=row.due_at.isoformat()))
    return row


def answer(
    *, exposure_id: int, text: str, uploads: Sequence[tuple[str, Upload]], actor: Actor,
    at: datetime, version: int | None = None,
) -> Exposure:  # fmt: skip
    """The unit says what it did; its photos wait until an editor has looked them through."""
    files = keep(uploads, at)
    with act("answer", exposure_id, actor=actor, at=at, version=version) as deed:
        row, now = deed.row, current_round(deed.row)
        now.answer, now.answered_at = deed.said(text), at
        now.save(update_fields=["answer", "answered_at"])
        attach(row, Picture.Moment.AFTER, files, at)
        deed.tell(ExposureAnswered(row.pk, round=row.round, photos=len(files)))
    return row


def approve(
    *, exposure_id: int, text: str, actor: Actor, at: datetime, version: int | None = None
) -> Exposure:
    """Looked at again on the spot: it is right."""
    with act("approve", exposure_id, actor=actor, at=at, version=version) as deed:
        row, now = deed.row, current_round(deed.row)
        now.finding, now.passed, now.checked_at = deed.said(text), True, at
        now.save(update_fields=["finding", "passed", "checked_at"])
        deed.tell(ExposureRechecked(row.pk, round=row.round, passed=True))
    return row


def reject(
    *, exposure_id: int, text: str, due_at: datetime, actor: Actor, at: datetime,
    version: int | None = None,
) -> Exposure:  # fmt: skip
    """Looked at again: it is not right; the next go begins with a term of its own."""
    with act("reject", exposure_id, actor=actor, at=at, version=version) as deed:
        row, now = deed.row, current_round(deed.row)
        deed.term(due_at)
        now.finding, now.passed, now.checked_at = deed.said(text), False, at
        now.save(update_fields=["finding", "passed", "checked_at"])
        due = row.due_at.isoformat()
        deed.tell(ExposureRechecked(row.pk, round=row.round, passed=False, due=due))
        row.round += 1
        current_round(row)
    return row


def close(*, exposure_id: int, actor: Actor, at: datetime, version: int | None = None) -> Exposure:
    """Done with 销号: its photos' originals are destroyed, the boxed copies stay.

    Raises PicturesOpen while a photo of the unit was not looked through.
    """
    with act("close", exposure_id, actor=actor, at=at, version=version) as deed:
        _all_looked_through(deed)
        let_go(deed.row, at)
        deed.tell(ExposureClosed(deed.row.pk))
    return deed.row


def relapse(
    *, exposure_id: int, text: str, due_at: datetime, actor: Actor, at: datetime,
    version: int | None = None,
) -> Exposure:  # fmt: skip
    """It came back: a further go."""
    with act("relapse", exposure_id, actor=actor, at=at, version=version) as deed:
        row = deed.row
        deed.term(due_at)
        row.round += 1
        now = current_round(row)
        now.opening = deed.said(text)
        now.save(update_fields=["opening"])
        due = row.due_at.isoformat()
        deed.tell(ExposureRelapsed(row.pk, round=row.round, due=due))
    return row


def withdraw(
    *, exposure_id: int, text: str, actor: Actor, at: datetime, version: int | None = None
) -> Exposure:
    """Nobody outside sees it any more; the originals of its photos are destroyed."""
    with act("withdraw", exposure_id, actor=actor, at=at, version=version) as deed:
        deed.row.why = deed.said(text)[:200]
        let_go(deed.row, at)
        deed.tell(ExposureWithdrawn(deed.row.pk))
    return deed.row
