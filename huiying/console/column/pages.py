"""What the pages of the column's desk show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.accounts.actors import Actor
from huiying.column import access, queries
from huiying.column.rules.workflow import STATE_LABELS, State, Verb
from huiying.column.types import Exposure, Picture, Round
from huiying.console import clocks
from huiying.console.clocks import Clock
from huiying.journal.queries import Line

TONES = {
    State.DRAFT: "quiet",
    State.PUBLISHED: "waiting",
    State.ANSWERED: "going",
    State.RECHECKED: "going",
    State.CLOSED: "ended",
    State.WITHDRAWN: "ended",
}
STEPS = {
    "ExposureDrafted": gettext_noop("写成草稿"),
    "ExposureEdited": gettext_noop("文字有修改"),
    "PicturesAdded": gettext_noop("添加照片"),
    "PictureBoxed": gettext_noop("处理照片"),
    "PictureRemoved": gettext_noop("移除照片"),
    "ExposurePublished": gettext_noop("公开发布"),
    "TermChanged": gettext_noop("调整整改期限"),
    "ExposureAnswered": gettext_noop("责任单位答复"),
    "ExposureClosed": gettext_noop("已销号"),
    "ExposureRelapsed": gettext_noop("问题反弹，重新整改"),
    "ExposureWithdrawn": gettext_noop("已撤下"),
    "CommentSent": gettext_noop("收到评论"),
}


@dataclass(frozen=True, slots=True)
class Issue:
    """An exposure with its words and clock worked out."""

    row: Exposure
    state: str
    tone: str
    clock: Clock | None


def issue(row: Exposure, at: datetime) -> Issue:
    state = State(row.state)
    running = state is State.PUBLISHED  # what was answered in time is not late while it waits
    clock = clocks.clock(row.due_at, at, unit_id=row.unit_id) if running else None
    return Issue(row, _(STATE_LABELS[state]), TONES[state], clock)


@dataclass(frozen=True, slots=True)
class Step:
    at: datetime
    who: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Button:
    verb: Verb
    label: str


@dataclass(frozen=True, slots=True)
class IssuePage:
    issue: Issue
    pictures: Sequence[Picture]
    rounds: Sequence[Round]
    steps: Sequence[Step]
    buttons: Sequence[Button]
    may_picture: bool
    may_edit: bool
    case_number: str
    offered: Sequence[Any]
    public: bool


def issue_page(actor: Actor, row: Exposure, at: datetime, offered: Sequence[Any]) -> IssuePage:
    verbs = access.verbs_for(actor, row)
    names = {verb.name for verb in verbs}
    return IssuePage(
        issue(row, at),
        queries.pictures_of(row),
        [one for one in row.rounds.all() if one.answer or one.opening or one.finding],
        [_step(line) for line in reversed(queries.history_of(row))],
        [Button(v, _(v.label)) for v in verbs if v.name not in ("edit", "picture")],
        "picture" in names,
        "edit" in names,
        row.case.number if row.case and access.edits(actor) else "",
        offered,
        queries.public_exposure(row.pk) is not None,
    )


def _step(line: Line) -> Step:
    return Step(line.at, line.actor_name, _sentence(line))


def _sentence(line: Line) -> str:
    if line.event == "ExposureRechecked":
        return _("复核通过") if line.data.get("passed") else _("复核不通过，继续整改")
    if line.event == "CommentDecided":
        return _("公开一条评论") if line.data.get("shown") else _("不予公开一条评论")
    if line.event == "PictureBoxed":
        return _("处理照片，遮挡 %(n)s 处") % {"n": line.data.get("boxes", 0)}
    return _(STEPS[line.event])
