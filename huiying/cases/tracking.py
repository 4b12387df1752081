"""What the person who raised a case may know of it, without an account. All reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from huiying.cases import people
from huiying.cases.models import Case, Reporter, Request
from huiying.cases.queries import Moment, Page, page_of, timeline
from huiying.lib.numbers import parse_number

# What people write for the letters that Crockford's alphabet leaves out.
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})

OWN = 20  # cases on a page of one's own
MOST_OWN = 500  # the newest of them: nobody has raised so many, but an office's number may have


@dataclass(frozen=True, slots=True)
class OwnPage:
    """The cases that were raised with one contact; ``page`` knows what is before and after.

    ``asked`` are those in which a question waits for the person.
    """

    cases: Sequence[Case]
    asked: frozenset[int]
    page: Page


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


def own_page(kind: str, index: str, *, place: str = "") -> OwnPage:
    """A page of the cases raised with a contact (``kind`` phone or email), newest first."""
    page = page_of(_raised_with(kind, index), "new", place=place, size=OWN)
    idents = [row.id for row in page.rows]
    found = _cases().in_bulk(idents)
    waiting = Request.objects.filter(
        case__in=idents, to=Request.To.PERSON, status=Request.Status.WAITING
    )
    asked = frozenset(waiting.values_list("case_id", flat=True))
    return OwnPage([found[ident] for ident in idents], asked, page)


def has_cases(kind: str, index: str) -> bool:
    return bool(_persons(kind, index))


def contact_of(case_id: int, kind: str, index: str) -> str:
    """A case's contact in clear, for sending only; "" where it is not the one with this index."""
    rows = Reporter.objects.filter(case=case_id, **{f"{kind}_index": index})
    sealed = rows.values_list(f"{kind}_sealed", flat=True).first() if index else None
    return people.open_as(sealed, kind) if sealed else ""


def _raised_with(kind: str, index: str) -> QuerySet[Case]:
    return Case.objects.filter(reporter__in=_persons(kind, index))


def _persons(kind: str, index: str) -> list[int]:
    """Read by themselves, from the index alone: joined, SQLite may walk through all cases, because
    most rows have no address and the index seems to tell little."""
    if not index:
        return []
    found = Reporter.objects.filter(**{f"{kind}_index": index}).order_by("-pk")
    return list(found.values_list("pk", flat=True)[:MOST_OWN])


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
