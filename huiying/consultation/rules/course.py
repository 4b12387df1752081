"""The course of a topic 议题 and of a meeting 会商会, and the light 红黄绿 of a measure 措施. Pure.

北京市接诉即办工作条例 art. 19–20: what one unit cannot settle is coordinated by the district; hard
matters are studied together and end in a list: 问题—措施—责任单位—时限—进展.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class About(StrEnum):
    CASE = "case"
    PROBLEM = "problem"
    OWNERSHIP = "ownership"
    OTHER = "other"


ABOUT_LABELS: dict[About, str] = {
    About.CASE: _("疑难案件"),
    About.PROBLEM: _("共性问题"),
    About.OWNERSHIP: _("权属未定"),
    About.OTHER: _("其他事项"),
}


class TopicState(StrEnum):
    WAITING = "waiting"
    PLANNED = "planned"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


TOPIC_LABELS: dict[TopicState, str] = {
    TopicState.WAITING: _("待会商"),
    TopicState.PLANNED: _("已列入会议"),
    TopicState.DECIDED: _("已议定"),
    TopicState.WITHDRAWN: _("已撤下"),
}


class MeetingState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


MEETING_LABELS: dict[MeetingState, str] = {
    MeetingState.PLANNED: _("待召开"),
    MeetingState.HELD: _("已召开"),
    MeetingState.CANCELLED: _("已取消"),
}


class Light(StrEnum):
    DONE = "done"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


LIGHT_LABELS: dict[Light, str] = {
    Light.DONE: _("已完成"),
    Light.GREEN: _("正常（绿）"),
    Light.YELLOW: _("快到期（黄）"),
    Light.RED: _("超期（红）"),
}
SOON = timedelta(days=3)
# Working days within which a topic must come to a decision; ownership keeps a case from everybody.
WITHIN: dict[About, int] = {
    About.OWNERSHIP: 2, About.CASE: 5, About.PROBLEM: 10, About.OTHER: 10,
}  # fmt: skip


def light(due: datetime, done: datetime | None, at: datetime) -> Light:
    """Of a measure: done, overdue, due within three days, or in time."""
    if done is not None:
        return Light.DONE
    if due < at:
        return Light.RED
    return Light.YELLOW if due - at <= SOON else Light.GREEN
