"""Comments: sent by anybody, shown by a moderator, refused on one of a few grounds."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from huiying.accounts.actors import Actor, system
from huiying.column import access
from huiying.column.events import CommentDecided, CommentSent
from huiying.column.models import PUBLIC_VALUES, Comment, Exposure
from huiying.column.refusals import (
    CommentDone,
    CommentEmpty,
    CommentsShut,
    NoSuchComment,
    ReasonNeeded,
)
from huiying.column.rules import words
from huiying.column.rules.comments import MACHINE, STANDING_LABELS, Reason, Standing
from huiying.journal import actions as journal
from huiying.lib.machine import IllegalStep
from huiying.lib.text import tidy

PUBLIC = system("公众")
LEAST = 2
REFUSED_KEPT = timedelta(days=30)


def comment(*, exposure_id: int, text: str, name: str, key: str, at: datetime) -> Comment:
    """Send a comment; it is held until a moderator has read it. The same ``key`` is once only.

    Raises CommentsShut for what is not public, CommentEmpty.
    """
    clean, name = tidy(text)[:500], tidy(name)[:20]
    if len(clean) < LEAST:
        raise CommentEmpty
    try:
        with transaction.atomic():
            row = Exposure.objects.filter(pk=exposure_id, state__in=PUBLIC_VALUES).first()
            if row is None:
                raise CommentsShut
            made = Comment.objects.create(exposure=row, key=key, name=name, text=clean, at=at)
            journal.record(CommentSent(row.pk, comment_id=made.pk), by=PUBLIC.by, at=at)
    except IntegrityError:  # the form was sent twice
        return Comment.objects.get(key=key)
    return made


def decide(*, comment_id: int, show: bool, reason: str = "", actor: Actor, at: datetime) -> Comment:
    """Show a held comment or refuse it with a ground; a later decision may turn it round.

    Raises NotEditor, NoSuchComment, CommentDone, ReasonNeeded, PersonInside.
    """
    access.check_editor(actor)
    if not show and reason not in set(Reason):
        raise ReasonNeeded
    with transaction.atomic():
        row = Comment.objects.select_for_update().filter(pk=comment_id).first()
        if row is None:
            raise NoSuchComment
        try:
            target = MACHINE.step(Standing(row.standing), "show" if show else "refuse")
        except IllegalStep:
            raise CommentDone(state=STANDING_LABELS[Standing(row.standing)]) from None
        if show:
            words.check([row.text, row.name])
        row.standing, row.reason = target, "" if show else reason
        row.decided_at, row.decided_by = at, actor.name
        row.save()
        event = CommentDecided(row.exposure_id, comment_id=row.pk, shown=show, reason=row.reason)
        journal.record(event, by=actor.by, at=at)
    return row


def forget_refused(at: datetime) -> int:
    """Remove the words of comments refused for 30 days; returns how many. By the clock."""
    old = Comment.objects.filter(standing=Standing.REFUSED, decided_at__lt=at - REFUSED_KEPT)
    return int(old.delete()[0])
