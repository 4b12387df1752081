"""One row of a file as the facts of a case. Pure: the directory is asked later, by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from huiying.exchange.rules import values
from huiying.exchange.rules.fields import TIMES
from huiying.exchange.rules.mapping import Plan
from huiying.exchange.rules.refusals import BadRow, Refusal
from huiying.lib.coordinates import Crs, Dirt, clean_coordinate, convert
from huiying.lib.moments import NotAMoment, day_first, parse_moment
from huiying.lib.tables import as_text
from huiying.lib.text import tidy

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONGEST_TITLE, LONGEST_NUMBER, LONGEST_ADDRESS = 200, 64, 256
FROM_BODY = 40  # characters of the text that make a title where the file has none
LONGEST_NAME, LONGEST_PHONE = 60, 40
LOOKED_AT = 2000  # rows that tell whether dates put the day first

# What was changed or left out, counted for the report: code → gettext msgid.
REMARKS: dict[str, str] = {
    "point_whole_degrees": "坐标只有整数度，没有采用",
    "point_zero": "坐标是 0,0，没有采用",
    "point_out_of_range": "坐标超出经纬度范围，没有采用",
    "point_not_a_number": "坐标不是数字，没有采用",
    "point_swapped": "经度、纬度写反，已对调",
    "received_from_number": "没有受理时间，取编号中的日期",
    "received_from_closed": "没有受理时间，取办结时间",
    "received_from_import": "没有受理时间，取导入时间",
    "closed_same_day": "办结只写了日期，取受理时间",
    "closed_unknown": "已办结而没有办结时间，取受理时间",
    "time_unreadable": "次要时间不能识别，原文随案保存",
    "due_too_early": "办理时限早于派单，原文随案保存",
    "title_cut": "标题过长，全文放入内容",
    "kind_unknown": "诉求类型不能识别，按“求助”",
    "kind_missing": "没有诉求类型，按标题用词或“求助”",
    "state_unknown": "状态不能识别，按有无办结时间判断",
    "channel_unknown": "渠道不能识别，按默认渠道",
    "answers_incomplete": "回访结果不全，原文随案保存",
    "secret": "要求保密，没有导入联系方式",
    # of rows that come again
    "corrected_here": "已在本系统人工更正，没有覆盖",
    "state_kept": "文件中已不是办结，本系统状态不变",
    "not_reopened": "文件中已不是办结，本系统已结案，不倒退",
    "in_hand": "文件中已办结，但本系统正在办理，状态不变",
    "anonymised": "案件已按保存期限匿名，没有更新",
    "repeated": "与文件中前面的行完全相同，未重复导入",
}


@dataclass(frozen=True, slots=True)
class Row:
    """The facts of one case, names of the directory still as text. Coordinates are WGS-84."""

    line: int
    number: str
    kind: str
    channel: str
    level: str
    title: str
    body: str
    address: str
    state: str  # received, filed or closed
    received: datetime
    received_sure: bool  # False: the moment of import stands in
    dispatched: datetime | None
    due: datetime | None
    closed: datetime | None
    replied: datetime | None
    name: str
    phone: str
    email: str
    confidential: bool
    point: tuple[float, float] | None
    area: tuple[str, str, str]  # district, street, community
    category: tuple[str, ...]  # from the top down, or one path
    unit: str
    reply: str
    solved: str
    satisfied: str
    extra: dict[str, str]
    remarks: tuple[str, ...]


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
            return _Reader(self, line, cells).row()
        except Refusal as no:
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


class _Reader:
    """Reads one row; what it leaves out or changes it keeps in ``extra`` and ``remarks``."""

    def __init__(self, how: Reading, line: int, cells: Sequence[Any]) -> None:
        self.how, self.plan, self.line, self.cells = how, how.plan, line, cells
        self.texts: dict[str, str] = {}
        self.extra: dict[str, str] = {}
        self.remarks: list[str] = []

    def row(self) -> Row:
        self._check_width()
        cells = self.cells
        self.texts = {n: values.clean(as_text(cells[i])) for n, i in self.plan.places.items()}
        number = self._number()
        title, body, category = self._words()
        received, sure = self._received(number)
        state, closed, replied = self._ending(received)
        dispatched = self._late("dispatched", received)
        name, phone, email, secret = self._contact()
        solved, satisfied = self._answers()
        kind, channel, level = self._kind(title), self._channel(), self._level()
        point, reply = self._point(), self._reply()
        self._keep_rest()
        return Row(
            self.line, number, kind, channel, level, title, body,
            self._text("address")[:LONGEST_ADDRESS], state, received, sure, dispatched,
            self._due(dispatched), closed, replied, name, phone, email, secret, point,
            (self._text("area"), self._text("street"), self._text("community")), category,
            self._text("unit"), reply, solved, satisfied, self.extra, tuple(self.remarks),
        )  # fmt: skip

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
        return self.texts.get(name, "")

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

    def _words(self) -> tuple[str, str, tuple[str, ...]]:
        """Title, text and class; a title is made from what there is."""
        title, body = " ".join(self._text("title").split()), tidy(self._text("body"))
        levels = [self._text(f"category{n}") for n in range(1, 6)]
        levels.append(self._text("category"))
        category = tuple(dict.fromkeys(filter(None, levels)))
        if not (title or body or category):
            raise Refusal("no_text", self.plan.header("title"))
        if not title:
            place = self._text("address")
            named = f"{category[-1]}：{place}" if category and place else "".join(category[-1:])
            title = " ".join(body.split())[:FROM_BODY] or named
        if len(title) > LONGEST_TITLE:
            self.remarks.append("title_cut")
            body = f"{title}\n{body}".strip()
            title = title[:LONGEST_TITLE]
        return title, body, category

    def _time(self, name: str) -> datetime | None:
        value = self._raw(name)
        if value is None or value == "" or (isinstance(value, str) and values.nothing(value)):
            return None
        return parse_moment(value, days_first=name in self.how.days_first)

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
        if day := values.day_in_number(number, self.how.latest):
            self.remarks.append("received_from_number")
            return day.astimezone(UTC), True
        if closed := self._time_or_refuse("closed"):
            self.remarks.append("received_from_closed")
            return closed, True
        self.remarks.append("received_from_import")
        return self.how.latest, False

    def _ending(self, received: datetime) -> tuple[str, datetime | None, datetime | None]:
        """State, when it was closed, when it was answered."""
        closed, replied = self._time_or_refuse("closed"), self._time_or_refuse("replied")
        for name, moment in (("closed", closed), ("replied", replied)):
            if moment and moment < received and not self._same_day(moment, received):
                shown = received.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
                column, value = self.plan.header(name), self._raw(name)
                raise Refusal("closed_before", column, value, received=shown)
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

    def _channel(self) -> str:
        said = self._text("channel")
        if not said:
            return self.how.channel
        self._keep("channel")
        channel = values.channel_of(said)
        if channel is None:
            self.remarks.append("channel_unknown")
        return channel or self.how.channel

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

    def _point(self) -> tuple[float, float] | None:
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
        return point if self.how.crs == Crs.WGS84 else convert(*point, self.how.crs)

    def _reply(self) -> str:
        outcome, reply = tidy(self._text("outcome")), tidy(self._text("reply"))
        return "\n".join(part for part in (outcome if outcome not in reply else "", reply) if part)

    def _keep_rest(self) -> None:
        for place, header in self.plan.kept:
            if text := values.clean(as_text(self.cells[place])):
                self.extra[header] = text
