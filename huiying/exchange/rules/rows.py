"""Reading a row of a file into the facts of a case. The directory is asked later, by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiying.exchange.rules import values
from huiying.exchange.rules.fields import TIMES
from huiying.exchange.rules.fitness import LONGEST_NUMBER, Fitness
from huiying.exchange.rules.mapping import Plan
from huiying.exchange.rules.refusals import BadRow, Refusal
from huiying.exchange.rules.row import Row
from huiying.lib.coordinates import Crs, Dirt, clean_coordinate, convert
from huiying.lib.moments import NotAMoment, day_first
from huiying.lib.tables import as_text
from huiying.lib.text import tidy

LONGEST_TITLE, LONGEST_ADDRESS = 200, 256
FROM_BODY = 40  # characters of the text that make a title where the file has none
LONGEST_NAME, LONGEST_PHONE = 60, 40
LOOKED_AT = 2000  # rows that tell whether dates put the day first


@dataclass(frozen=True, slots=True)
class Reading:
    """How rows of a file are read; ``latest`` is the moment of the import."""

    plan: Plan
    channel: str
    crs: Crs
    latest: datetime
    days_first: frozenset[str] = frozenset()

    def read(self, line: int, cells: Sequence[Any]) -> Row | BadRow:
        """The row's facts, or why it is refused. Never raises for what stands in the cells."""
        try:
            return Reader(self.plan, self.latest, self.days_first, line, cells).row(self)
        except Refusal as no:
            return self._bad(line, cells, no)

    def judge(self, line: int, cells: Sequence[Any]) -> str | BadRow:
        """The row's number, or why it is refused: as `read` decides, in half the time."""
        try:
            return Fitness(self.plan, self.latest, self.days_first, line, cells).judge()
        except Refusal as no:
            return self._bad(line, cells, no)

    def _bad(self, line: int, cells: Sequence[Any], no: Refusal) -> BadRow:
        number = as_text(_at(cells, self.plan.places.get("number")))
        return BadRow(line, number[:LONGEST_NUMBER], no.column, no.value, no.code, no.params)


def fields_with_day_first(plan: Plan, sample: Sequence[Sequence[Any]]) -> frozenset[str]:
    """The time fields whose column puts the day before the month somewhere (31/12/2018)."""
    return frozenset(
        name
        for name in TIMES
        if name in plan.places and day_first(_at(cells, plan.places[name]) for cells in sample)
    )


def _at(cells: Sequence[Any], place: int | None) -> Any:
    return "" if place is None or place >= len(cells) else cells[place]


class Reader(Fitness):
    """Reads one row; what it leaves out or changes it keeps in ``extra`` and ``remarks``."""

    def row(self, how: Reading) -> Row:
        """All facts. Raises Refusal."""
        self._check_width()
        number = self._number()
        self._check_words()
        title, body, category = self._words()
        received, sure = self._received(number)
        state, closed, replied = self._ending(received)
        dispatched = self._late("dispatched", received)
        name, phone, email, secret = self._contact()
        solved, satisfied = self._answers()
        kind, channel, level = self._kind(title), self._channel(how.channel), self._level()
        point, reply = self._point(how.crs), self._reply()
        self._keep_rest()
        return Row(
            self.line, number, kind, channel, level, title, body,
            self._text("address")[:LONGEST_ADDRESS], state, received, sure, dispatched,
            self._due(dispatched), closed, replied, name, phone, email, secret, point,
            (self._text("area"), self._text("street"), self._text("community")), category,
            self._text("unit"), reply, solved, satisfied, self.extra, tuple(self.remarks),
        )  # fmt: skip

    def _words(self) -> tuple[str, str, tuple[str, ...]]:
        """Title, text and class; a title is made from what there is."""
        title, body = " ".join(self._text("title").split()), tidy(self._text("body"))
        levels = [self._text(f"category{n}") for n in range(1, 6)]
        levels.append(self._text("category"))
        category = tuple(dict.fromkeys(filter(None, levels)))
        if not title:
            place = self._text("address")
            named = f"{category[-1]}：{place}" if category and place else "".join(category[-1:])
            title = " ".join(body.split())[:FROM_BODY] or named
        if len(title) > LONGEST_TITLE:
            self.remarks.append("title_cut")
            body = f"{title}\n{body}".strip()
            title = title[:LONGEST_TITLE]
        return title, body, category

    def _late(self, name: str, earliest: datetime) -> datetime | None:
        """A lesser moment: what cannot be read, or cannot be, is kept as text."""
        try:
            found = self._time(name)
        except NotAMoment:
            self.remarks.append("time_unreadable")
            self._keep(name)
            return None
        if found and found < earliest:
            found = earliest if self._same_day(found, earliest) else None
            if found is None:
                self._keep(name)
        return found

    def _due(self, dispatched: datetime | None) -> datetime | None:
        try:
            found = self._time("due")
        except NotAMoment:
            self.remarks.append("time_unreadable")
            self._keep("due")
            return None
        if found and dispatched and found < dispatched:
            self.remarks.append("due_too_early")
            self._keep("due")
            return None
        return found

    def _contact(self) -> tuple[str, str, str, bool]:
        name, phone, email = (self._text(part) for part in ("name", "phone", "email"))
        if any(map(values.is_secret, (name, phone))) or values.is_yes(self._text("confidential")):
            self.remarks.append("secret")
            return "", "", "", True
        return (
            values.contact_part(name)[:LONGEST_NAME],
            values.contact_part(phone)[:LONGEST_PHONE],
            values.contact_part(email)[:LONGEST_NAME],
            False,
        )

    def _kind(self, title: str) -> str:
        said = self._text("kind")
        if not said:
            self.remarks.append("kind_missing")
            return values.kind_in_title(title) or values.DEFAULT_KIND
        kind = values.kind_of(said)
        if kind is None:
            self.remarks.append("kind_unknown")
        if kind is None or said not in values.KINDS[kind][:1]:
            self._keep("kind")
        return kind or values.DEFAULT_KIND

    def _channel(self, default: str) -> str:
        said = self._text("channel")
        if not said:
            return default
        self._keep("channel")
        channel = values.channel_of(said)
        if channel is None:
            self.remarks.append("channel_unknown")
        return channel or default

    def _level(self) -> str:
        said = self._text("level")
        level = values.level_of(said) if said else "general"
        if level is None:
            self._keep("level")
        return level or "general"

    def _answers(self) -> tuple[str, str]:
        """What the person said when called back: both answers or none, as a call-back has both."""
        said = self._text("solved"), self._text("satisfied")
        if all(map(values.nothing, said)):
            return "", ""
        solved, satisfied = values.solved_of(said[0]), values.satisfied_of(said[1])
        if solved and satisfied:
            return solved, satisfied
        self.remarks.append("answers_incomplete")
        self._keep("solved")
        self._keep("satisfied")
        return "", ""

    def _point(self, crs: Crs) -> tuple[float, float] | None:
        """A usable point; dirty coordinates are dropped, kept as text and counted."""
        lon, lat = self._text("lon"), self._text("lat")
        if "point" in self.plan.places and not (lon and lat):
            lon, _, lat = self._text("point").strip("()（）").replace("，", ",").partition(",")
        found = clean_coordinate(lon, lat)
        dirt, point = found.dirt, found.point
        if point and (float(lon).is_integer() or float(lat).is_integer()):
            dirt, point = Dirt.WHOLE_DEGREES, None
        if dirt and dirt != Dirt.MISSING:
            self.remarks.append(f"point_{dirt.value}")
            for name in ("lon", "lat", "point"):
                self._keep(name)
        if point is None:
            return None
        return point if crs == Crs.WGS84 else convert(*point, crs)

    def _reply(self) -> str:
        outcome, reply = tidy(self._text("outcome")), tidy(self._text("reply"))
        return "\n".join(part for part in (outcome if outcome not in reply else "", reply) if part)

    def _keep_rest(self) -> None:
        for place, header in self.plan.kept:
            if text := values.clean(as_text(self.cells[place])):
                self.extra[header] = text
