"""陈静 opens her inbox; each line leads to the thing itself."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from huiying.cases.models import Case
from huiying.dispatch import actions as dispatch
from huiying.journal.delivery import deliver_pending
from huiying.supervision import nudging
from huiying.supervision.models import Item
from tests.city import NOW, City, later
from tests.console.conftest import Clock, Desk

pytestmark = pytest.mark.django_db
INBOX = "/desk/inbox/"


def reminded(city: City, count: int = 1) -> Case:
    for _ in range(count):
        case = city.receive()
        dispatch.dispatch(
            case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=NOW
        )
    deliver_pending(NOW)
    nudging.run_due(later(hours=8))
    return case


def test_an_empty_inbox_says_what_will_come(desk: Desk) -> None:
    assert "没有未读的提醒" in desk("chen").get(INBOX).content.decode()


def test_a_line_leads_to_the_case_and_is_read_then(city: City, desk: Desk) -> None:
    case, client = reminded(city), desk("chen")
    page = client.get(INBOX).content.decode()
    assert "签收已超期" in page
    assert case.number in page
    item = Item.objects.get(person=city.people["chen"])
    answer = client.get(f"{INBOX}{item.pk}/")
    assert answer["Location"] == f"/desk/case/{case.number}/"
    assert "没有未读的提醒" in client.get(INBOX).content.decode()
    assert case.number in client.get(f"{INBOX}?show=all&about=case").content.decode()
    assert case.number not in client.get(f"{INBOX}?show=all&about=whistle").content.decode()
    assert "提醒承办单位" in client.get(f"/desk/case/{case.number}/").content.decode()


def test_all_is_read_at_once_and_only_ones_own(city: City, desk: Desk, clock: Clock) -> None:
    reminded(city, 2)
    clock.at = later(hours=9)
    item = Item.objects.filter(person=city.people["chen"]).first()
    assert item is not None
    assert desk("sun").get(f"{INBOX}{item.pk}/").status_code == 404
    desk("chen").post(f"{INBOX}read/")
    assert not Item.objects.filter(person=city.people["chen"], seen_at=None).exists()


def test_what_one_may_no_longer_see_is_named_by_nothing(city: City, desk: Desk) -> None:
    case = reminded(city)
    Case.objects.filter(pk=case.pk).update(accused_person_id=city.people["chen"].pk)
    client = desk("chen")
    page = client.get(INBOX).content.decode()
    assert case.number not in page
    assert case.title not in page
    item = Item.objects.get(person=city.people["chen"])
    assert client.get(f"{INBOX}{item.pk}/")["Location"].startswith(INBOX)


def test_a_page_costs_the_same_however_much_there_is(
    city: City, desk: Desk, clock: Clock, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = desk("chen")
    reminded(city, 2)
    client.get(INBOX)
    with django_assert_max_num_queries(13):
        client.get(INBOX)
    reminded(city, 10)
    with django_assert_max_num_queries(13):
        client.get(INBOX)
