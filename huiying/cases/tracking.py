"""What the person who raised a case may know of it, without an account. All reads."""

from __future__ import annotations

import re
import unicodedata

from django.db.models import QuerySet

from huiying.cases import people
from huiying.cases.models import Case, Request
from huiying.cases.queries import Moment, timeline
from huiying.lib.numbers import parse_number

# What people write for the letters that Crockford's alphabet leaves out.
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def tidy_code(text: str) -> str:
    """A tracking code in its one form, however it was typed: 4-4-5 letters."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(MISREAD)
    letters = re.sub(r"[^0-9A-Z]", "", plain)
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def by_code(text: str) -> Case | None:
    return _cases().filter(tracking_code=tidy_code(text)).first()


def by_number_and_phone(number: str, phone: str) -> Case | None:
    """The case with this number, if this is the phone it was raised with."""
    tidy = parse_number(number)
    index = people.index_of(phone, "phone")
    if not tidy or not index:
        return None
    return _cases().filter(number=tidy, reporter__phone_index=index).first()


def public_moments(case: Case) -> list[Moment]:
    """The timeline with the words and files meant for the person only; who did it is not told."""
    return [
        Moment(
            moment.line,
            moment.note if moment.note and moment.note.to_person else None,
            tuple(file for file in moment.attachments if file.to_person),
        )
        for moment in timeline(case)
    ]


def waiting_for_person(case: Case) -> list[Request]:
    """The questions that wait for the person's answer."""
    waiting = Request.objects.filter(case=case, to=Request.To.PERSON, status=Request.Status.WAITING)
    return list(waiting.select_related("question").order_by("due_at"))


def _cases() -> QuerySet[Case]:
    return Case.objects.select_related("lead_unit", "master")
