"""A few issues of the Woodpecker column at different stages, with what people say of them.

They draw from a source of chance of their own, so that the cases stay as they are without them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from huiying.column import actions as column
from huiying.column.actions import Facts
from huiying.column.models import Exposure
from huiying.column.rules.boxes import Box
from huiying.demo.pictures import before_and_after
from huiying.demo.simulation import LOCAL, Life, Simulation
from huiying.directory import queries as directory
from huiying.directory.kinds import UnitKind

# The drawn photos carry a mark in this corner; a box below it shows what boxing looks like.
BOX = Box(0.62, 0.52, 0.14, 0.1)


@dataclass(frozen=True)
class Tale:
    """One issue: whose it is (the n-th street), how many days ago, how far it has come."""

    street: int
    ago: int
    term: int
    scene: str
    title: str
    words: str
    asked: str
    answers: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    comments: tuple[tuple[str, str], ...] = ()
    held: tuple[str, ...] = ()


TALES = (
    Tale(
        0, 18, 3, "heap", "菜市场北门垃圾堆放多日",
        "菜市场北门垃圾桶满溢，周边地面散落，早市期间行人绕行。",
        "清理积存垃圾，增加早市时段清运。",
        ("已清理桶外垃圾。", "当日清运两次，增设四个桶，早市安排专人值守。"),
        ("桶内仍满溢，地面有污水，不通过。", "连续三天查看，桶净地净，通过。"),
        (("李先生", "终于清了，希望能保持。"), ("", "周末早上还是有点满。")),
    ),
    Tale(
        1, 9, 5, "road", "学校门口人行道坑洼积水",
        "学校东侧人行道地砖缺失约十平方米，雨后积水，学生走到机动车道上。",
        "补齐地砖，排查同一路段。",
        ("地砖已补齐，同一路段另修复两处。",),
    ),
    Tale(
        2, 6, 2, "lamp", "滨河步道一段路灯不亮",
        "滨河步道约二百米没有照明，晚间散步的人较多。",
        "恢复照明，公布故障原因。",
        comments=(("夜跑的人", "每天都走这里，确实很黑。"),),
        held=("什么时候能修好？", "请打我电话 19900008888 说明情况"),
    ),
    Tale(
        3, 2, 6, "heap", "小区外共享单车占满盲道",
        "地铁口外共享单车占满盲道约五十米，早晚高峰更多。",
        "清理盲道，与企业商定停放区和调度时间。",
        held=("建议画停车框。",),
    ),
)  # fmt: skip
DRAFT = Tale(
    4, 0, 5, "road", "村口道路边缘塌陷",
    "村口水泥路边缘塌陷约三米，夜间没有警示。", "设置警示，修复路面。",
)  # fmt: skip


def add(s: Simulation) -> None:
    """Let every issue begin at its moment."""
    for number, tale in enumerate((*TALES, DRAFT)):
        day = s.end.astimezone(LOCAL) - timedelta(days=tale.ago)
        at = day.replace(hour=9, minute=40, second=0, microsecond=0)
        rng = Random(number)  # noqa: S311 (an invented picture, no secret)
        s.add(
            min(max(at, s.start), s.end),
            _drafted(s, tale, rng) if tale is DRAFT else _life(s, tale, rng),
        )


def _life(s: Simulation, tale: Tale, rng: Random) -> Life:
    row = _draft(s, tale, rng)
    editor = s.by_role["editor"][0]
    _look_through(s, row)
    yield s.now + timedelta(minutes=20)
    column.publish(exposure_id=row.pk, actor=editor, at=s.now)
    yield s.now + timedelta(hours=5)
    for number, words in enumerate(tale.comments):
        _comment(s, row, words[1], f"{number}", name=words[0], show=True)
    for number, text in enumerate(tale.held):
        _comment(s, row, text, f"h{number}", show=False)
    for number, text in enumerate(tale.answers):
        yield s.now + timedelta(days=max(1, tale.term - 2))
        _answer(s, row, tale, text, rng)
        if number >= len(tale.findings):
            return
        yield s.now + timedelta(hours=22)
        _check(s, row, tale.findings[number], last=number + 1 == len(tale.answers))
    if tale.findings:
        yield s.now + timedelta(hours=3)
        column.close(exposure_id=row.pk, actor=editor, at=s.now)


def _drafted(s: Simulation, tale: Tale, rng: Random) -> Life:
    """Left as it is: its photo waits to be looked through."""
    _draft(s, tale, rng)
    yield s.end + timedelta(days=1)


def _draft(s: Simulation, tale: Tale, rng: Random) -> Exposure:
    unit_id = _unit(tale)
    editor = s.by_role["editor"][0]
    facts = Facts(
        tale.title, tale.words, tale.asked, unit_id, _evening(s, tale.term),
        area_id=directory.unit(unit_id).area_id,
    )  # fmt: skip
    row = column.draft(facts=facts, actor=editor, at=s.now)
    before, _after = before_and_after(tale.scene, rng)
    return column.add_pictures(
        exposure_id=row.pk, moment="before", uploads=[before], actor=editor, at=s.now
    )


def _evening(s: Simulation, days: int) -> datetime:
    day = s.now.astimezone(LOCAL) + timedelta(days=days)
    return day.replace(hour=23, minute=59, second=59, microsecond=0)


def _unit(tale: Tale) -> int:
    streets = [unit for unit in directory.units().rows.values() if unit.kind == UnitKind.STREET]
    return streets[tale.street % len(streets)].id


def _look_through(s: Simulation, row: Exposure) -> None:
    for picture in row.pictures.filter(shown=None):
        column.box(
            exposure_id=row.pk, picture_id=picture.pk, boxes=[BOX], clean=False,
            actor=s.by_role["editor"][0], at=s.now,
        )  # fmt: skip


def _answer(s: Simulation, row: Exposure, tale: Tale, text: str, rng: Random) -> None:
    people = s.by_unit.get(row.unit_id, s.by_role["editor"])
    _before, after = before_and_after(tale.scene, rng)
    column.answer(exposure_id=row.pk, text=text, uploads=[after], actor=people[0], at=s.now)
    _look_through(s, row)


def _check(s: Simulation, row: Exposure, text: str, *, last: bool) -> None:
    inspector = s.by_role["inspector"][0]
    if last:
        column.approve(exposure_id=row.pk, text=text, actor=inspector, at=s.now)
    else:
        column.reject(
            exposure_id=row.pk, text=text, due_at=_evening(s, 3), actor=inspector,
            at=s.now,
        )  # fmt: skip


def _comment(
    s: Simulation, row: Exposure, text: str, mark: str, *, show: bool, name: str = ""
) -> None:
    made = column.comment(
        exposure_id=row.pk, text=text, name=name, key=f"demo-{row.pk}-{mark}", at=s.now
    )
    if show:
        column.decide(comment_id=made.pk, show=True, actor=s.by_role["editor"][0], at=s.now)
