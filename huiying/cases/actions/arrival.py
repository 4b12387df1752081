"""A call as the operator ends it: taken in, and filed, answered or declined at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from huiying.accounts.actors import Actor
from huiying.cases.actions.files import Upload, attach
from huiying.cases.actions.grouping import merge
from huiying.cases.actions.intake import NewCase, answer, decline, receive
from huiying.cases.models import Case
from huiying.cases.rules.workflow import State


class Outcome(StrEnum):
    """How the conversation ends."""

    FILE = "file"
    RECEIVE = "receive"
    ANSWER = "answer"
    DECLINE = "decline"
    MERGE = "merge"


def take_in(
    new: NewCase,
    *,
    outcome: str,
    actor: Actor,
    at: datetime,
    key: str,
    text: str = "",
    way: str = "",
    master_id: int | None = None,
    uploads: Sequence[Upload] = (),
) -> Case:
    """Receive a voice and do with it what the conversation led to; all of it or nothing.

    ``key`` makes it happen once: sent twice, the case that is there comes back as it is. Photos
    come after the case is safe, so that a bad photo never loses a case; its refusal is raised
    after the case was taken in.
    """
    if outcome in (Outcome.FILE, Outcome.RECEIVE):
        case = receive(new, actor=actor, at=at, key=key, file=outcome == Outcome.FILE)
    else:
        case = _received_and(new, outcome, actor, at, key, text, way, master_id)
    if uploads and case.open:
        attach(case_id=case.pk, actor=actor, at=at, uploads=uploads)
    return case


def _received_and(
    new: NewCase,
    outcome: str,
    actor: Actor,
    at: datetime,
    key: str,
    text: str,
    way: str,
    master_id: int | None,
) -> Case:
    """Received and ended in one transaction."""
    with transaction.atomic():
        case = receive(new, actor=actor, at=at, key=key)
        fresh = case.received_at == at and case.state == State.RECEIVED
        if fresh and outcome == Outcome.ANSWER:
            case = answer(case_id=case.pk, actor=actor, at=at, text=text)
        elif fresh and outcome == Outcome.DECLINE:
            case = decline(case_id=case.pk, actor=actor, at=at, way=way, text=text)
        elif fresh and outcome == Outcome.MERGE and master_id is not None:
            case = merge(case_id=case.pk, master_id=master_id, actor=actor, at=at, text=text)
    return case
