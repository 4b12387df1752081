"""A consultation that is over, with measures in every colour, and one that is to come.

It draws from no chance at all, so that the cases stay as they are without it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from huiying.cases.models import Case
from huiying.consultation import actions, raising
from huiying.consultation.actions import NewMeasure, NewMeeting
from huiying.consultation.models import Measure, Topic
from huiying.consultation.raising import NewTopic
from huiying.demo.simulation import LOCAL, Life, Simulation
from huiying.demo.whistles import worker_of

TOPICS = (
    ("夜间施工噪声谁来管，怎样联动", "城管、生态环境、住建三家职责交叉，投诉持续增加。", "噪"),
    ("老旧小区供水管线更换资金", "管线产权不清，维修资金归集不足，反复停水。", "停水"),
    ("占道经营与早市规范", "早市合法但越界，周边居民反映强烈。", "占道"),
)
MEASURES = (  # problem, measure, days after the meeting, told, done
    ("职责交叉", "明确由现承办单位牵头受理，生态环境部门配合监测", 3, "已印发分工通知。", True),
    ("取证难", "重点工地安装噪声在线监测设备", 12, "已装六处，余四处待供电。", False),
    ("夜间许可不公开", "夜间施工许可在网站和现场同步公示", 9, "", False),
    ("重复投诉", "对三次以上投诉的工地逐一约谈", 30, "", False),
)
HELD, NEXT = timedelta(days=10), timedelta(days=2)


def add(s: Simulation) -> None:
    """Two topics are met on, the third waits for the next meeting."""
    s.add(max(s.end - HELD - timedelta(days=2), s.start), _life(s))


def _life(s: Simulation) -> Life:
    li, zhou = s.by_role["dispatcher"][0], s.by_role["supervisor"][0]
    topics = [_raised(s, number) for number in range(len(TOPICS))]
    leads = {one.case.lead_unit_id for one in topics if one.case and one.case.lead_unit_id}
    units = sorted(leads) or [min(s.by_unit)]
    met = _day(s.now + timedelta(days=2))
    new = NewMeeting("第一次会商会", met, "区政府三号会议室", zhou.name, units,
                     [one.pk for one in topics[:2]])  # fmt: skip
    meeting = actions.call(new=new, actor=li, at=s.now)
    yield met
    lead = topics[0].case.lead_unit_id if topics[0].case else None
    actions.decide(
        topic_id=topics[0].pk, decision="由现承办单位牵头，生态环境、住建配合，共用一套取证标准。",
        lead_unit_id=lead, actor=zhou, at=s.now,
    )  # fmt: skip
    listed = _listed(s, topics[0], lead or units[0])
    yield s.now + timedelta(hours=2)
    actions.hold(
        meeting_id=meeting.pk, present="各单位分管负责人", actor=li, at=s.now,
        minutes="会议听取了情况，对夜间施工噪声议定分工；供水管线资金需补充测算，下次再议。",
    )  # fmt: skip
    yield s.now + timedelta(days=2)
    worker = worker_of(s, lead or units[0])
    for row, (_problem, _measure, _days, told, done) in zip(listed, MEASURES, strict=True):
        if told:
            actions.progress(measure_id=row.pk, text=told, done=done, actor=worker, at=s.now)
    coming = NewMeeting("第二次会商会", _day(s.end + NEXT), "区政府三号会议室", zhou.name, units,
                        [topics[2].pk])  # fmt: skip
    actions.call(new=coming, actor=li, at=s.now)


def _raised(s: Simulation, number: int) -> Topic:
    title, words, about = TOPICS[number]
    found = Case.objects.filter(
        title__contains=about, accused_unit=None, accused_person=None, lead_unit__isnull=False,
        open=True,
    )  # fmt: skip
    case = found.exclude(topics__isnull=False).order_by("-pk").first()
    new = NewTopic(title, words, case.number if case else "")
    return raising.raise_topic(new=new, actor=s.by_role["dispatcher"][0], at=s.now)


def _listed(s: Simulation, topic: Topic, unit: int) -> list[Measure]:
    zhou = s.by_role["supervisor"][0]
    return [
        actions.set_measure(
            topic_id=topic.pk, actor=zhou, at=s.now,
            new=NewMeasure(problem, measure, unit, _day(s.now + timedelta(days=days), hour=18)),
        )
        for problem, measure, days, _told, _done in MEASURES
    ]  # fmt: skip


def _day(moment: datetime, hour: int = 10) -> datetime:
    return moment.astimezone(LOCAL).replace(hour=hour, minute=0, second=0, microsecond=0)
