"""周军 issues an order to 区城市管理委; 陈静 replies; nobody judges their own reply."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from huiying.cases.models import Case
from huiying.cases.refusals import NoSuchCase
from huiying.journal.delivery import deliver_pending
from huiying.journal.models import Entry
from huiying.supervision import nudging, order_queries, orders
from huiying.supervision import order_access as access
from huiying.supervision.models import Item, Order, Track
from huiying.supervision.order_queries import Wanted
from huiying.supervision.orders import NewOrder
from huiying.supervision.refusals import (
    AccusedUnit,
    NoSuchOrder,
    NotYourOrder,
    OrderDuePast,
    OrderNeeds,
    OrderNotNow,
    OrderStale,
)
from tests.city import NOW, City, build, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> City:
    return build()


def new(city: City, **more: Any) -> NewOrder:
    given: dict[str, Any] = {
        "kind": "daily",
        "unit_id": city.unit("lamps"),
        "title": "路灯反复不亮",
        "words": "三个月修了五次，请查明原因。",
        "due_at": later(days=3),
    }
    return NewOrder(**(given | more))


def issued(city: City, who: str = "zhou", **more: Any) -> Order:
    return orders.issue(new=new(city, **more), actor=city.actor(who), at=NOW)


def do(city: City, order: Order, verb: str, who: str, **more: Any) -> Order:
    given: dict[str, Any] = {"text": "已更换电缆", "at": later(hours=2)}
    return orders.do(order_id=order.pk, verb=verb, actor=city.actor(who), **(given | more))


def test_numbers_run_without_a_gap_and_begin_anew_each_year(city: City) -> None:
    assert [issued(city).number for _ in range(3)] == [f"督〔2026〕{n}号" for n in (1, 2, 3)]
    with pytest.raises(OrderDuePast):
        issued(city, due_at=NOW)
    assert issued(city).number == "督〔2026〕4号"
    turn = datetime(2026, 12, 31, 17, tzinfo=NOW.tzinfo)
    order = orders.issue(
        new=new(city, due_at=turn + timedelta(days=3)), actor=city.actor("zhou"), at=turn
    )
    assert order.number == "督〔2027〕1号"  # in Beijing the new year has begun


def test_a_reply_is_judged_asked_for_again_and_closed(city: City) -> None:
    order = issued(city)
    assert do(city, order, "reply", "chen").state == "replied"
    again = do(city, order, "insist", "gao", due_at=later(days=5))
    assert (again.state, again.due_at) == ("issued", later(days=5))
    do(city, order, "reply", "chen")
    closed = do(city, order, "accept", "zhou")
    assert (closed.state, closed.due_at, closed.ended_at) == ("closed", None, later(hours=2))
    verbs = [step.verb for step in order_queries.steps_of(order)]
    assert verbs == ["issue", "reply", "insist", "reply", "accept"]
    assert Entry.objects.filter(topic="order", subject_id=order.pk).count() == 5


@pytest.mark.parametrize(
    ("verb", "who", "why"),
    [
        ("reply", "zhou", NotYourOrder),
        ("reply", "sun", NoSuchOrder),
        ("accept", "zhou", OrderNotNow),
        ("insist", "zhou", OrderNotNow),
        ("withdraw", "chen", NotYourOrder),
        ("withdraw", "wang", NoSuchOrder),
        ("accept", "lin", NotYourOrder),
    ],
)
def test_what_is_not_ones_own_or_not_now_is_refused(
    city: City, verb: str, who: str, why: type[Exception]
) -> None:
    order = issued(city)
    with pytest.raises(why):
        do(city, order, verb, who)


def test_nobody_judges_the_reply_of_their_own_unit(city: City) -> None:
    order = issued(city)
    do(city, order, "reply", "chen")
    city.people["gao"].posts.create(role="handler", unit=city.units["lamps"])
    with pytest.raises(NotYourOrder):
        do(city, order, "accept", "gao")


@pytest.mark.parametrize("who", ["chen", "wang", "li", "lin", "guo"])
def test_only_supervisors_and_leaders_issue(city: City, who: str) -> None:
    with pytest.raises(NotYourOrder):
        issued(city, who)


def test_an_instruction_is_the_leaders_own(city: City) -> None:
    with pytest.raises(NotYourOrder):
        issued(city, "zhou", kind="instruction")
    assert issued(city, "he", kind="instruction").kind == "instruction"
    with pytest.raises(NotYourOrder):
        issued(city, "he", kind="daily")
    with pytest.raises(NotYourOrder):
        issued(city, kind="party")


def test_what_is_missing_or_changed_meanwhile_is_told(city: City) -> None:
    for field in ("title", "words"):
        with pytest.raises(OrderNeeds):
            issued(city, **{field: " "})
    with pytest.raises(OrderNeeds):
        issued(city, unit_id=999_999)
    with pytest.raises(OrderDuePast):
        issued(city, due_at=later(days=400))
    order = issued(city)
    with pytest.raises(OrderNeeds):
        do(city, order, "reply", "chen", text="")
    with pytest.raises(OrderStale):
        do(city, order, "reply", "chen", version=9)
    do(city, order, "reply", "chen", version=1)
    with pytest.raises(OrderNeeds):
        do(city, order, "insist", "zhou")


def test_the_accused_unit_gets_no_order_with_the_case_that_accuses_it(city: City) -> None:
    case = city.receive(accused_unit_id=city.unit("lamps"))
    with pytest.raises(AccusedUnit):
        issued(city, case=case.number)
    with pytest.raises(NoSuchCase):
        issued(city, case="HY0")
    assert issued(city, unit_id=city.unit("housing"), case=case.number).case == case


def test_who_a_case_complains_of_does_not_find_its_order(city: City) -> None:
    case = city.receive(accused_person_id=city.people["gao"].pk)
    order = issued(city, case=case.number)
    with pytest.raises(NoSuchOrder):
        order_queries.order_for(city.actor("gao"), order.pk)
    assert order_queries.order_for(city.actor("zhou"), order.pk) == order


def test_lists_count_what_waits_for_whom(city: City) -> None:
    order = issued(city)
    chen, zhou = city.actor("chen"), city.actor("zhou")
    assert (order_queries.waiting(chen, NOW), order_queries.waiting(zhou, NOW)) == (1, None)
    do(city, order, "reply", "chen")
    assert (order_queries.waiting(chen, NOW), order_queries.waiting(zhou, NOW)) == (None, 1)
    for wanted, found in (
        (Wanted(state="replied"), 1), (Wanted(kind="talk"), 0), (Wanted(q="路灯"), 1),
        (Wanted(late=True), 0), (Wanted(unit=city.unit("housing")), 0),
    ):  # fmt: skip
        assert order_queries.rows(zhou, wanted, NOW).count() == found
    assert list(order_queries.rows(city.actor("sun"), Wanted(), NOW)) == []
    assert [verb.name for verb in access.verbs(zhou, Order.objects.get())] == [
        "accept", "insist", "withdraw",
    ]  # fmt: skip


def test_a_reply_that_is_owed_climbs_the_ladder_and_ends_with_it(city: City) -> None:
    order = issued(city)
    deliver_pending(NOW)
    assert nudging.run_due(later(days=2, hours=12)) == 1
    assert Item.objects.get().person == city.people["chen"]
    do(city, order, "reply", "chen", at=later(days=2, hours=13))
    deliver_pending(later(days=3))
    assert nudging.run_due(later(days=30)) == 0
    assert not Track.objects.exists()


def test_an_order_stays_when_its_case_is_destroyed(city: City) -> None:
    case = city.receive()
    order = issued(city, case=case.number)
    assert order_queries.of_case(city.actor("zhou"), case) == [order]
    assert order_queries.of_case(city.actor("wang"), case) == []
    Order.objects.filter(pk=order.pk).update(case=None)
    assert order_queries.of_case(city.actor("zhou"), Case.objects.get(pk=case.pk)) == []
