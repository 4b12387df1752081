"""The directory, the rates and the journal over the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from huiying.api.around import READERS
from huiying.console.desks.rating import ROLES
from huiying.scorecard.models import Tally
from tests.api.conftest import Calls
from tests.api.test_cases import problem
from tests.city import City

Made = Callable[..., Calls]


def test_a_key_says_whom_it_acts_as(calls: Made) -> None:
    told = calls("wang").get("/me").json()
    assert (told["name"], told["roles"]) == ("王芳", ["operator"])


@pytest.mark.parametrize("what", ["units", "areas", "categories"])
def test_the_directory_is_read_page_by_page(
    city: City, calls: Made, what: str, django_assert_max_num_queries: Any
) -> None:
    nobody = calls("nobody")
    seen: list[int] = []
    cursor: str | None = "0"
    while cursor is not None:
        with django_assert_max_num_queries(8):
            page = nobody.get(f"/{what}", {"limit": 3, "cursor": cursor}).json()
        seen += [row["id"] for row in page["items"]]
        cursor = page["next"]
    assert sorted(seen) == sorted(row.pk for row in getattr(city, what).values())
    problem(nobody.get(f"/{what}", {"limit": 0}), 422, "invalid")
    problem(nobody.get(f"/{what}", {"q": "灯"}), 422, "invalid")


def test_rates_come_with_their_parts_and_interval(city: City, calls: Made) -> None:
    for unit, solved in (("lamps", 3), ("housing", 1)):
        for key in (city.unit(unit), Tally.ALL):
            row, _made = Tally.objects.get_or_create(
                period="2026-03", unit_key=key, area_key=Tally.ALL, category_key=Tally.ALL
            )
            row.counted, row.solved = row.counted + 4, row.solved + solved
            row.save()
    told = calls("he").get("/rates", {"period": "2026-03"}).json()
    assert (told["total"]["solved"]["part"], told["total"]["solved"]["whole"]) == (4, 8)
    assert 0 < told["total"]["solved"]["low"] < 0.5 < told["total"]["solved"]["high"] < 1


def test_rates_are_for_those_the_page_of_rates_is_for(calls: Made) -> None:
    assert set(READERS) == set(ROLES)
    problem(calls("wang").get("/rates", {"period": "2026-03"}), 403, "not_for_rates")
    problem(calls("he").get("/rates", {"period": "2026-13"}), 422, "invalid")


def test_the_journal_is_followed_by_cursor_and_shows_what_one_may_see(
    city: City, calls: Made
) -> None:
    first = city.receive().number
    zhao, ma, lin = calls("zhao"), calls("ma"), calls("lin")
    feed = zhao.get("/journal").json()
    assert [(line["event"], line["case"]) for line in feed["items"]] == [
        ("Received", first), ("Filed", first),
    ]  # fmt: skip
    assert all("words" not in line["data"] for line in feed["items"])
    assert ma.get("/journal").json()["items"] == []
    topics = {line["topic"] for line in lin.get("/journal").json()["items"]}
    assert topics == {"case", "api_key"}
    second = city.receive().number
    more = zhao.get("/journal", {"cursor": feed["next"]}).json()
    assert {line["case"] for line in more["items"]} == {second}
    assert zhao.get("/journal", {"cursor": more["next"]}).json()["items"] == []


def test_the_journal_is_complete_however_small_the_pages(city: City, calls: Made) -> None:
    for _n in range(4):
        city.receive()
    lin, seen, cursor, more = calls("lin"), [], "", True
    while more:
        page = lin.get("/journal", {"cursor": cursor, "limit": 2}).json()
        seen += [line["id"] for line in page["items"]]
        cursor, more = page["next"], page["more"]
    assert seen == list(range(1, len(seen) + 1))
    assert len(seen) == 9


@pytest.mark.parametrize("cursor", ["-1", "x", "9" * 19])
def test_a_place_in_the_journal_that_cannot_be_is_told(calls: Made, cursor: str) -> None:
    problem(calls("lin").get("/journal", {"cursor": cursor}), 400, "bad_cursor")


def test_the_journal_costs_the_same_however_long(
    city: City, calls: Made, django_assert_max_num_queries: Any
) -> None:
    zhao = calls("zhao")
    for _n in range(15):
        city.receive()
    with django_assert_max_num_queries(8):
        assert len(zhao.get("/journal").json()["items"]) == 30


def test_a_running_service_describes_itself_as_the_repository_does(client: Client) -> None:
    written = Path(__file__).parent.parent.parent / "docs/reference/openapi.json"
    served = client.get("/api/v1/openapi.json", headers={"Accept-Language": "zh-hans"})
    assert served.json() == json.loads(written.read_text(encoding="utf-8"))
