"""何平 reads the types of problems, follows some, and comes to them from a case's page."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiying.cases.models import Case
from huiying.cases.people import Contact
from huiying.exchange.models import Export
from huiying.insights import following, placing, vocabulary
from huiying.insights.models import Alert, Member, Problem, Watch
from tests.city import NOW, City, later
from tests.console.conftest import Desk
from tests.insights.letters import ALONE, MIXER, PARKING

pytestmark = pytest.mark.django_db
BOARD = "/desk/problems/"
TYPES = f"{BOARD}types/"
MORE = "泉河新城搅拌站污染严重，何时才搬走"


def told(city: City, *texts: str, start: int = 0) -> None:
    made = [
        city.receive(title=text, body=f"{text}。", reporter=Contact(f"居民{at}", f"1995000{at:04}"))
        for at, text in enumerate(texts, start)
    ]
    placing.renew([case.pk for case in made], NOW)


@pytest.fixture
def problem(city: City) -> Problem:
    vocabulary.forget()
    told(city, *MIXER, *PARKING)
    return Problem.objects.get(voices=len(MIXER))


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_a_case_leads_to_its_problem_for_those_who_may_read_it(
    city: City, desk: Desk, problem: Problem
) -> None:
    case = Case.objects.get(pk=Member.objects.filter(problem=problem).values("case_id")[:1])
    there = f'href="{BOARD}{problem.pk}/"'
    assert there in desk("li").get(f"/desk/case/{case.number}/").content.decode()
    assert there not in desk("wang").get(f"/desk/case/{case.number}/").content.decode()


def test_no_types_yet(desk: Desk) -> None:
    assert "还没有类型" in desk("he").get(TYPES).content.decode()


def test_every_number_of_a_type_leads_to_its_records(desk: Desk, problem: Problem) -> None:
    client = desk("he")
    page = client.get(TYPES)
    row = next(one for one in page.context["rows"] if one.kind.matter == "搅拌站")
    assert (row.kind.problems, row.kind.voices, row.kind.cases) == (1, 6, 6)
    shown = client.get(row.url)
    assert [one.pk for one, _trend in shown.context["problems"]] == [problem.pk]
    assert [one.spread.name for one in shown.context["spread"]] == ["泉河街道"]
    for url in (row.cases, row.going):
        assert len(client.get(url).context["page"].lines) == len(MIXER)
    for url in (row.by_voices, row.by_newest):
        assert client.get(url).status_code == 200


def test_filters_stay_in_the_address(city: City, desk: Desk, problem: Problem) -> None:
    client = desk("he")
    page = client.get(f"{TYPES}?area={city.areas['beilu'].pk}&sort=voices")
    assert page.context["rows"] == []
    assert "没有符合条件的类型" in page.content.decode()
    query = f"area={city.areas['quanhe'].pk}"
    page = client.get(f"{TYPES}?{query}&sort=voices")
    assert all(query in row.url for row in page.context["rows"])
    assert query in page.context["exports"][0][1]
    assert client.get(f"{TYPES}?area=x&days=3&sort=zzz").status_code == 200


def test_who_has_no_board_has_no_types_and_what_is_not_there_is_not_found(
    desk: Desk, problem: Problem
) -> None:
    for end in ("", "搅拌站/", "搅拌站/cases/", "export.csv"):
        assert desk("chen").get(f"{TYPES}{end}").status_code == 403
    assert desk("he").get(f"{TYPES}地铁/").status_code == 404
    assert desk("he").get(f"{TYPES}地铁/cases/").status_code == 404


def test_types_leave_as_a_file_that_is_recorded(desk: Desk, problem: Problem) -> None:
    answer = desk("he").get(f"{TYPES}export.csv?sort=voices")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert text.splitlines()[1].startswith("搅拌站,")
    assert Export.objects.get().what == "problem_types"


def test_more_problems_cost_no_more_queries(city: City, desk: Desk, problem: Problem) -> None:
    client = desk("he")
    client.post(f"{BOARD}{problem.pk}/follow/", {"voices": "1"})
    urls = (TYPES, f"{TYPES}搅拌站/", f"{BOARD}watch/")
    few = [queries_of(client, url) for url in urls]
    told(city, *(text.replace("泉河新城", "青石家园") for text in MIXER), *ALONE, start=40)
    for one in Problem.objects.filter(voices__gte=2):
        client.post(f"{BOARD}{one.pk}/follow/", {"voices": "1"})
    assert Watch.objects.count() == 3
    assert [queries_of(client, url) for url in urls] <= few


def test_following_and_being_told(city: City, desk: Desk, problem: Problem) -> None:
    client = desk("he")
    assert "您还没有关注共性问题" in client.get(f"{BOARD}watch/").content.decode()
    there = f"{BOARD}{problem.pk}/"
    answer = client.post(f"{there}follow/", {"voices": "1", "again": "on"}, follow=True)
    assert "已关注，改提醒" in answer.content.decode()
    client.post(f"{TYPES}搅拌站/follow/", {"voices": "1"})
    told(city, MORE, start=80)
    assert following.look_around(later(hours=2)) == 2
    page = client.get(f"{BOARD}watch/")
    assert page.context["unread"] == 2
    assert [one.words for one in page.context["alerts"]] == ["又有新的人反映，共 7 人"] * 2
    assert {one.url for one in page.context["alerts"]} == {there, f"{TYPES}{quote('搅拌站')}/"}
    page = client.post(f"{BOARD}watch/read/", follow=True)
    assert page.context["unread"] == 0
    ended = Watch.objects.get(matter="搅拌站")
    client.post(f"{BOARD}watch/{ended.pk}/end/")
    assert Watch.objects.get().problem == problem
    assert Alert.objects.count() == 1


def test_what_cannot_be_followed_is_told_with_how_to_mend_it(desk: Desk, problem: Problem) -> None:
    client = desk("he")
    for given in ({}, {"heat": "100"}, {"voices": "zwei"}):
        answer = client.post(f"{BOARD}{problem.pk}/follow/", given, follow=True)
        assert "请填写热度（1 至 99）或新增人数" in answer.content.decode()
    assert not Watch.objects.exists()
    assert client.post(f"{BOARD}999999/follow/", {"voices": "1"}).status_code == 404
    assert client.post(f"{TYPES}地铁/follow/", {"voices": "1"}).status_code == 404
    assert desk("chen").post(f"{BOARD}{problem.pk}/follow/", {"voices": "1"}).status_code == 403


def test_nobody_ends_what_another_follows(desk: Desk, problem: Problem) -> None:
    desk("he").post(f"{BOARD}{problem.pk}/follow/", {"voices": "1"})
    watch = Watch.objects.get()
    assert desk("li").post(f"{BOARD}watch/{watch.pk}/end/").status_code == 404
    assert Watch.objects.exists()
