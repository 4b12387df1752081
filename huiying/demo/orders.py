"""A few supervision orders at different stages: closed, sent back, replied to, still owed.

They draw from no chance at all, so that the cases stay as they are without them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from huiying.cases.models import Case
from huiying.demo.simulation import LOCAL, Life, Simulation
from huiying.demo.whistles import worker_of
from huiying.supervision import orders
from huiying.supervision.orders import NewOrder


@dataclass(frozen=True)
class Letter:
    """One order: who issues it, how many hours before the end, about what, how far it comes."""

    ago: float
    by: str
    kind: str
    title: str
    words: str
    days: int
    about: str
    basis: str = ""
    replies: tuple[str, ...] = ()
    missing: str = ""
    judgement: str = ""


LETTERS = (
    Letter(
        500, "supervisor", "daily", "同一处路灯三次报修仍不亮",
        "同一点位三次反馈“已修复”，回访均未亮。请查明原因，彻底更换。", 5, "路灯",
        basis="《北京市接诉即办工作条例》第二十六条",
        replies=("已更换控制器。", "经查为地下电缆老化，已更换电缆四十米，夜间核验正常。"),
        missing="没有说明三次反馈不实的原因和责任。", judgement="原因清楚，现场属实，同意办结。",
    ),
    Letter(
        220, "supervisor", "listed", "预付卡关门跑路，投诉持续增加",
        "六十余名消费者反映关门不退费。请牵头核清商户、金额和人数，提出处置意见并公示。", 7, "预付",
        replies=("已约谈房东和原负责人，登记五十八人，金额二十一万元，三日内答复退费方案。",),
    ),
    Letter(
        60, "leader", "instruction", "供热投诉集中，请专题研究",
        "连日供热投诉集中。请供热部门会同街道逐楼排查，本周内报结果。", 3, "暖气",
    ),
    Letter(
        20, "supervisor", "talk", "超期案件多，约谈主要负责人",
        "近三十天超期件数居前。请主要负责人到会说明原因和整改措施。", 2, "占道",
    ),
)  # fmt: skip


def add(s: Simulation) -> None:
    """Let every order be issued at its moment."""
    for letter in LETTERS:
        at = s.end - timedelta(hours=letter.ago)
        s.add(min(max(at, s.start), s.end), _life(s, letter))


def _life(s: Simulation, letter: Letter) -> Life:
    found = Case.objects.filter(accused_unit=None, accused_person=None, lead_unit__isnull=False)
    near = found.filter(title__contains=letter.about)
    case = (near if near.exists() else found).order_by("-pk").first()
    if case is None:
        return
    issuer = s.by_role[letter.by][0]
    order = orders.issue(
        new=NewOrder(
            letter.kind, case.lead_unit_id or 0, letter.title, letter.words,
            _evening(s.now + timedelta(days=letter.days)), letter.basis, case.number,
        ),
        actor=issuer, at=s.now,
    )  # fmt: skip
    worker = worker_of(s, order.unit_id)
    for number, reply in enumerate(letter.replies):
        yield s.now + timedelta(hours=26)
        orders.do(order_id=order.pk, verb="reply", text=reply, actor=worker, at=s.now)
        if letter.missing and number == 0:
            yield s.now + timedelta(hours=5)
            orders.do(
                order_id=order.pk, verb="insist", text=letter.missing, actor=issuer, at=s.now,
                due_at=_evening(s.now + timedelta(days=3)),
            )  # fmt: skip
    if letter.judgement:
        yield s.now + timedelta(hours=4)
        orders.do(order_id=order.pk, verb="accept", text=letter.judgement, actor=issuer, at=s.now)


def _evening(moment: datetime) -> datetime:
    return moment.astimezone(LOCAL).replace(hour=18, minute=0, second=0, microsecond=0)
