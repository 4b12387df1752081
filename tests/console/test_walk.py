"""陈静 goes out with her list in the order of the streets."""

from __future__ import annotations

import pytest

from huiying.cases.models import Case
from tests.city import City
from tests.console import scenes
from tests.console.conftest import Desk
from tests.console.rows import constant

pytestmark = pytest.mark.django_db
ROUTE = "/desk/unit/route/"


def placed(city: City, title: str, lon: float, lat: float = 40.30) -> Case:
    case = scenes.dispatched(city, title=title)
    Case.objects.filter(pk=case.pk).update(lon=lon, lat=lat)
    return case


def order(page: str, *titles: str) -> list[str]:
    return sorted(titles, key=page.index)


def test_the_list_follows_the_street_and_says_how_far(city: City, desk: Desk) -> None:
    for title, lon in (("甲灯", 116.600), ("丙灯", 116.620), ("乙灯", 116.610)):
        placed(city, title, lon)
    page = desk("chen").get(f"{ROUTE}?tab=sign").content.decode()
    assert order(page, "甲灯", "乙灯", "丙灯") == ["甲灯", "乙灯", "丙灯"]
    assert page.count("距上一处 850 米") == 2
    assert "1.7 公里" in page
    assert 'href="geo:40.300000,116.610000"' in page
    assert '<svg class="walk"' in page


def test_from_where_one_stands_the_nearest_comes_first(city: City, desk: Desk) -> None:
    for title, lon in (("甲灯", 116.600), ("乙灯", 116.610)):
        placed(city, title, lon)
    page = desk("chen").get(f"{ROUTE}?tab=sign&lat=40.3&lon=116.612").content.decode()
    assert order(page, "甲灯", "乙灯") == ["乙灯", "甲灯"]
    assert "距您 170 米" in page


@pytest.mark.parametrize("where", ["lat=x&lon=116", "lat=nan&lon=116", "lat=40.3", "lat=91&lon=1"])
def test_a_place_that_is_none_counts_as_not_given(city: City, desk: Desk, where: str) -> None:
    placed(city, "甲灯", 116.6)
    answer = desk("chen").get(f"{ROUTE}?tab=sign&{where}")
    assert answer.status_code == 200
    assert "从最急的一处出发" in answer.content.decode()


def test_what_has_no_coordinates_is_listed_and_not_lost(city: City, desk: Desk) -> None:
    placed(city, "甲灯", 116.6)
    nowhere = scenes.dispatched(city, title="不知道在哪")
    Case.objects.filter(pk=nowhere.pk).update(lon=None, lat=None)
    page = desk("chen").get(f"{ROUTE}?tab=sign").content.decode()
    assert order(page, "甲灯", "没有坐标的案件", "不知道在哪")[-1] == "不知道在哪"


def test_a_foreign_unit_sees_nothing_of_it_and_an_operator_has_no_such_page(
    city: City, desk: Desk
) -> None:
    placed(city, "甲灯", 116.6)
    assert "甲灯" not in desk("sun").get(f"{ROUTE}?tab=sign").content.decode()
    assert desk("wang").get(ROUTE).status_code == 403


def test_queries_do_not_grow_with_the_places(city: City, desk: Desk) -> None:
    for _n in range(5):
        placed(city, "一盏", 116.6)
    constant(desk("chen"), f"{ROUTE}?tab=sign", lambda: placed(city, "又一盏", 116.6))
