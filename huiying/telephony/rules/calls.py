"""What an exchange tells about a call, and what state the call is in. Pure.

Messages come late, twice and out of order; the state follows from the moments that are known and
not from the order in which they were told.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from huiying.lib.errors import Refused

LATE = timedelta(days=7)
AHEAD = timedelta(minutes=5)
_ID = re.compile(r"[A-Za-z0-9._:@-]{1,64}")
_EXTENSION = re.compile(r"[0-9A-Za-z]{1,20}")
_NUMBER = re.compile(r"\+?[0-9][0-9 -]{1,23}")


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class State(StrEnum):
    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"
    MISSED = "missed"


STATE_LABELS: dict[State, str] = {
    State.RINGING: _("振铃中"),
    State.ANSWERED: _("通话中"),
    State.ENDED: _("已结束"),
    State.MISSED: _("未接通"),
}


class Kind(StrEnum):
    RINGING = "call.ringing"
    ANSWERED = "call.answered"
    MISSED = "call.missed"
    ENDED = "call.ended"
    RECORDED = "call.recorded"


class BadEvent(Refused):
    code = "bad_event"
    message = _("“%(field)s”不对：%(why)s")
    hint = _("字段的写法见文档《热线话务》的接口一节。")


@dataclass(frozen=True, slots=True)
class Told:
    """One message of an exchange. ``number`` and ``extension`` may be "" where it does not say."""

    event_id: str
    kind: Kind
    at: datetime
    call_id: str
    inbound: bool
    number: str
    extension: str
    recording: str


@dataclass(frozen=True, slots=True)
class Times:
    """The moments of a call that are known so far."""

    answered: datetime | None
    missed: datetime | None
    ended: datetime | None


def state_of(times: Times) -> State:
    """A call that was answered is not missed, whoever else let it ring; one that ended without
    having been answered is."""
    if times.missed is None and times.ended is None:
        return State.RINGING if times.answered is None else State.ANSWERED
    if times.answered is None:
        return State.MISSED
    return State.ANSWERED if times.ended is None else State.ENDED


def parse(body: bytes, now: datetime) -> Told:
    """Read a message. Raises BadEvent that names the field."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise BadEvent(field="body", why=_("不是 JSON")) from None
    if not isinstance(told, dict) or not isinstance(told.get("call"), dict):
        raise BadEvent(field="call", why=_("缺少对象"))
    call: dict[str, Any] = told["call"]
    kind = _text(told, "type")
    if kind not in {one.value for one in Kind}:
        raise BadEvent(field="type", why=_("不是已知的事件"))
    direction = _text(call, "direction") or "in"
    if direction not in ("in", "out"):
        raise BadEvent(field="call.direction", why=_("应为 in 或 out"))
    return Told(
        _fits(_ID, _text(told, "id"), "id"),
        Kind(kind),
        _moment(_text(told, "at"), now),
        _fits(_ID, _text(call, "id"), "call.id"),
        direction == "in",
        _maybe(_NUMBER, _text(call, "number"), "call.number"),
        _maybe(_EXTENSION, _text(call, "extension"), "call.extension"),
        _recording(Kind(kind), _text(told, "recording")),
    )


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str):
        raise BadEvent(field=name, why=_("应为文字"))
    return value.strip()


def _fits(form: re.Pattern[str], text: str, name: str) -> str:
    if not form.fullmatch(text):
        raise BadEvent(field=name, why=_("缺少或格式不对"))
    return text


def _maybe(form: re.Pattern[str], text: str, name: str) -> str:
    return _fits(form, text, name) if text else ""


def _moment(text: str, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadEvent(field="at", why=_("应为带时区的 ISO 8601 时间")) from None
    if at.tzinfo is None:
        raise BadEvent(field="at", why=_("应为带时区的 ISO 8601 时间"))
    if not now - LATE <= at <= now + AHEAD:
        raise BadEvent(field="at", why=_("早于 7 天或晚于现在"))
    return at


def _recording(kind: Kind, text: str) -> str:
    if not text and kind is not Kind.RECORDED:
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        raise BadEvent(field="recording", why=_("应为 https 网址")) from None
    fine = parts.scheme in ("http", "https") and parts.hostname and not parts.username
    if not fine or len(text) > 500 or not text.isprintable() or " " in text:
        raise BadEvent(field="recording", why=_("应为 https 网址"))
    return text
