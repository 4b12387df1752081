"""Everybody reads the public list; 刘洋 rates, adds photos and says that it is not solved."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiying.cases.models import Attachment, Case
from huiying.cases.public_models import Publication, PublicRule
from huiying.oversight.models import CallBack
from huiying.portal.limits import ANSWERS
from tests.city import City, build, later
from tests.console import scenes
from tests.files.samples import photo


@pytest.fixture
def city(db: None) -> City:
    made = build()
    PublicRule.objects.create(category=made.categories["lamp"])
    return made


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(hours=9))


def read(address: str, **query: Any) -> str:
    response = Client().get(address, query)
    assert response.status_code == 200
    return response.content.decode()


PRIVATE = ("刘洋", "19900001111", "三盏路灯一周没亮", "幸福里小区东门", "陈静", "王芳")


def test_list_case_area_and_feed_show_facts_and_nobody(city: City) -> None:
    case = scenes.handling(city)
    area = city.areas["quanhe"].code
    pages = [
        read("/public/"), read(f"/public/{case.number}/"), read(f"/area/{area}/"),
        read(f"/area/{area}/feed.atom"),
    ]  # fmt: skip
    for page in pages:
        assert case.number in page
        assert "泉河街道，路灯" in page
        assert not [word for word in PRIVATE if word in page]
        assert case.tracking_code not in page


def test_what_is_not_public_is_as_if_it_did_not_exist(city: City) -> None:
    hidden = city.receive(confidential=True)
    private, unknown = (
        Client().get(f"/public/{number}/") for number in (hidden.number, "HY20260310-99999-9")
    )
    assert private.status_code == unknown.status_code == 404
    said = [
        answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
        for answer in (private, unknown)
    ]
    assert said[0].replace(hidden.number, "") == said[1].replace("HY20260310-99999-9", "")
    assert hidden.number not in read("/public/")


def test_what_was_withdrawn_stays_so_however_many_decisions_follow(city: City) -> None:
    case = city.receive()
    Publication.objects.create(case=case, shown=False)
    held = {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields}
    others = Case.objects.bulk_create(
        Case(**{**held, "id": case.pk + n, "number": f"X{n}", "tracking_code": f"T{n:012d}",
                "reporter_id": None})
        for n in range(1, 2001)
    )  # fmt: skip
    Publication.objects.bulk_create(Publication(case=one, shown=False) for one in others)
    assert Client().get(f"/public/{case.number}/").status_code == 404


def test_filters_and_their_nonsense(city: City) -> None:
    case = city.receive()
    assert case.number in read("/public/", area=city.areas["quanhe"].pk)
    assert case.number not in read("/public/", stage="done")
    assert case.number in read("/public/", area="'; --", stage="x", place="%%")


def test_an_area_tells_its_numbers_but_no_small_ones(city: City) -> None:
    address = f"/area/{city.areas['district'].code}/"
    for _turn in range(4):
        city.receive()
    page = read(address)
    assert "近 30 天收到" in page
    assert "少于 5" in page
    assert ">4<" not in page
    city.receive()
    assert ">5<" in read(address)
    assert "泉河街道" in page
    assert Client().get("/area/nosuch/").status_code == 404


def test_the_feed_is_atom(city: City) -> None:
    city.receive()
    answer = Client().get(f"/area/{city.areas['quanhe'].code}/feed.atom")
    root = ET.fromstring(answer.content)
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert len(root.findall("{http://www.w3.org/2005/Atom}entry")) == 1


def test_the_person_rates_the_result_once(city: City) -> None:
    case = scenes.reported(city)
    place, client = f"/track/{case.tracking_code}/", Client()
    assert "请您评价" in read(place)
    given = {"solved": "yes", "satisfied": "yes"}
    assert client.post(f"{place}rate/", given).status_code == 302
    assert CallBack.objects.get().method == "web"
    assert "收到您的评价" in read(place)
    assert client.post(f"{place}rate/", given).status_code == 409
    assert CallBack.objects.count() == 1


def test_unhappy_without_a_why_is_asked_for_it(city: City) -> None:
    case = scenes.reported(city)
    given = {"solved": "no", "satisfied": "no"}
    answer = Client().post(f"/track/{case.tracking_code}/rate/", given)
    assert answer.status_code == 409
    assert not CallBack.objects.exists()


def test_not_solved_goes_back_and_is_told(city: City) -> None:
    case = scenes.closed(city)
    place, client = f"/track/{case.tracking_code}/", Client()
    assert "没解决，重新办理" in read(place)
    assert client.post(f"{place}again/", {"text": " "}).status_code == 422
    assert client.post(f"{place}again/", {"text": "又不亮了"}).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.cycle) == ("dispatched", 2)
    assert "没解决，重新办理" not in read(place)
    assert client.post(f"{place}again/", {"text": "又不亮了"}).status_code == 409
    case.refresh_from_db()
    assert case.cycle == 2


def test_a_photo_is_added_while_it_is_open(city: City) -> None:
    case = scenes.handling(city)
    place = f"/track/{case.tracking_code}/photos/"
    upload = SimpleUploadedFile("a.jpg", photo())
    assert Client().post(place, {"photos": upload}).status_code == 302
    assert Attachment.objects.get().to_person
    assert Client().post(place, {}).status_code == 422
    bad = SimpleUploadedFile("a.jpg", b"nothing")
    assert Client().post(place, {"photos": bad}).status_code == 422


@pytest.mark.parametrize("act", ["rate", "again", "photos"])
def test_a_wrong_code_can_do_nothing_and_cannot_be_tried_for_ever(city: City, act: str) -> None:
    client = Client()
    place = f"/track/AAAA-BBBB-CCCCC/{act}/"
    codes = [client.post(place, {"text": "x"}).status_code for _ in range(ANSWERS + 1)]
    assert codes[0] == 404
    assert codes[-1] == 429


@pytest.mark.parametrize("address", ["/", "/report/", "/public/", "/report/offline/"])
def test_every_page_has_its_english(city: City, address: str) -> None:
    response = Client().get(address, headers={"accept-language": "en"})
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    for name in [row.name for row in city.areas.values()] + [
        row.name for row in city.categories.values()
    ]:
        main = main.replace(name, "")
    left = [sign for sign in main if "\u4e00" <= sign <= "\u9fff"]
    assert left == []
