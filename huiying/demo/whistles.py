"""A few whistles at different stages: concluded and marked, overruled, under way, just blown.

They draw from no chance at all, so that the cases stay as they are without them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from huiying.accounts.actors import Actor
from huiying.cases.models import Case
from huiying.demo.pictures import before_and_after
from huiying.demo.simulation import LOCAL, Life, Simulation
from huiying.directory import queries as directory
from huiying.directory.kinds import UnitKind
from huiying.whistles import actions as whistles
from huiying.whistles.actions import Call, NewWhistle
from huiying.whistles.models import Summons, Whistle


@dataclass(frozen=True)
class Tale:
    """One whistle: the n-th street, how many hours before the end, how far it comes."""

    street: int
    ago: float
    kind: str
    title: str
    words: str
    place: str
    calls: tuple[tuple[str, str], ...]  # (short name of a department, what it is asked)
    contributions: tuple[str, ...] = ()
    objects: str = ""
    ruling: str = ""
    result: str = ""
    conclusion: str = ""
    marks: tuple[int, ...] = ()
    about: str = ""  # a word in the class of the case it is about; none: a place


TALES = (
    Tale(
        0, 400, "hard", "老楼公共管线反复爆裂，产权不清",
        "老楼公共供水管线三个月内爆裂四次，产权单位已注销，居民停水。", "社区居委会会议室",
        (("区水务局", "查明管线归属，提出更换方案"), ("区住建委", "核实维修资金，明确使用程序")),
        ("管线属开发企业遗留，两周内更换。", "维修资金可以使用，已指导业委会申请。"),
        result="solved", conclusion="管线已更换，居民代表签字确认。", marks=(5, 4),
        about="停水",
    ),
    Tale(
        1, 260, "joint", "夜市占道和油烟，街道无权单独处罚",
        "每晚八点后二十余摊占用人行道和一条车道，油烟直排，街道没有全部执法权。", "夜市东口",
        (
            ("区城管执法局", "查处占道经营"), ("区生态环境局", "检测油烟，督促安装净化"),
            ("区交通支队", "疏导交通，查处违停"),
        ),
        ("劝离十二摊，立案两起。", "检测六家，两家超标。", "增设护栏，晚高峰派人值守。"),
        objects="占道经营已下放街道处罚，我单位不应报到。", ruling="跨路段的由区级执法，必须报到。",
        result="partly", conclusion="占道减少，油烟仍有一家未治理，转督办。", marks=(3, 4, 4),
        about="占道",
    ),
    Tale(
        2, 100, "emergency", "供热主管线破裂，路面塌陷",
        "路口供热主管线破裂，热水外溢，路面塌陷约四平方米。", "路口西北角",
        (("区供热服务中心", "关阀抢修"), ("区交通支队", "封闭道路，疏导车辆")),
        ("两小时内关阀，连夜抢修。", "封闭两车道，次日七点恢复。"),
        result="solved", conclusion="当夜止水，次日恢复供热和通行。", marks=(5, 5),
    ),
    Tale(
        3, 30, "joint", "群租房隔断和飞线充电",
        "一栋楼八户打隔断出租，楼道拉线充电，居民多次反映。", "楼前空地",
        (("区住建委", "认定隔断，责令拆除"), ("区消防救援支队", "检查消防和用电")),
        ("已到场，正在逐户认定。",), about="飞线",
    ),
    Tale(
        0, 3, "hard", "学校门口接送车辆堵路",
        "上下学时段接送车辆停满双向车道，公交进不了站。", "学校南门",
        (
            ("区交通支队", "研究临时停车时段"), ("区城管执法局", "查处占道摊贩"),
            ("区公交分公司", "协调公交站迁移"),
        ),
        objects="公交站迁移由市级部门决定，我单位无权限。", about="乱停",
    ),
)  # fmt: skip


def add(s: Simulation) -> None:
    """Let every whistle be blown at its moment."""
    for number, tale in enumerate(TALES):
        at = s.end - timedelta(hours=tale.ago)
        s.add(min(max(at, s.start), s.end), _life(s, tale, number))


def _life(s: Simulation, tale: Tale, number: int) -> Life:
    row = _blown(s, tale)
    parts = list(row.summonses.order_by("pk"))
    if tale.objects:
        yield from _objection(s, tale, parts[-1])
    for one in parts if tale.contributions else parts[:1]:
        yield s.now + timedelta(minutes=4)
        whistles.sign(summons_id=one.pk, actor=worker_of(s, one.unit_id), at=s.now)
    there = list(zip(parts, tale.contributions, strict=False))
    for one, _words in there:
        yield max(s.now + timedelta(minutes=1), row.meet_at - timedelta(minutes=10))
        _came(s, tale, one, number)
    if not tale.result:
        return
    for one, words in there:
        yield s.now + timedelta(hours=1)
        whistles.contribute(
            summons_id=one.pk, text=words, actor=worker_of(s, one.unit_id), at=s.now
        )
    yield s.now + timedelta(hours=20)
    _concluded(s, tale, row, parts)


def worker_of(s: Simulation, unit_id: int) -> Actor:
    """Somebody who works for a unit or the nearest above it, always the same."""
    near = directory.units().above(unit_id)
    return next(s.by_unit[ident][0] for ident in near if ident in s.by_unit)


def _streets(s: Simulation) -> list[tuple[int, Actor]]:
    """The streets that have somebody of their own to blow."""
    rows = directory.units().rows.values()
    found = [unit.id for unit in rows if unit.kind == UnitKind.STREET]
    return [(ident, s.by_unit[ident][0]) for ident in found if ident in s.by_unit]


def _blown(s: Simulation, tale: Tale) -> Whistle:
    streets = _streets(s)
    street, actor = streets[tale.street % len(streets)]
    case = _case(street, tale.about) if tale.about else None
    units = {unit.short_name: unit.id for unit in directory.units().rows.values()}
    new = NewWhistle(
        street_id=street, kind=tale.kind, title=tale.title, words=tale.words, place=tale.place,
        meet_at=_meeting(s, tale),
        calls=[Call(units[name], asked) for name, asked in tale.calls],
        cases=[case.number] if case else [],
    )  # fmt: skip
    return whistles.blow(new=new, actor=actor, at=s.now)


def _meeting(s: Simulation, tale: Tale) -> datetime:
    """Half an hour later in an emergency, else the next day at ten."""
    if tale.kind == "emergency":
        return s.now + timedelta(minutes=30)
    day = s.now.astimezone(LOCAL) + timedelta(days=1)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)


def _case(street: int, about: str) -> Case | None:
    """The latest case of such a class in the street's own area that accuses nobody."""
    area = directory.unit(street).area_id
    inside = directory.areas().below(area) if area else frozenset()
    found = Case.objects.filter(area_id__in=inside, accused_unit=None, accused_person=None)
    return found.filter(category__name__contains=about).order_by("-pk").first()


def _objection(s: Simulation, tale: Tale, one: Summons) -> Life:
    yield s.now + timedelta(minutes=40)
    whistles.refuse(summons_id=one.pk, text=tale.objects, actor=worker_of(s, one.unit_id), at=s.now)
    if tale.ruling:
        yield s.now + timedelta(hours=1)
        whistles.overrule(
            summons_id=one.pk, text=tale.ruling, actor=s.by_role["supervisor"][0], at=s.now
        )


def _came(s: Simulation, tale: Tale, one: Summons, number: int) -> None:
    actor = worker_of(s, one.unit_id)
    photo, _after = before_and_after("road", Random(number))  # noqa: S311 (a drawn picture)
    whistles.arrive(summons_id=one.pk, place=tale.place, actor=actor, at=s.now, photo=photo)


def _concluded(s: Simulation, tale: Tale, row: Whistle, parts: list[Summons]) -> None:
    street = worker_of(s, row.street_id)
    district = s.by_role["supervisor"][0]
    whistles.conclude(
        whistle_id=row.pk, result=tale.result, text=tale.conclusion, actor=street, at=s.now
    )
    for one, mark in zip(parts, tale.marks, strict=False):
        whistles.rate(whistle_id=row.pk, unit_id=one.unit_id, mark=mark, actor=street, at=s.now)
        whistles.assess(whistle_id=row.pk, unit_id=one.unit_id, mark=mark, actor=district, at=s.now)
    whistles.assess(whistle_id=row.pk, unit_id=row.street_id, mark=4, actor=district, at=s.now)
