"""Cases at the end of their lives, for the tests of retention."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiying.accounts.actors import system
from huiying.cases import actions as cases
from huiying.cases.due import plan
from huiying.cases.models import (
    Case,
    RetentionRule,
)
from huiying.dispatch import actions as dispatch
from huiying.oversight import actions as oversight
from huiying.oversight.actions import Answers
from tests.city import City, later
from tests.files import samples

CLOCK = system("保存期限")


def rule(category: object = None, **days: int) -> RetentionRule:
    facts = {f"{act}_days": amount for act, amount in days.items()}
    return RetentionRule.objects.create(category=category, basis="测试办法第三条", **facts)  # type: ignore[misc]


def ended(city: City, at: datetime | None = None, **more: Any) -> Case:
    """A consultation answered on the spot and so closed, an hour after it came in."""
    case, at = city.receive(kind="consultation", **more), at or later(hours=1)
    return cases.answer(case_id=case.pk, actor=city.actor("wang"), at=at, text="已答复")


def whole_life(city: City) -> Case:
    """A case with a row in every table that knows cases: returned, extended, asked, called back."""
    case = city.receive(body="我是刘洋，电话19900001111，车牌京A12345，灯不亮。")
    who, ident = city.actor, case.pk
    first: dict[str, Any] = {"case_id": ident, "actor": who("li")}
    dispatch.dispatch(**first, unit_id=city.unit("housing"), at=later(minutes=5))
    dispatch.return_case(
        case_id=ident, actor=who("sun"), at=later(minutes=30), text="不属本单位", basis="三定方案",
        proposed_unit_id=city.unit("lamps"),
    )  # fmt: skip
    dispatch.dispatch(**first, unit_id=city.unit("lamps"), at=later(minutes=40))
    chen: dict[str, Any] = {"case_id": ident, "actor": who("chen")}
    dispatch.sign(**chen, at=later(hours=1))
    dispatch.contact(**chen, at=later(hours=1), text="已与刘先生（19900001111）联系")
    dispatch.ask_extension(**chen, at=later(hours=2), text="待配件")
    dispatch.decide_extension(
        case_id=ident, actor=who("li"), at=later(hours=2, minutes=5), grant=False, text="不同意"
    )
    _questions(city, case)
    dispatch.report(**chen, at=later(hours=5), text="已更换三盏路灯，回复刘洋。")
    oversight.verify(case_id=ident, actor=who("wu"), at=later(hours=6), on_site=True, text="属实")
    unhappy = Answers(
        True, contacted=True, responded=True, solved="no", satisfied="no",
        why_not="刘洋说还要多装两盏，电话19900001111",
    )  # fmt: skip
    oversight.call_back(
        case_id=ident, actor=who("wang"), at=later(hours=7), answers=unhappy, text="刘女士不满意"
    )
    oversight.propose_excuse(
        case_id=ident, actor=who("wang"), at=later(hours=8), text="要求超出标准"
    )
    oversight.decide_excuse(case_id=ident, actor=who("gao"), at=later(hours=9), grant=True)
    return oversight.close(case_id=ident, actor=who("wang"), at=later(hours=10))


def _questions(city: City, case: Case) -> None:
    """A photo and an answer of 刘洋, a photo of an outside party, one of the handler."""
    chen = city.actor("chen")
    ask: dict[str, Any] = {
        "case_id": case.pk,
        "actor": chen,
        "at": later(hours=2),
        "due_at": later(days=1),
    }
    person = cases.ask(**ask, text="哪一盏？")
    party = cases.entrust(**ask, party="路灯养护公司", text="请更换")
    cases.answer_request(token=person.token, text="刘洋：东门三盏", at=later(hours=3))
    party = cases.answer_request(token=party.token, text="已更换", at=later(hours=3))
    for actor, width, note_id in (
        (system("诉求人"), 100, None),
        (system("路灯养护公司"), 101, party.answer_id),
        (chen, 102, None),
    ):
        cases.attach(
            case_id=case.pk, actor=actor, at=later(hours=3), note_id=note_id,
            uploads=[(f"刘洋{width}.jpg", samples.photo(width, 80))],
        )  # fmt: skip


def acts(at: datetime, most: int | None = None) -> list[tuple[str, str]]:
    return [(item.act.value, item.number) for item in plan(at, most).items]
