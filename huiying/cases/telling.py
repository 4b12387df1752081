"""What messages to people are made of; read by whoever sends them, shown to nobody."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from huiying.accounts.actors import Actor
from huiying.cases import access
from huiying.cases.models import Case, Note, Request


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases about which an actor may know that people were told."""
    return Case.objects.filter(access.visible_to(actor))


def with_reporters(idents: Iterable[int]) -> dict[int, Case]:
    """Cases with the row of their reporter, by id."""
    found = Case.objects.filter(pk__in=set(idents)).select_related("reporter")
    return {case.pk: case for case in found}


def request_of(ident: int | None) -> Request | None:
    """A question or task by its id."""
    return Request.objects.filter(pk=ident).first() if ident else None


def words_of(note_id: int | None) -> str:
    """The words of a note, "" where there are none."""
    if not note_id:
        return ""
    return Note.objects.filter(pk=note_id).values_list("text", flat=True).first() or ""
