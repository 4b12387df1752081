"""Reads of proof: what is offered, who is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huiying.cases.types import Case
from huiying.marks.queries import counted
from huiying.notices import senders
from huiying.proof.keys import kept
from huiying.proof.models import Proof, Visit
from huiying.proof.rules.contacts import EMAIL, PHONE
from huiying.proof.sending import UNSENT


@dataclass(frozen=True, slots=True)
class Offer:
    """A contact of a case that can be proven; ``ending``: the last digits of a phone."""

    kind: str
    ending: str = ""


def ways() -> tuple[str, ...]:
    """The kinds of contact that a code can be sent to; none where no sender is connected."""
    there = {PHONE: senders.sms_connected(), EMAIL: senders.mail_connected()}
    return tuple(kind for kind, connected in there.items() if connected)


def offers(case: Case) -> list[Offer]:
    """What the person who holds the tracking code can prove of a case."""
    connected, told = ways(), []
    person = case.reporter if connected else None
    if person is None:
        return []
    landline = person.phone_masked.startswith("0")
    if PHONE in connected and person.phone_index and not landline:
        told.append(Offer(PHONE, person.phone_masked[-4:]))
    if EMAIL in connected and person.email_index:
        told.append(Offer(EMAIL))
    return [offer for offer in told if getattr(person, f"{offer.kind}_proven_at") is None]


def waiting(token: str, at: datetime, case: Case | None = None) -> Proof | None:
    """The request for which a browser may enter a code now."""
    if not token:
        return None
    mine = Proof.objects.filter(token=kept(token), case=case, ends_at__gt=at)
    return mine.first()


def visit(token: str, at: datetime) -> Visit | None:
    """Whose own cases a browser may show now."""
    if not token:
        return None
    return Visit.objects.filter(token=kept(token), ends_at__gt=at).first()


def unsent(at: datetime) -> int:
    """Codes that could not be sent since the first such of the last 24 hours."""
    return counted(UNSENT, at)[0]
