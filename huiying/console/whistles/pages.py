"""What the pages of whistles show: words and clocks worked out, buttons for what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from huiying.accounts.actors import Actor
from huiying.console import clocks
from huiying.console.clocks import CALM, OVERDUE, SOON, Clock
from huiying.directory import queries as directory
from huiying.journal.queries import Line
from huiying.whistles import access, queries
from huiying.whistles.assessing import cap_for, facts_of
from huiying.whistles.queries import Linked
from huiying.whistles.rules.assessment import Facts
from huiying.whistles.rules.course import (
    BY_NAME,
    KIND_LABELS,
    RESULT_LABELS,
    STATE_LABELS,
    STEP_LABELS,
    Kind,
    Result,
    State,
    Step,
    Verb,
)
from huiying.whistles.types import Rating, Summons, Whistle

TONES = {State.OPEN: "waiting", State.CONCLUDED: "ended", State.WITHDRAWN: "ended"}
STEP_TONES = {
    Step.CALLED: "waiting", Step.REFUSED: "bad", Step.SIGNED: "going", Step.ARRIVED: "going",
    Step.CONTRIBUTED: "going", Step.EXCUSED: "ended", Step.CONCLUDED: "ended",
    Step.MISSED: "bad", Step.WITHDRAWN: "ended",
}  # fmt: skip
LINES = {
    "WhistleBlown": gettext_noop("吹哨"),
    "UnitSummoned": gettext_noop("通知报到"),
    "WhistleConcluded": gettext_noop("共同办结"),
    "WhistleWithdrawn": gettext_noop("撤哨"),
    "WhistleRated": gettext_noop("评分"),
}
NEAR_EMERGENCY = timedelta(minutes=10)
IN_INBOX = 5
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class Head:
    """A whistle in a list: its words, and the nearest thing somebody owes."""

    row: Whistle
    kind: str
    state: str
    tone: str
    clock: Clock | None
    units: str
    done: int
    called: int

    @property
    def emergency(self) -> bool:
        return self.row.kind == Kind.EMERGENCY


def head(row: Whistle, at: datetime) -> Head:
    summonses = list(row.summonses.all())
    dues = [one.due_at for one in summonses if one.due_at]
    state = State(row.state)
    return Head(
        row, _(KIND_LABELS[Kind(row.kind)]), _(STATE_LABELS[state]), TONES[state],
        clock_of(row, min(dues, default=None), at),
        "、".join(str(one.unit) for one in summonses),
        sum(one.contributed_at is not None for one in summonses),
        sum(one.state != Step.EXCUSED for one in summonses),
    )  # fmt: skip


def clock_of(row: Whistle, due: datetime | None, at: datetime) -> Clock | None:
    """Remaining time; an emergency runs through the night, so its minutes are counted plainly."""
    if due is None or row.kind != Kind.EMERGENCY or due < at:
        return clocks.clock(due, at, unit_id=row.street_id)
    minutes = int((due - at).total_seconds() // 60)
    left = ngettext("%(n)d 分钟", "%(n)d 分钟", minutes) % {"n": minutes}
    tone = SOON if due - at <= NEAR_EMERGENCY else CALM
    return Clock(tone, _("剩 %(time)s") % {"time": left}, due)


@dataclass(frozen=True, slots=True)
class Button:
    verb: Verb
    label: str


def _buttons(verbs: Sequence[Verb]) -> list[Button]:
    return [Button(verb, _(verb.label)) for verb in verbs if verb.name not in ("rate", "assess")]


@dataclass(frozen=True, slots=True)
class Part:
    """One department's part with what the reader may do about it."""

    one: Summons
    state: str
    tone: str
    clock: Clock | None
    owner: str
    buttons: Sequence[Button]
    facts: Facts | None
    ratings: Sequence[Rating]
    may_rate: bool

    @property
    def late(self) -> bool:
        return self.clock is not None and self.clock.tone == OVERDUE


@dataclass(frozen=True, slots=True)
class Told:
    at: datetime
    who: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Page:
    head: Head
    parts: Sequence[Part]
    buttons: Sequence[Button]
    cases: Sequence[Linked]
    told: Sequence[Told]
    result: str
    street_ratings: Sequence[Rating]
    may_rate_street: bool


def page_of(actor: Actor, row: Whistle, at: datetime) -> Page:
    ratings = list(row.ratings.all())
    verbs = access.whistle_verbs(actor, row)
    sides = {{"rate": "street", "assess": "district"}.get(verb.name, "") for verb in verbs} - {""}
    parts = [_part(actor, row, one, at, ratings, sides) for one in queries.summonses_of(row)]
    of_street = [one for one in ratings if one.unit_id == row.street_id]
    return Page(
        head(row, at), parts, _buttons(verbs), queries.cases_of(actor, row),
        [_told(line) for line in reversed(queries.history_of(row))],
        _(RESULT_LABELS[Result(row.result)]) if row.result else "",
        of_street, "district" in sides and not of_street,
    )  # fmt: skip


def _part(
    actor: Actor, row: Whistle, one: Summons, at: datetime, ratings: list[Rating], sides: set[str]
) -> Part:
    step = Step(one.state)
    given = [mark for mark in ratings if mark.unit_id == one.unit_id]
    judged = step in (Step.CONCLUDED, Step.MISSED)
    return Part(
        one, _(STEP_LABELS[step]), STEP_TONES[step], clock_of(row, one.due_at, at),
        str(one.owner) if one.owner else "",
        _buttons(access.summons_verbs(actor, row, one)),
        facts_of(one) if judged else None, given,
        judged and bool(sides - {mark.by for mark in given}),
    )  # fmt: skip


def _told(line: Line) -> Told:
    return Told(line.at, line.actor_name, _sentence(line))


def _sentence(line: Line) -> str:
    unit = directory.units().rows.get(int(line.data.get("unit_id") or 0))
    name = unit.label if unit else ""
    if line.event == "SummonsMoved":
        words = _(BY_NAME[str(line.data.get("verb"))].label)
    else:
        words = _(LINES[line.event])
    return _("%(what)s：%(unit)s") % {"what": words, "unit": name} if name else words


def cap_of(row: Whistle, unit_id: int) -> int | None:
    """The best mark for a unit, for the form's hint."""
    return cap_for(row, unit_id)


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One summons as an inbox shows it."""

    one: Summons
    state: str
    tone: str
    clock: Clock | None


@dataclass(frozen=True, slots=True)
class Owed:
    rows: Sequence[OwedRow]
    total: int


def owed_now(actor: Actor, at: datetime) -> Owed:
    """What the actor's units owe to whistles, the most pressing first, for their inbox."""
    found = list(queries.owed(actor)[:MOST_COUNTED])
    rows = [
        OwedRow(
            one, _(STEP_LABELS[Step(one.state)]), STEP_TONES[Step(one.state)],
            clock_of(one.whistle, one.due_at, at),
        )
        for one in found[:IN_INBOX]
    ]  # fmt: skip
    return Owed(rows, len(found))
