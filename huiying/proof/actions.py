"""Asking for a code, giving it back, looking at own cases, leaving. The only writers of proof."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.db import transaction

from huiying.cases import people, tracking
from huiying.cases.actions.proving import prove
from huiying.cases.actions.report import resident
from huiying.cases.tracking import OwnPage
from huiying.cases.types import Case
from huiying.journal import actions as journal
from huiying.lib.errors import Refused
from huiying.marks import actions as marks
from huiying.proof import queries
from huiying.proof.events import OwnCasesLeft, OwnCasesOpened, OwnCasesShown
from huiying.proof.keys import kept, key, secret
from huiying.proof.models import Proof, Visit
from huiying.proof.refusals import AskedTooOften, CodeEnded, NoContact, NotConnected, WrongCode
from huiying.proof.rules import codes, contacts
from huiying.proof.sending import LEASE, send

VISIT = timedelta(minutes=30)
LIMITS = ((3600, 3), (24 * 3600, 6))  # codes to one contact: seconds, how many


def ask(*, contact: str, language: str, at: datetime, before: str = "") -> str:
    """Have a code sent to a phone or address, to see the cases raised with it; the browser's token.

    ``before`` is the token of an earlier request of the same browser: that code is void now. Says
    and does the same whether there are cases or not. Raises NotConnected, NoContact, AskedTooOften.
    """
    kind, value = contacts.parse(contact)
    if not kind:
        raise NoContact
    row = Proof(
        kind=kind,
        contact_sealed=people.seal_as(value, kind),
        contact_index=people.index_of(value, kind),
    )
    return _ask(row, language, at, before)


def ask_for(
    *, case: Case, kind: str, language: str, at: datetime, before: str = "", visit: str = ""
) -> str:
    """The same for the contact that a case was raised with: it is proven by its code.

    ``visit``: the token of a browser that shows own cases; one that has proven this very contact
    needs no second code: it is proven at once, and "" comes back. Raises NoContact where the case
    has none that is still to be proven, and as ``ask`` does.
    """
    person = case.reporter
    if person is None or kind not in {offer.kind for offer in queries.offers(case)}:
        raise NoContact
    index = person.phone_index if kind == contacts.PHONE else person.email_index
    here = queries.visit(visit, at)
    if here and (here.kind, here.contact_index) == (kind, index):
        prove(case_id=case.pk, kind=kind, index=index, at=at)
        return ""
    if contacts.parse(tracking.contact_of(case.pk, kind, index))[0] != kind:
        raise NoContact
    return _ask(Proof(kind=kind, contact_index=index, case=case), language, at, before)


def _ask(row: Proof, language: str, at: datetime, before: str) -> str:
    if row.kind not in queries.ways():
        raise NotConnected
    for seconds, most in LIMITS:
        mark = f"proof:{seconds}:{row.kind}:{row.contact_index}"
        tries = marks.count(mark, seconds=seconds, at=at)
        if tries.count > most:
            raise AskedTooOften(minutes=max(1, ceil((tries.until - at).total_seconds() / 60)))
    token = secret()
    row.token, row.language = kept(token), language
    row.asked_at, row.ends_at, row.next_at = at, at + codes.HOLDS, at + LEASE
    with transaction.atomic():
        if before:
            Proof.objects.filter(token=kept(before)).delete()
        row.save()
        send.enqueue(row.pk)
    return token


def enter(*, token: str, code: str, at: datetime) -> str:
    """The code came back: a visit begins; its token. Raises WrongCode, CodeEnded."""
    with transaction.atomic():
        row, problem = _spend(token, code, None, at)
        visit = _open(row, at) if row else ""
    if problem:  # raised outside: the try stays counted
        raise problem
    return visit


def prove_case(*, token: str, code: str, case: Case, at: datetime) -> None:
    """The code came back: the contact of a case is proven. Raises WrongCode, CodeEnded."""
    with transaction.atomic():
        row, problem = _spend(token, code, case, at)
        if row and not prove(case_id=case.pk, kind=row.kind, index=row.contact_index, at=at):
            problem = CodeEnded()  # the contact was corrected meanwhile
    if problem:
        raise problem


def _spend(
    token: str, code: str, case: Case | None, at: datetime
) -> tuple[Proof | None, Refused | None]:
    """The request whose code this is, gone from now on; or why not, with the try counted."""
    rows = Proof.objects.select_for_update()
    row = rows.filter(token=kept(token), case=case, ends_at__gt=at).first()
    if row is None:
        return None, CodeEnded()
    if codes.matches(code, row.code_digest, ident=row.pk, key=key()):
        Proof.objects.filter(pk=row.pk).delete()
        return row, None
    row.tries += 1
    if row.tries >= codes.TRIES:
        row.delete()
        return None, CodeEnded()
    row.save(update_fields=["tries"])
    return None, WrongCode(left=codes.TRIES - row.tries)


def _open(row: Proof, at: datetime) -> str:
    token = secret()
    visit = Visit.objects.create(
        token=kept(token), kind=row.kind, contact_index=row.contact_index,
        began_at=at, ends_at=at + VISIT,
    )  # fmt: skip
    journal.record(OwnCasesOpened(visit.pk, kind=row.kind), by=resident().by, at=at)
    return token


def look(visit: Visit, *, at: datetime, place: str = "") -> OwnPage:
    """A page of one's own cases, newest first. The look itself is kept in the journal."""
    with transaction.atomic():
        found = tracking.own_page(visit.kind, visit.contact_index, place=place)
        idents = tuple(case.pk for case in found.cases)
        journal.record(OwnCasesShown(visit.pk, case_ids=idents), by=resident().by, at=at)
    return found


def leave(*, token: str, at: datetime) -> None:
    """Nobody sees them in this browser any more; nothing happens where nobody was signed in."""
    with transaction.atomic():
        visit = Visit.objects.select_for_update().filter(token=kept(token)).first()
        if visit is not None:
            ident = visit.pk
            visit.delete()
            journal.record(OwnCasesLeft(ident), by=resident().by, at=at)
