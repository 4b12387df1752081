"""The notices read the journal: who is to be told what has just happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from huiying.accounts import queries as people
from huiying.cases import telling
from huiying.cases.types import Case
from huiying.journal import queries as journal
from huiying.journal.models import Entry
from huiying.journal.queries import Line
from huiying.journal.subscriptions import subscribe
from huiying.notices import senders
from huiying.notices.models import Notice, Step
from huiying.notices.rules.quiet import LOCAL, awake

STEPS = {
    "Received": Step.RECEIVED,
    "Asked": Step.ASKED,
    "PersonTold": Step.TOLD,
    "Answered": Step.ENDED,
    "Declined": Step.ENDED,
    "Closed": Step.ENDED,
    "Dispatched": Step.ASSIGNED,
    "HandlerNamed": Step.ASSIGNED,
}
FRESH = timedelta(days=1)  # older news is no news: nobody is told about a journal that is read anew


@subscribe("notices", batch=1000)
def make_notices(entries: Sequence[Entry], at: datetime) -> None:
    """A notice for each entry and each person that it concerns; none twice."""
    if not senders.connected():
        return
    fresh = [e for e in entries if e.topic in ("case", "watch") and e.at > at - FRESH]
    alerts = [journal.line(e) for e in fresh if e.topic == "watch" and e.event == "Alerted"]
    lines = [journal.line(e) for e in fresh if e.topic == "case" and e.event in STEPS]
    digests = [journal.line(e) for e in entries if e.event == "Digested" and e.at > at - FRESH]
    if not lines and not alerts and not digests:
        return
    about = telling.with_reporters({line.subject_id for line in lines if line.subject_id})
    made = [
        notice
        for line in lines
        if line.subject_id in about
        for notice in _notices(line, about[line.subject_id], at)
    ]
    made += [notice for line in alerts for notice in _to_follower(line, at)]
    made += [notice for line in digests for notice in _to_reader(line, at)]
    Notice.objects.bulk_create(made, ignore_conflicts=True)


def _notices(line: Line, case: Case, at: datetime) -> Iterator[Notice]:
    step = STEPS[line.event]
    if step == Step.ASSIGNED:
        yield from _to_colleagues(line, case, at)
    elif _concerns_person(line, case) and (channel := senders.channel_for(case.reporter)):
        yield Notice(
            case=case,
            entry_id=line.id,
            step=step,
            channel=channel,
            next_at=awake(at) if channel == "sms" else at,
            created_at=at,
        )


def _concerns_person(line: Line, case: Case) -> bool:
    """Cases of other systems are told there; a question to a contractor is none to the person."""
    if case.source or case.channel == "import":
        return False
    return line.event != "Asked" or line.data.get("to") == "person"


def _to_colleagues(line: Line, case: Case, at: datetime) -> Iterator[Notice]:
    unit_id = line.data.get("unit_id")
    if not senders.mail_connected() or not isinstance(unit_id, int):
        return
    told = people.told_by_mail(unit_id, at.astimezone(LOCAL).date())
    handler_id = line.data.get("handler_id")  # whose work it is alone hears of it
    for person_id in [handler_id] if handler_id in told else [] if handler_id else told:
        yield Notice(
            case=case, person_id=person_id, entry_id=line.id, step=Step.ASSIGNED, channel="mail",
            next_at=at, created_at=at,
        )  # fmt: skip


def _to_follower(line: Line, at: datetime) -> Iterator[Notice]:
    """Who follows a problem hears of it by mail as well, where they want it and have an address."""
    person_id = line.data.get("person_id")
    if not (line.data.get("mail") and senders.mail_connected() and isinstance(person_id, int)):
        return
    person = people.person_with_id(person_id)
    if person is not None and person.is_active and person.email:
        yield Notice(
            case=None, person_id=person_id, entry_id=line.id, step=Step.WATCHED, channel="mail",
            next_at=at, created_at=at,
        )  # fmt: skip


def _to_reader(line: Line, at: datetime) -> Iterator[Notice]:
    """Who wants the morning's mail is told by mail how much waits."""
    person = people.person_with_id(line.subject_id or 0)
    if senders.mail_connected() and person is not None and person.is_active and person.email:
        yield Notice(
            case=None, person_id=person.pk, entry_id=line.id, step=Step.DIGEST, channel="mail",
            next_at=at, created_at=at,
        )  # fmt: skip
