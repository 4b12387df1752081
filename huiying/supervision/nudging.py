"""Reminding: what has reached a rung is told to its people, once, a part in one transaction.

A kill between two parts loses nothing and doubles nothing: what a part tells and the steps it has
told are written together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from huiying.accounts.actors import system
from huiying.directory import queries as directory
from huiying.journal.actions import record_all
from huiying.supervision import sources
from huiying.supervision.events import Nudged
from huiying.supervision.ladders import Ladders
from huiying.supervision.models import Item, Nudge, Track
from huiying.supervision.roster import Roster
from huiying.supervision.rules.ladder import About, climb
from huiying.supervision.sources import Owed
from huiying.supervision.tracking import track_of

LOCAL = ZoneInfo("Asia/Shanghai")
AT_ONCE = 500
BY = system("supervision").by


def run_due(at: datetime) -> int:
    """Tell all that has reached a rung; how many reminders were given."""
    if not Track.objects.filter(next_at__lte=at).exists():
        return 0
    ladders, roster, given = Ladders(), Roster(at.astimezone(LOCAL).date()), 0
    while part := _part(ladders, roster, at):
        given += part.given
    return given


@dataclass(slots=True)
class _Part:
    """What one transaction tells."""

    tracks: list[Track] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    nudges: list[Nudge] = field(default_factory=list)
    people: list[set[int]] = field(default_factory=list)
    given: int = 0


def _part(ladders: Ladders, roster: Roster, at: datetime) -> _Part | None:
    """The next part; None when nothing is left."""
    with transaction.atomic():
        due = _locked(at)
        if not due:
            return None
        part = _worked_out(due, ladders, roster, at)
        _write(part, at)
    return part


def _locked(at: datetime) -> list[Track]:
    """Two workers never hold the same; SQLite has one writer and needs no lock."""
    rows = Track.objects.filter(next_at__lte=at).order_by("next_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return list(rows[:AT_ONCE])


def _worked_out(due: Sequence[Track], ladders: Ladders, roster: Roster, at: datetime) -> _Part:
    """What is owed is read again: whoever signed a second ago is not told that they are late."""
    owed = _owed(due)
    part = _Part()
    for row in due:
        one = owed.get((row.about, row.subject))
        if one is None:
            part.gone.append(row.pk)
            continue
        fresh = track_of(one, row, ladders, at) or row
        fresh.pk = row.pk
        _climb(fresh, one, ladders, roster, at, part)
    return part


def _owed(due: Sequence[Track]) -> dict[tuple[str, int], Owed]:
    parents: dict[About, set[int]] = defaultdict(set)
    for row in due:
        parents[About(row.about)].add(row.parent)
    return {
        (str(about), one.subject): one
        for about, idents in parents.items()
        for one in sources.owed(about, idents)
    }


def _climb(
    row: Track, one: Owed, ladders: Ladders, roster: Roster, at: datetime, part: _Part
) -> None:
    ladder, calendar = ladders.of(one.about, one.level), directory.calendar_of(one.unit)
    stand = climb(calendar, ladder, since=one.since, due=one.due, told=row.step, at=at)
    row.next_at = stand.next
    part.tracks.append(row)
    if stand.rung is None:
        return
    row.step = stand.rung.step
    part.nudges.append(
        Nudge(
            about=row.about, subject=row.subject, parent=row.parent, unit_id=one.unit,
            what=one.what, due_at=one.due, step=row.step, whom=stand.rung.whom, at=at,
        )
    )  # fmt: skip
    part.people.append(roster.told(one, stand.rung))


def _write(part: _Part, at: datetime) -> None:
    Track.objects.filter(pk__in=part.gone).delete()
    Track.objects.bulk_create(
        part.tracks, update_conflicts=True, unique_fields=["id"],
        update_fields=["unit", "what", "since", "due_at", "step", "next_at"],
    )  # fmt: skip
    told = _new(part)
    made = Nudge.objects.bulk_create([nudge for nudge, _ in told])
    pairs = list(zip(made, (people for _, people in told), strict=True))
    Item.objects.bulk_create(
        (Item(person_id=one, nudge=nudge, at=at) for nudge, people in pairs for one in people),
        batch_size=2_000,
    )
    part.given = len(pairs)
    if pairs:
        record_all(((_event(nudge, people), at) for nudge, people in pairs), by=BY)


def _new(part: _Part) -> list[tuple[Nudge, set[int]]]:
    """Without what was told before for the same due time: it came back, or a track was rebuilt."""
    abouts = {nudge.about for nudge in part.nudges}
    given = Nudge.objects.filter(about__in=abouts, subject__in={n.subject for n in part.nudges})
    known = set(given.values_list("about", "subject", "what", "due_at", "step"))
    return [
        (nudge, people)
        for nudge, people in zip(part.nudges, part.people, strict=True)
        if (str(nudge.about), nudge.subject, nudge.what, nudge.due_at, nudge.step) not in known
    ]


def _event(nudge: Nudge, people: set[int]) -> Nudged:
    return Nudged(
        nudge.pk, about=str(nudge.about), parent_id=nudge.parent, unit_id=nudge.unit_id,
        what=nudge.what, step=nudge.step, whom=str(nudge.whom), people=len(people),
    )  # fmt: skip
