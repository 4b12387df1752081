"""What a list of cases asks for: filters from a query string, an order, a place to go on from."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from huiying.cases.kinds import Channel
from huiying.cases.refusals import BadValue
from huiying.cases.rules.workflow import State
from huiying.directory.kinds import CaseKind, Level

LOCAL = ZoneInfo("Asia/Shanghai")
SOON = timedelta(hours=24)
PAGE = 50
DUE = ("overdue", "today", "soon", "paused")
SORTS: dict[str, tuple[str, bool]] = {  # name → (column, descending)
    "new": ("received_at", True),
    "old": ("received_at", False),
    "due": ("due_at", False),
    "closed": ("closed_at", True),
}
OPEN_OR_NOT = ("open", "ended")
YEARS = range(1900, 2200)  # beyond them a day has no moment in every time zone


@dataclass(frozen=True, slots=True)
class Filter:
    """The filters of a list. Lists of choices hold several values, any of which may match."""

    q: str = ""
    state: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    unit: int | None = None
    area: int | None = None
    category: int | None = None
    cause: int | None = None
    due: str = ""
    stage: str = ""
    returned: bool = False
    since: date | None = None
    until: date | None = None
    phone: str = ""
    name: str = ""
    source: str = ""
    sort: str = "new"

    @classmethod
    def parse(cls, query: Mapping[str, Any]) -> Filter:
        """From a query string (QueryDict or mapping). Raises BadValue naming the field."""
        many = getattr(query, "getlist", None)

        def several(key: str, known: list[str]) -> tuple[str, ...]:
            given = many(key) if many else [query[key]] if query.get(key) else []
            values = tuple(v for item in given for v in str(item).split(",") if v)
            for value in values:
                if value not in known:
                    raise _unknown(key, value)
            return values

        return cls(
            q=str(query.get("q", "")).strip()[:200],
            state=several("state", [s.value for s in State]),
            kind=several("kind", CaseKind.values),
            channel=several("channel", Channel.values),
            level=several("level", Level.values),
            unit=_number(query, "unit"),
            area=_number(query, "area"),
            category=_number(query, "category"),
            cause=_number(query, "cause"),
            due=_one_of(query, "due", ("", *DUE)),
            stage=_one_of(query, "stage", ("", *OPEN_OR_NOT)),
            returned=query.get("returned") == "1",
            since=_day(query, "since"),
            until=_day(query, "until"),
            phone=str(query.get("phone", "")).strip()[:40],
            name=str(query.get("name", "")).strip()[:60],
            source=str(query.get("source", "")).strip()[:40],
            sort=_one_of(query, "sort", ("", *SORTS)) or "new",
        )

    def query(self) -> str:
        """The query string that means the same: for links, saved filters and exports."""
        pairs: list[tuple[str, str]] = []
        for f in fields(self):
            value = getattr(self, f.name)
            if value is None or value is False or value in ("", ()):
                continue
            if f.name == "sort" and value == "new":
                continue
            if isinstance(value, tuple):
                pairs.extend((f.name, item) for item in value)
            else:
                pairs.append((f.name, "1" if value is True else str(value)))
        return urlencode(pairs)

    def having(self, **changes: Any) -> Filter:
        return replace(self, **changes)

    @property
    def empty(self) -> bool:
        return self == Filter(sort=self.sort)


def _number(query: Mapping[str, Any], key: str) -> int | None:
    value = str(query.get(key, "")).strip()
    if not value:
        return None
    if not value.isdecimal() or len(value) > 18:
        raise BadValue(field=key, why=_("须是编号。"))
    return int(value)


def _one_of(query: Mapping[str, Any], key: str, known: tuple[str, ...]) -> str:
    value = str(query.get(key, "")).strip()
    if value not in known:
        raise _unknown(key, value)
    return value


def _unknown(key: str, value: str) -> BadValue:
    return BadValue(field=key, why=_("没有“%(value)s”这一项。") % {"value": value})


def _day(query: Mapping[str, Any], key: str) -> date | None:
    value = str(query.get(key, "")).strip()
    if not value:
        return None
    try:
        day = date.fromisoformat(value)
        return day.replace(year=day.year if day.year in YEARS else 0)  # no such year: told
    except ValueError:
        raise BadValue(field=key, why=_("日期应写成 2026-01-31 的样子。")) from None


def start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, LOCAL)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page goes on: after (or before) the row with this sort value and id."""

    value: str
    ident: int
    back: bool = False

    def text(self) -> str:
        raw = json.dumps([self.value, self.ident, self.back], separators=(",", ":"))
        return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> Place | None:
        """None for the first page, and for a place that was tampered with or cut."""
        if not text:
            return None
        try:
            value, ident, back = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None or moment.year not in YEARS or not 0 <= int(ident) < 2**63:
                return None
            return cls(str(value), int(ident), bool(back))
        except (ValueError, TypeError, OverflowError, RecursionError):
            return None
