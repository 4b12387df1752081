"""Some articles of the knowledge base: told, public, due for review, and one still being written.

Invented answers of an invented district; nothing here draws on chance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from huiying.cases.suggest import usable
from huiying.demo.simulation import LOCAL, Life, Simulation
from huiying.directory import queries as directory
from huiying.directory.kinds import UnitKind
from huiying.knowledge import actions as knowledge
from huiying.knowledge.actions import Facts


@dataclass(frozen=True)
class Page:
    """One article; ``kin`` is a word in the names of its classes, ``review`` days until then."""

    title: str
    body: str
    keywords: str
    kin: str
    review: int
    public: bool = True
    told: bool = True
    again: str = ""


PAGES = (
    Page(
        "路灯不亮怎样报修",
        "市政道路的路灯由城市管理部门维修，一般 3 天内修好，主干道 24 小时内到场。\n"
        "小区里的路灯由物业维修；没有物业的，请找社区居委会。\n报修时请说明路名和灯杆编号。",
        "灯坏了 黑灯 灯杆", "路灯", 160,
        again="市政道路的路灯由城市管理部门维修，一般 3 天内修好，主干道 24 小时内到场。\n"
        "小区里的路灯由物业维修；没有物业的，请找社区居委会，由街道协调。\n"
        "报修时请说明路名和灯杆上的编号；看不清编号的，说最近的路口。",
    ),
    Page(
        "供暖温度不达标怎么办",
        "供暖期内卧室、起居室温度不低于 18℃。低于 18℃ 的，先向供热单位报修，24 小时内上门测温。\n"
        "对测温结果有异议的，可以委托有资质的机构检测。按规定可以退费。",
        "暖气不热 室温 测温 退费", "供暖", 90,
    ),
    Page(
        "夜间施工噪声找谁",
        "夜间（22 时至次日 6 时）施工须有批准并公示。没有批准的，由城市管理执法部门到场处理。\n"
        "正在发生的，请说明工地位置和声音大概从几点开始。",
        "噪音 扰民 工地 半夜", "噪", 20,
    ),
    Page(
        "共享单车乱停放怎样处理",
        "运营企业应当在接到通知后 30 分钟内到重点地段清理。请说明路口、大概数量和企业名称。",
        "单车 自行车 堵路", "停", -5,
    ),
    Page(
        "老楼加装电梯怎样申请",
        "本单元业主协商一致后，由实施主体向街道提出。街道组织踏勘、公示，再报住建部门联合审查。\n"
        "需要：业主意见、实施方案、资金方案。",
        "加梯 电梯", "电梯", 200,
    ),
    Page(
        "物业费纠纷向哪里反映",
        "收费标准以物业服务合同为准。先与物业核对合同；协商不成的，可以请社区居委会或人民调解委员会调解，"
        "也可以向法院起诉。",
        "物业 收费", "物业", 120, public=False,
    ),
    Page(
        "窨井盖丢失或破损",
        "请先提醒周围的人绕行，说明位置和井盖上的字（雨、污、电、信）。\n"
        "热线立即通知权属单位，1 小时内到场设围挡。",
        "井盖 马葫芦", "井", 180, told=False,
    ),
)  # fmt: skip


def add(s: Simulation) -> None:
    """Let every article begin in the first days and take its course."""
    for number, one in enumerate(PAGES):
        s.add(s.start + timedelta(hours=10 + number), _life(s, one))


def _life(s: Simulation, one: Page) -> Life:
    editor = s.by_role["editor"][0]
    rows = directory.units().rows.values()
    units = [row.id for row in rows if row.active and row.kind == UnitKind.DEPARTMENT]
    kin = frozenset(row.id for row in usable() if one.kin in row.name)
    facts = Facts(
        title=one.title, body=one.body, keywords=one.keywords, unit_id=units[0],
        review_on=max(s.end + timedelta(days=one.review), s.now + timedelta(days=1))
        .astimezone(LOCAL).date(),
        category_ids=frozenset(sorted(kin)[:6]), public=one.public,
    )  # fmt: skip
    row = knowledge.write(facts=facts, actor=editor, at=s.now)
    if not one.told:
        return
    yield s.now + timedelta(minutes=30)
    knowledge.publish(article_id=row.pk, actor=editor, at=s.now)
    if one.again:
        yield s.now + timedelta(hours=20)
        facts = replace(facts, body=one.again)
        knowledge.edit(article_id=row.pk, facts=facts, actor=editor, at=s.now)
        yield s.now + timedelta(hours=1)
        knowledge.publish(article_id=row.pk, actor=editor, at=s.now)
