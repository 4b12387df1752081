"""All reads of the telephone: the call that rings, the caller's number, who is to be called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from huiying.accounts.actors import Actor
from huiying.cases import people
from huiying.cases.models import Case
from huiying.telephony import access
from huiying.telephony.models import LIVE, Call, Extension, Recall, Transfer
from huiying.telephony.refusals import NoSuchCall, NoSuchRecall
from huiying.telephony.rules.recalls import State
from huiying.ui.paging import COUNT_UP_TO

RINGS_FOR = timedelta(hours=2)  # a call whose end was never told stops asking for attention
SORTS = ("first", "last", "missed", "tries")
ORDERS = {
    "first": ("first_at", "pk"),
    "last": ("-last_at", "-pk"),
    "missed": ("-missed", "pk"),
    "tries": ("-tries", "pk"),
}


def ringing(actor: Actor, at: datetime) -> Call | None:
    """The newest call at the actor's extension whose screen is not open yet. One query."""
    if actor.id is None:
        return None
    rows = Call.objects.filter(person_id=actor.id, state__in=LIVE, shown_at=None)
    return rows.filter(first_at__gt=at - RINGS_FOR).order_by("-id").first()


def extension_of(actor: Actor) -> str:
    """The extension the actor sits at, "" for none."""
    found = Extension.objects.filter(person_id=actor.id or 0).values_list("number", flat=True)
    return found.first() or ""


@dataclass(frozen=True, slots=True)
class Caller:
    """A call whose screen the actor opened, with the number in clear."""

    call: Call
    phone: str
    transfers: Sequence[Transfer]


def caller(actor: Actor, call_id: int) -> Caller:
    """Raises NoSuchCall for a call that the actor did not open."""
    rows = Call.objects.filter(pk=call_id, person_id=actor.id or 0).exclude(shown_at=None)
    row = rows.select_related("case").first()
    if row is None:
        raise NoSuchCall
    return Caller(row, people.open_phone(row.number_sealed), list(row.transfers.all()))


def calls_of(case: Case) -> list[Call]:
    """The calls a case came by."""
    return list(case.calls.order_by("pk"))


def transfers_of(case: Case) -> list[Transfer]:
    """Where its caller was put through."""
    return list(case.transfers.order_by("pk"))


def transfers_by(actor: Actor, idents: Sequence[int]) -> list[Transfer]:
    """The actor's own transfers that belong to no case yet, on a form that comes back."""
    rows = Transfer.objects.filter(pk__in=idents, by_id=actor.id, case=None)
    return list(rows.order_by("pk"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of the queue; empty ones filter nothing. ``owner``: mine or free."""

    state: str = ""
    owner: str = ""
    sort: str = ""


def recalls(actor: Actor, wanted: Wanted) -> QuerySet[Recall]:
    """The queue, who waits longest first. Raises NotAtTelephone."""
    access.check(actor)
    rows = Recall.objects.all()
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    else:
        rows = rows.filter(state__in=(State.WAITING, State.TAKEN))
    if wanted.owner:
        rows = rows.filter(owner_id=actor.id if wanted.owner == "mine" else None)
    return rows.order_by(*ORDERS.get(wanted.sort, ORDERS["first"]))


def waiting(actor: Actor, at: datetime) -> int:  # noqa: ARG001 (a count of the rail is given both)
    """How many wait to be called, or are in the actor's own hands."""
    rows = Recall.objects.filter(state=State.WAITING).order_by()
    mine = Recall.objects.filter(state=State.TAKEN, owner_id=actor.id).order_by()
    return int(rows[:COUNT_UP_TO].count()) + int(mine[:COUNT_UP_TO].count())


def phone_of(actor: Actor, recall_id: int) -> str:
    """The number in clear, for who took it on. Raises NoSuchRecall."""
    row = Recall.objects.filter(pk=recall_id, owner_id=actor.id).first()
    if row is None or row.owner_id is None:
        raise NoSuchRecall
    return people.open_phone(row.number_sealed)


def phones(actor: Actor, rows: Sequence[Recall]) -> dict[int, str]:
    """The numbers of those among the rows that the actor has in hand."""
    return {
        row.pk: people.open_phone(row.number_sealed)
        for row in rows
        if row.state == State.TAKEN and row.owner_id is not None and row.owner_id == actor.id
    }
