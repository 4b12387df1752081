"""The journal for readers outside: the lines a person may see, by cursor."""

from __future__ import annotations

from dataclasses import dataclass

from huiying.accounts.actors import Actor
from huiying.accounts.roles import Role
from huiying.cases import access
from huiying.cases.models import Case
from huiying.journal import queries as journal
from huiying.journal.queries import Line

EVERYTHING = (Role.AUDITOR, Role.ADMINISTRATOR)  # lines that are about no case


@dataclass(frozen=True, slots=True)
class Told:
    """A line and the number of the case it is about ("" for lines about something else)."""

    line: Line
    number: str


@dataclass(frozen=True, slots=True)
class Feed:
    """Some lines in order. ``position`` is the last line looked at, seen or not: go on from it."""

    lines: list[Told]
    position: int
    more: bool


def feed(actor: Actor, position: int, *, most: int) -> Feed:
    """The lines after a position; looks at ``most`` of them, in two queries however many.

    Lines about a case are for those who see the case; the others, about people, units, rules and
    keys, for auditors and administrators.
    """
    found = list(journal.since(position, most=most + 1))
    looked = found[:most]
    about = {line.subject_id or 0 for line in looked if line.topic == "case"}
    seen = Case.objects.filter(access.visible_to(actor), pk__in=about)
    numbers = dict(seen.values_list("pk", "number"))
    everything = actor.has(*EVERYTHING)
    told = []
    for line in looked:
        if line.topic == "case" and line.subject_id in numbers:
            told.append(Told(line, numbers[line.subject_id]))
        elif line.topic != "case" and everything:
            told.append(Told(line, ""))
    return Feed(told, looked[-1].id if looked else position, more=len(found) > most)


def told_of(told: Told) -> dict[str, object]:
    """A line as it leaves the house: references and codes, without the digests of words."""
    line = told.line
    return {
        "id": line.id,
        "at": line.at.isoformat(),
        "event": line.event,
        "topic": line.topic,
        "subject": line.subject_id,
        "case": told.number,
        "actor": line.actor_name,
        "data": {name: value for name, value in line.data.items() if name != "words"},
    }
