"""An answer over a link, with its photos."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import File

from huiying.accounts.actors import system
from huiying.cases.actions.files import attach
from huiying.cases.actions.words import answer_request
from huiying.cases.models import Request
from huiying.cases.rules.workflow import BY_NAME, State
from huiying.files.actions import store
from huiying.files.places import most_per_act
from huiying.files.rules.refusals import TooMany


def answer_with_files(
    *, token: str, text: str, at: datetime, uploads: Sequence[File[bytes]] = ()
) -> Request:
    """Answer a question or task and put the photos beside the answer.

    The photos are looked at first, so that a bad one does not use up the link.
    """
    waiting = Request.objects.filter(token=token, status=Request.Status.WAITING, due_at__gte=at)
    if uploads and waiting.exists():
        if len(uploads) > most_per_act():
            raise TooMany(count=len(uploads), most=most_per_act())
        for upload in uploads:
            store(upload, upload.name or "", at)
    request = answer_request(token=token, text=text, at=at)
    if uploads and State(request.case.state) in BY_NAME["attach"].sources:
        to_person = request.to == Request.To.PERSON
        who = system(request.answer.author_name if request.answer else "")
        attach(
            case_id=request.case_id,
            actor=who,
            at=at,
            uploads=uploads,
            to_person=to_person,
            note_id=request.answer_id,
        )
    return request
