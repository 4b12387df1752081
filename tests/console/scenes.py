"""Cases in each state of their life, made by the people who would make them."""

from __future__ import annotations

from huiying.cases import actions as cases
from huiying.cases.models import Case
from huiying.dispatch import actions as dispatch
from huiying.oversight import actions as oversight
from huiying.oversight.actions import Answers
from tests.city import City, later


def received(city: City) -> Case:
    return city.receive(file=False)


def filed(city: City) -> Case:
    return city.receive()


def dispatched(city: City, unit: str = "lamps", **more: object) -> Case:
    case = city.receive(**more)  # type: ignore[arg-type]
    return dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit(unit), actor=city.actor("li"), at=later(minutes=5)
    )


def handling(city: City) -> Case:
    case = dispatched(city)
    return dispatch.sign(case_id=case.pk, actor=city.actor("chen"), at=later(hours=1))


def with_helper(city: City) -> Case:
    case = handling(city)
    return dispatch.call_in(
        case_id=case.pk,
        unit_ids=[city.unit("housing")],
        actor=city.actor("chen"),
        at=later(hours=1),
        text="请协助查看线路。",
    )


def extension_asked(city: City) -> Case:
    case = handling(city)
    dispatch.ask_extension(
        case_id=case.pk, actor=city.actor("chen"), at=later(hours=1), text="灯具缺货"
    )
    case.refresh_from_db()
    return case


def suspension_asked(city: City) -> Case:
    case = handling(city)
    dispatch.ask_suspension(
        case_id=case.pk,
        actor=city.actor("chen"),
        at=later(hours=1),
        text="等待道路改造",
        until=later(days=60),
    )
    case.refresh_from_db()
    return case


def suspended(city: City) -> Case:
    case = suspension_asked(city)
    return dispatch.decide_suspension(
        case_id=case.pk, actor=city.actor("zhou"), at=later(hours=2), grant=True
    )


def reported(city: City) -> Case:
    case = handling(city)
    return dispatch.report(
        case_id=case.pk, actor=city.actor("chen"), at=later(hours=2), text="已更换三盏路灯。"
    )


def called_back(city: City, answers: Answers | None = None) -> Case:
    case = reported(city)
    content = Answers(True, contacted=True, responded=True, solved="yes", satisfied="yes")
    return oversight.call_back(
        case_id=case.pk, actor=city.actor("wang"), at=later(hours=2), answers=answers or content
    )


def unhappy(city: City) -> Case:
    return called_back(
        city, Answers(True, contacted=True, solved="no", satisfied="no", why_not="灯还是不亮")
    )


def excuse_asked(city: City) -> Case:
    case = unhappy(city)
    oversight.propose_excuse(
        case_id=case.pk, actor=city.actor("li"), at=later(hours=2), text="要求超出规定标准"
    )
    case.refresh_from_db()
    return case


def closed(city: City) -> Case:
    case = called_back(city)
    return oversight.close(case_id=case.pk, actor=city.actor("li"), at=later(hours=2))


def merged(city: City) -> Case:
    master = city.receive(title="主案：路灯不亮")
    case = city.receive()
    return cases.merge(
        case_id=case.pk, master_id=master.pk, actor=city.actor("wang"), at=later(hours=1)
    )


def returned_twice(city: City) -> Case:
    case = city.receive()
    for hour in (0, 1):
        dispatch.dispatch(
            case_id=case.pk,
            unit_id=city.unit("lamps"),
            actor=city.actor("li"),
            at=later(hours=hour, minutes=5),
        )
        case = dispatch.return_case(
            case_id=case.pk,
            actor=city.actor("chen"),
            at=later(hours=hour, minutes=20),
            text="不归本单位",
            basis="职责清单第 3 条",
            proposed_unit_id=city.unit("quanhe"),
        )
    return case
