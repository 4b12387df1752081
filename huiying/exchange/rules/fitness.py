"""Whether a row can be taken in: its width, its number, some words, when it came in and ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from huiying.exchange.rules import values
from huiying.exchange.rules.mapping import Plan
from huiying.exchange.rules.refusals import Refusal
from huiying.lib.moments import NotAMoment, parse_moment
from huiying.lib.tables import as_text
from huiying.lib.text import tidy

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONGEST_NUMBER = 64
WORDS = ("title", "category", "category1", "category2", "category3", "category4", "category5")


class Fitness:
    """One row, asked only what can refuse it. `rows.Reader` goes on from here."""

    def __init__(
        self,
        plan: Plan,
        latest: datetime,
        days_first: frozenset[str],
        line: int,
        cells: Sequence[Any],
    ) -> None:
        self.plan, self.latest, self.days_first = plan, latest, days_first
        self.line, self.cells = line, cells
        self.texts = plan.absent.copy()
        self.extra: dict[str, str] = {}
        self.remarks: list[str] = []

    def judge(self) -> str:
        """The row's number, when it can be taken in. Raises Refusal for the same as reading."""
        self._check_width()
        number = self._number()
        self._check_words()
        received, _sure = self._received(number)
        self._ending(received)
        return number

    def _check_width(self) -> None:
        wanted = len(self.plan.headers)
        found = len(self.cells)
        while found > wanted and self.cells[found - 1] in (None, ""):
            found -= 1
        if found != wanted:
            code = "ragged_short" if found < wanted else "ragged_long"
            raise Refusal(code, found=found, wanted=wanted)

    def _raw(self, name: str) -> Any:
        place = self.plan.places.get(name)
        return "" if place is None else self.cells[place]

    def _text(self, name: str) -> str:
        """A cell as text; read once."""
        found = self.texts.get(name)
        if found is None:
            found = values.clean(as_text(self.cells[self.plan.places[name]]))
            self.texts[name] = found
        return found

    def _keep(self, name: str) -> None:
        """Keep a cell that was not understood, or not used, with the case."""
        if text := self._text(name):
            self.extra[self.plan.header(name)] = text

    def _number(self) -> str:
        number = self._text("number")
        header = self.plan.header("number")
        if not number or values.nothing(number):
            raise Refusal("no_number", header, number)
        if len(number) > LONGEST_NUMBER:
            raise Refusal("long_number", header, number)
        return number

    def _check_words(self) -> None:
        if not any(self._text(name).split() for name in WORDS) and not tidy(self._text("body")):
            raise Refusal("no_text", self.plan.header("title"))

    def _time(self, name: str) -> datetime | None:
        value = self._raw(name)
        if value is None or value == "" or (isinstance(value, str) and values.nothing(value)):
            return None
        return parse_moment(value, days_first=name in self.days_first)

    def _time_or_refuse(self, name: str) -> datetime | None:
        try:
            return self._time(name)
        except NotAMoment:
            raise Refusal("bad_time", self.plan.header(name), self._raw(name)) from None

    def _received(self, number: str) -> tuple[datetime, bool]:
        """When it came in. Exports without such a column: the day in the number, or the ending."""
        if "received" in self.plan.places:
            found = self._time_or_refuse("received")
            if found is None:
                raise Refusal("no_received", self.plan.header("received"))
            return found, True
        if day := values.day_in_number(number, self.latest):
            self.remarks.append("received_from_number")
            return day.astimezone(UTC), True
        if closed := self._time_or_refuse("closed"):
            self.remarks.append("received_from_closed")
            return closed, True
        self.remarks.append("received_from_import")
        return self.latest, False

    def _ending(self, received: datetime) -> tuple[str, datetime | None, datetime | None]:
        """State, when it was closed, when it was answered."""
        closed, replied = self._later("closed", received), self._later("replied", received)
        if closed and closed < received:
            self.remarks.append("closed_same_day")
            closed = received
        replied = max(replied, received) if replied else None
        state = self._state(ended=bool(closed or replied))
        if state != "closed":
            self._keep("closed")
            return state, None, replied
        if not (closed or replied):
            self.remarks.append("closed_unknown")
        return state, closed or replied or received, replied or closed

    def _later(self, name: str, received: datetime) -> datetime | None:
        """A time that cannot be before receipt. One that is (a slip of the year, as a rule) is not
        used: its words stay with the case and are counted, the case itself comes in."""
        moment = self._time_or_refuse(name)
        if moment is None or moment >= received or self._same_day(moment, received):
            return moment
        self.remarks.append("closed_before")
        self._keep(name)
        return None

    @staticmethod
    def _same_day(moment: datetime, received: datetime) -> bool:
        """A day without a time: midnight of the day on which the case came in."""
        local, day = moment.astimezone(SHANGHAI), received.astimezone(SHANGHAI).date()
        return local.date() == day and not (local.hour or local.minute or local.second)

    def _state(self, *, ended: bool) -> str:
        said = self._text("state")
        if not said:
            return "closed" if ended else "received"
        self._keep("state")
        state = values.state_of(said)
        if state is None:
            self.remarks.append("state_unknown")
            return "closed" if ended else "received"
        return state
