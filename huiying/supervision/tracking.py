"""Keeping track of what is owed: the journal tells which cases to look at again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from huiying.directory import queries as directory
from huiying.supervision import sources
from huiying.supervision.ladders import Ladders
from huiying.supervision.models import Track
from huiying.supervision.rules.ladder import About, climb
from huiying.supervision.sources import Owed

FIELDS = ("parent", "unit_id", "what", "since", "due_at", "step", "next_at")
UPDATED = ("parent", "unit", "what", "since", "due_at", "step", "next_at")
AT_ONCE = 2_000


def follow(about: About, parents: Collection[int], at: datetime) -> None:
    """Bring the tracks of some cases, whistles or orders in line with what they owe now."""
    owed = list(sources.owed(about, parents))
    known = _known(about, parents)
    _keep(owed, known, Ladders(), at)
    gone = [row.pk for row in known.values() if row.subject not in {one.subject for one in owed}]
    for start in range(0, len(gone), AT_ONCE):
        Track.objects.filter(pk__in=gone[start : start + AT_ONCE]).delete()


def reconcile(at: datetime) -> int:
    """Once a day, and where reminders are new: look at all that is owed. Returns how many."""
    count = 0
    for about in sources.abouts():
        part: list[Owed] = []
        ladders = Ladders()
        for one in sources.owed(about, None):
            part.append(one)
            count += 1
            if len(part) == AT_ONCE:
                _keep(part, _known_of(about, part), ladders, at)
                part = []
        _keep(part, _known_of(about, part), ladders, at)
    return count


def _known(about: About, parents: Collection[int]) -> dict[int, Track]:
    wanted, found = sorted(parents), {}
    for start in range(0, len(wanted), sources.AT_ONCE):
        part = wanted[start : start + sources.AT_ONCE]
        for row in Track.objects.filter(about=about, parent__in=part):
            found[row.subject] = row
    return found


def _known_of(about: About, owed: Sequence[Owed]) -> dict[int, Track]:
    return _known(about, {one.parent for one in owed})


def _keep(owed: Iterable[Owed], known: dict[int, Track], ladders: Ladders, at: datetime) -> None:
    rows = [
        row
        for one in owed
        if (row := track_of(one, known.get(one.subject), ladders, at)) is not None
    ]
    Track.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["about", "subject"],
        update_fields=UPDATED,
    )  # fmt: skip


def track_of(one: Owed, known: Track | None, ladders: Ladders, at: datetime) -> Track | None:
    """The track of something owed; None where the known one holds. Another limit begins anew."""
    if known and (known.unit_id, known.what, known.due_at) == (one.unit, one.what, one.due):
        return None
    ladder = ladders.of(one.about, one.level)
    calendar = directory.calendar_of(one.unit)
    stand = climb(calendar, ladder, since=one.since, due=one.due, told=0, at=at)
    return Track(
        about=one.about, subject=one.subject, parent=one.parent, unit_id=one.unit, what=one.what,
        since=one.since, due_at=one.due, step=0, next_at=at if stand.rung else stand.next,
    )  # fmt: skip
