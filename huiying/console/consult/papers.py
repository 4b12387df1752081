"""The documents of consultation: 会议通知, 会议纪要, 措施清单."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from huiying.console.consult.pages import MeasureRow, MeetingRow, measure_row
from huiying.console.shell import Console
from huiying.consultation.types import Topic
from huiying.directory import queries as directory
from huiying.lib.letters import Grid, Letter


def notice_of(one: MeetingRow, agenda: Sequence[Topic]) -> Letter:
    """Who is asked to come, when and where, on what."""
    row = one.row
    facts = [(_("时间"), _moment(row.meet_at)), (_("地点"), row.place), (_("主持人"), row.chair)]
    topics = [f"{n}. {topic.title}" for n, topic in enumerate(agenda, 1)]
    return Letter(
        title=_("会商会议通知"), number="", to=one.units,
        body=[
            _("定于下列时间召开“%(title)s”，请派熟悉情况、能作决定的负责同志参加。")
            % {"title": row.title},
            Grid((), facts), _("议题："), *topics,
        ],
        signed=_issuer(), day=_day(row.called_at),
    )  # fmt: skip


def minutes_of(desk: Console, one: MeetingRow, agenda: Sequence[Topic]) -> Letter:
    """What was said, what was decided, who does what until when."""
    row = one.row
    facts = [
        (_("时间"), _moment(row.meet_at)), (_("地点"), row.place), (_("主持人"), row.chair),
        (_("参会单位"), one.units), (_("到会人员"), row.present),
    ]  # fmt: skip
    body: list[str | Grid] = [Grid((), facts), row.minutes]
    for n, topic in enumerate(agenda, 1):
        body.append(f"{n}. {topic.title}：{topic.decision}")
    rows = [measure_row(desk, m) for topic in agenda for m in topic.measures.all()]
    if rows:
        body.append(_grid(rows))
    return Letter(
        title=_("会商会议纪要"), number=row.title, to="", body=body, signed=_issuer(),
        day=_day(row.ended_at or row.meet_at),
    )  # fmt: skip


def list_of(desk: Console, rows: Sequence[MeasureRow]) -> Letter:
    """问题—措施—责任单位—时限—进展."""
    body: list[str | Grid] = [_grid(rows)] if rows else [_("没有措施。")]
    return Letter(_("会商措施清单"), "", "", body, _issuer(), _day(desk.at))


def _grid(rows: Sequence[MeasureRow]) -> Grid:
    heads = [_("问题"), _("措施"), _("责任单位"), _("时限"), _("进展")]
    return Grid(
        heads,
        [
            (
                one.row.problem, one.row.measure, str(one.row.unit), _day(one.row.due_at),
                f"{one.light} {one.last}".strip(),
            )
            for one in rows
        ],
    )  # fmt: skip


def _issuer() -> str:
    top = [unit for unit in directory.units().rows.values() if unit.kind == "district"]
    return top[0].name if len(top) == 1 else ""


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "Y-m-d H:i")


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "Y-m-d")
