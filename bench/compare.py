"""Run in the killed home: is everything that was accepted there, once, whole?"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.db.models import Sum  # noqa: E402
from django.utils import timezone  # noqa: E402

from huiying.cases.models import Case, DaySerial, Note, Reporter  # noqa: E402
from huiying.cases.rules.workflow import WITH_UNIT, State  # noqa: E402
from huiying.dispatch.models import Assignment  # noqa: E402
from huiying.journal.delivery import deliver_pending  # noqa: E402
from huiying.journal.models import Entry  # noqa: E402
from huiying.journal.queries import lagging, verify  # noqa: E402
from huiying.oversight.models import CallBack  # noqa: E402
from huiying.scorecard import projection  # noqa: E402
from huiying.scorecard.models import Tally, Verdict  # noqa: E402

EVENTS = {
    "create": "Received", "dispatch": "Dispatched", "sign": "Signed", "report": "Reported",
    "call_back": "CalledBack", "close": "Closed",
}  # fmt: skip
STATES = {
    "Received": State.FILED, "Filed": State.FILED, "Dispatched": State.DISPATCHED,
    "Signed": State.HANDLING, "Reported": State.REPORTED, "CalledBack": State.CALLED_BACK,
    "Closed": State.CLOSED,
}  # fmt: skip
EACH = 10  # examples of each kind of fault that are shown


def main() -> None:
    lines = [json.loads(line) for line in Path(sys.argv[1]).read_text().splitlines()]
    past = int(sys.argv[2])
    deliver_pending(timezone.now())
    said = Counter(line["said"] for line in lines)
    accepted = [line for line in lines if line["said"] == "accepted"]
    creates = [line for line in accepted if line["step"] == "create"]
    told = events_of(past)
    faults: dict[str, list[str]] = {
        "lost": list(lost(accepted, told)),
        "doubled": list(doubled(creates, told)),
        "half_done": list(half_done(past, told)),
        "broken": list(broken(past)),
    }
    answer: dict[str, Any] = {
        "accepted": len(creates),
        "verbs": len(accepted) - len(creates),
        "in_database": len(told),
        "retried": said["again"],
        "unclear": said["unclear"],
        "busy": said["busy"],
        "refused": said["refused"],
        **{name: len(found) for name, found in faults.items()},
        "faults": {name: found[:EACH] for name, found in faults.items() if found},
    }
    if said["refused"]:
        answer["first_refused"] = next(x["why"] for x in lines if x["said"] == "refused")
    if said["busy"]:
        answer["first_busy"] = next(x for x in lines if x["said"] == "busy")
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, default=str) + "\n")


def events_of(past: int) -> dict[str, list[Entry]]:
    """The journal of each case that came in under load, by number."""
    numbers = dict(Case.objects.filter(pk__gt=past).values_list("pk", "number"))
    told: dict[str, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.filter(topic="case", subject_id__gt=past).order_by("id"):
        told[numbers.get(entry.subject_id or 0, f"#{entry.subject_id}")].append(entry)
    return told


def lost(accepted: list[dict[str, Any]], told: dict[str, list[Entry]]) -> Iterator[str]:
    """What the server accepted and the database does not have exactly once."""
    keys = dict(Case.objects.exclude(idempotency_key=None).values_list("number", "idempotency_key"))
    for line in accepted:
        number, step = line["number"], line["step"]
        if step == "create" and keys.get(number) != line["key"]:
            yield f"{number} was accepted under {line['key']} and is {keys.get(number)}"
        if EVENTS[step] not in [entry.event for entry in told.get(number, ())]:
            yield f"{step} of {number} was accepted and is not in the journal"


def doubled(creates: list[dict[str, Any]], told: dict[str, list[Entry]]) -> Iterator[str]:
    """A key with two numbers, an act that is in the journal twice."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for line in creates:
        numbers[line["key"]].add(line["number"])
    yield from (f"{key} became {given}" for key, given in numbers.items() if len(given) > 1)
    for number, entries in told.items():
        for event, count in Counter(entry.event for entry in entries).items():
            if count > 1:
                yield f"{number} has {event} {count} times"


def half_done(past: int, told: dict[str, list[Entry]]) -> Iterator[str]:
    """A case whose rows do not agree with each other and with its journal."""
    rows = (Assignment, {"role": "lead"}, "Dispatched"), (CallBack, {}, "CalledBack")
    counted = {
        event: Counter(
            model._base_manager.filter(case_id__gt=past, **only).values_list("case_id", flat=True)  # noqa: SLF001
        )
        for model, only, event in rows
    }
    leads = set(Assignment.objects.filter(open=True, role="lead").values_list("case_id", flat=True))
    notes = Counter(Note.objects.filter(case_id__gt=past).values_list("case_id", flat=True))
    for case in Case.objects.filter(pk__gt=past):
        entries = told[case.number]
        names = [entry.event for entry in entries]
        if not names or names[:2] != ["Received", "Filed"]:
            yield f"{case.number} begins with {names[:2]}"
            continue
        wrong = {
            f"is {case.state} after {names[-1]}": STATES[names[-1]] != case.state,
            f"has version {case.version} after {names}": case.version != len(names) - 1,
            "has a lead and needs none, or the other way round": (case.pk in leads)
            != (State(case.state) in WITH_UNIT),
            f"has {notes[case.pk]} notes": notes[case.pk]
            != sum("note_id" in json.loads(entry.data) for entry in entries),
        } | {
            f"has {rows[case.pk]} rows for {event}": rows[case.pk] != names.count(event)
            for event, rows in counted.items()
        }
        yield from (f"{case.number} {what}" for what, is_so in wrong.items() if is_so)


def broken(past: int) -> Iterator[str]:
    """What does not hold for the whole database."""
    proof = verify()
    if proof.broken is not None:
        yield f"the journal at entry {proof.broken}: {proof.why}"
    yield from (f"subscriber {cursor.name}: {cursor.failure}" for cursor in lagging())
    yield from _tallies(past)
    orphans = Reporter.objects.filter(case=None).count()
    if orphans:
        yield f"{orphans} reporters without a case"
    yield from _documents()
    numbered = Case.objects.filter(pk__gt=past).count()
    if (given := DaySerial.objects.aggregate(all=Sum("last"))["all"] or 0) < numbered:
        yield f"{given} numbers were given out to {numbered} cases"
    connection.check_constraints()


def _tallies(past: int) -> Iterator[str]:
    """Sums against verdicts, verdicts against the cases they are about."""
    summed = Counter(
        key for verdict in Verdict.objects.filter(excluded=None) for key in projection.keys(verdict)
    )
    kept = {
        tuple(row[:4]): row[4]
        for row in Tally.objects.exclude(counted=0).values_list(
            "period", "unit_key", "area_key", "category_key", "counted"
        )
    }
    if summed != kept:
        yield f"tallies {kept} are not the sums of verdicts {summed}"
    with transaction.atomic():
        changed = projection.renew(Case.objects.filter(pk__gt=past).values_list("pk", flat=True))
        transaction.set_rollback(True)
    if changed:
        yield f"{changed} verdicts are not what the cases say"


def _documents() -> Iterator[str]:
    """Every case can be found by its words, and nothing else can."""
    name = "id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM search_document")
        documents = {row[0] for row in cursor.fetchall()}
    if odd := documents ^ set(Case.objects.values_list("pk", flat=True)):
        yield f"search index and cases differ about {sorted(odd)[:20]}"


if __name__ == "__main__":
    main()
