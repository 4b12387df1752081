"""An issue of the column in plain words: how it stands, how long it has, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from huiying.column.rules.workflow import STATE_LABELS, State
from huiying.column.types import Exposure, Picture, Round
from huiying.journal.queries import Line
from huiying.portal.plain import when

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TONES = {State.PUBLISHED: "waiting", State.ANSWERED: "going", State.RECHECKED: "going"}


@dataclass(frozen=True, slots=True)
class Card:
    """An issue as the list shows it. ``left`` is how long the unit has, "" when no clock runs."""

    row: Exposure
    state: str
    tone: str
    standing: str
    left: str
    late: bool
    cover: Picture | None


@dataclass(frozen=True, slots=True)
class Step:
    at: datetime
    sentence: str
    words: str
    late: bool = False


def card(row: Exposure, at: datetime) -> Card:
    state = State(row.state)
    late = state is State.PUBLISHED and row.due_at < at
    return Card(
        row,
        _(STATE_LABELS[state]),
        "bad" if late else TONES.get(state, "ended"),
        standing(row),
        left(row, at) if state is State.PUBLISHED else "",
        late,
        next((one for one in row.pictures.all() if one.shown_id), None),
    )


def left(row: Exposure, at: datetime) -> str:
    """How long the unit still has, or how long it has been late."""
    spent = row.due_at - at
    late, spent = spent < timedelta(0), abs(spent)
    if spent >= DAY:
        days = spent // DAY
        text = (
            ngettext("已超期 %(n)s 天", "已超期 %(n)s 天", days)
            if late
            else ngettext("还剩 %(n)s 天", "还剩 %(n)s 天", days)
        )
        return text % {"n": days}
    hours = max(1, spent // HOUR)
    text = (
        ngettext("已超期 %(n)s 小时", "已超期 %(n)s 小时", hours)
        if late
        else ngettext("还剩 %(n)s 小时", "还剩 %(n)s 小时", hours)
    )
    return text % {"n": hours}


STANDING = {
    State.PUBLISHED: gettext_noop("%(unit)s须在 %(due)s 前整改。"),
    State.ANSWERED: gettext_noop("%(unit)s已经答复，等待现场复核。"),
    State.RECHECKED: gettext_noop("现场复核已经通过，等待销号。"),
    State.CLOSED: gettext_noop("%(unit)s已经整改，复核通过，已销号。"),
}


def standing(row: Exposure) -> str:
    """How it stands, in one sentence."""
    words = _(STANDING[State(row.state)])
    return words % {"unit": str(row.unit), "due": when(row.due_at)}


def steps(row: Exposure, lines: Sequence[Line]) -> list[Step]:
    """What happened, newest first; whatever is not listed here stays at the desk."""
    rounds = {one.number: one for one in row.rounds.all()}
    told, due, number = [], None, 1
    for line in lines:
        number = int(line.data.get("round", number))
        step = _step(row, line, rounds.get(number), due)
        if step is not None:
            told.append(step)
        due = datetime.fromisoformat(line.data["due"]) if line.data.get("due") else due
    return told[::-1]


def _step(row: Exposure, line: Line, now: Round | None, due: datetime | None) -> Step | None:
    data: dict[str, Any] = line.data
    until = {"due": when(datetime.fromisoformat(data["due"]))} if data.get("due") else {}
    if line.event == "ExposurePublished":
        return Step(line.at, _("公开曝光，要求在 %(due)s 前整改") % until, row.asked)
    if line.event == "TermChanged":
        return Step(line.at, _("整改期限改为 %(due)s") % until, now.opening if now else "")
    if line.event == "ExposureAnswered":
        late = due is not None and line.at > due
        sentence = _("%(unit)s答复（超期）") if late else _("%(unit)s答复")
        return Step(line.at, sentence % {"unit": str(row.unit)}, now.answer if now else "", late)
    if line.event == "ExposureRechecked":
        passed = bool(data.get("passed"))
        sentence = _("复核通过") if passed else _("复核不通过，要求在 %(due)s 前继续整改") % until
        return Step(line.at, sentence, now.finding if now else "", not passed)
    if line.event == "ExposureRelapsed":
        return Step(
            line.at,
            _("问题反弹，要求在 %(due)s 前重新整改") % until,
            now.opening if now else "",
            True,
        )
    return Step(line.at, _("已销号"), "") if line.event == "ExposureClosed" else None
