"""What the pages of consultation share: rows with their words, clocks and lights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.console import clocks
from huiying.console.clocks import Clock
from huiying.console.desks.desk import Tab, address
from huiying.console.shell import Console, Problem
from huiying.consultation import actions
from huiying.consultation.rules.course import (
    ABOUT_LABELS,
    LIGHT_LABELS,
    MEETING_LABELS,
    TOPIC_LABELS,
    About,
    Light,
    MeetingState,
    TopicState,
    light,
)
from huiying.consultation.types import Measure, Meeting, Topic
from huiying.lib.errors import Refused

NAME = gettext_noop("会商")
TOPIC_TONES = {"waiting": "waiting", "planned": "going", "decided": "ended", "withdrawn": "quiet"}
MEETING_TONES = {"planned": "going", "held": "ended", "cancelled": "quiet"}
LIGHT_TONES = {Light.DONE: "ended", Light.GREEN: "going", Light.YELLOW: "waiting", Light.RED: "bad"}


@dataclass(frozen=True, slots=True)
class TopicRow:
    row: Topic
    about: str
    state: str
    tone: str
    clock: Clock | None


@dataclass(frozen=True, slots=True)
class MeetingRow:
    row: Meeting
    state: str
    tone: str
    units: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    row: Measure
    light: str
    tone: str
    last: str
    may_tell: bool


def topic_row(desk: Console, row: Topic) -> TopicRow:
    return TopicRow(
        row, _(ABOUT_LABELS[About(row.about)]), _(TOPIC_LABELS[TopicState(row.state)]),
        TOPIC_TONES[row.state],
        None if row.ended_at else clocks.clock(row.due_at, desk.at),
    )  # fmt: skip


def meeting_row(row: Meeting) -> MeetingRow:
    units = "、".join(str(unit) for unit in row.units.all())
    state = MeetingState(row.state)
    return MeetingRow(row, _(MEETING_LABELS[state]), MEETING_TONES[row.state], units)


def measure_row(desk: Console, row: Measure) -> MeasureRow:
    shown = light(row.due_at, row.done_at, desk.at)
    told = list(row.progress.all())
    return MeasureRow(
        row, _(LIGHT_LABELS[shown]), LIGHT_TONES[shown], told[0].text if told else "",
        row.done_at is None and actions.may_tell(desk.actor, row),
    )  # fmt: skip


def sections(current: str) -> Sequence[Tab]:
    """The pages of the desk."""
    labels = (("consult", _("议题")), ("meetings", _("会议")), ("measures", _("措施清单")))
    return [Tab(label, address(name), name == current) for name, label in labels]


def answer(
    desk: Console, form: forms.Form, do: Callable[[dict[str, Any]], object], *, back: str,
    label: str, title: str, danger: bool = False,
) -> HttpResponse:  # fmt: skip
    """A form on a page of its own: asked for, tried, refused above the kept input, or done."""
    problem: Problem | None = None
    status = 200
    if desk.request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                do(form.cleaned_data)
            except Refused as refused:
                problem = desk.problem(refused)
                status = problem.status
            else:
                messages.success(desk.request, _("已完成：%(verb)s") % {"verb": label})
                return redirect(back)
    context = {
        "form": form, "problem": problem, "label": label, "title": title, "back": back,
        "danger": danger,
    }  # fmt: skip
    return desk.page("console/consult/form.html", context, current="consult", status=status)
