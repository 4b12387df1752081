"""何平 reads the week on one page; every number opens its records."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from huiying.cases.models import Case
from huiying.cases.people import Contact
from huiying.console.brief.drawing import HIGH, columns, part_of, scale
from huiying.console.brief.views import shares
from huiying.insights import placing, vocabulary
from huiying.insights.brief import Share
from huiying.insights.models import Problem
from huiying.journal.delivery import deliver_pending
from huiying.lib.weeks import Week
from tests.city import NOW, City, later
from tests.console import scenes
from tests.console.conftest import Clock, Desk
from tests.insights.letters import ALONE, MIXER, PARKING

BRIEF = "/desk/brief/"
WEEK = Week.of(NOW)
HERE = f"{BRIEF}{WEEK}/"


@given(st.integers(0, 10**7))
def test_a_scale_is_even_and_not_below_what_it_shows(most: int) -> None:
    assert scale(most) >= most
    assert scale(most) % 2 == 0
    assert scale(most) <= max(2, 5 * most)


@given(st.lists(st.tuples(st.just("一"), st.integers(0, 10**6), st.integers(0, 10**6)), max_size=9))
def test_no_bar_leaves_the_drawing(days: list[tuple[str, int, int]]) -> None:
    for group in columns(days).groups:
        for bar in (group.now, group.before):
            assert 0 <= bar.y <= bar.y + bar.height <= HIGH


def test_parts_of_nothing_are_nothing() -> None:
    assert part_of(0, 0) == 0.0
    assert part_of(5, 5) == 100.0


def told(city: City, *texts: str, start: int, at: datetime = NOW) -> list[int]:
    made = [
        city.receive(
            at=at, title=text, body=f"{text}。", reporter=Contact(f"居民{n}", f"1996000{n:04}")
        )
        for n, text in enumerate(texts, start)
    ]
    idents = [case.pk for case in made]
    placing.renew(idents, at)
    return idents


@pytest.fixture
def weeks(city: City) -> City:
    """Parking was raised last week; the mixer twice then and six times this week."""
    vocabulary.forget()
    before = later(days=-7)
    told(city, *PARKING, start=0, at=before)
    told(city, MIXER[0], start=20, at=before)
    told(city, *MIXER[1:], *MIXER, start=30)
    return city


@pytest.mark.django_db
def test_the_door_leads_to_the_last_whole_week(desk: Desk, clock: Clock) -> None:
    answer = desk("he").get(BRIEF)
    assert answer.headers["Location"] == f"{BRIEF}{WEEK.plus(-1)}/"
    page = desk("he").get(f"{BRIEF}{WEEK.plus(-1)}/")
    assert page.status_code == 200
    assert "本周没有" in page.content.decode()


@pytest.mark.django_db
def test_what_rose_what_is_new_and_what_is_hot(weeks: City, desk: Desk) -> None:
    page = desk("he").get(HERE)
    brief = page.context["brief"]
    mixer = Problem.objects.get(matter="搅拌站")
    assert (brief.now, brief.before) == (11, 6)
    assert [(one.problem.pk, one.now, one.before) for one in brief.rose] == [(mixer.pk, 11, 1)]
    assert list(brief.new) == []
    assert [one.problem.pk for one in brief.hottest] == [mixer.pk]
    assert "这一周还没有过完" in page.content.decode()
    last = desk("he").get(f"{BRIEF}{WEEK.plus(-1)}/").context["brief"]
    assert sorted(one.now for one in last.new) == [1, len(PARKING)]


@pytest.mark.django_db
def test_every_number_opens_the_same_number_of_cases(weeks: City, desk: Desk) -> None:
    client = desk("he")
    context = client.get(HERE).context
    assert total(client, context["all_cases"]) == 11
    assert total(client, context["cases_before"]) == 6
    doors = [(now, url) for _day, now, _before, url, _earlier in context["days"]]
    doors += [(before, earlier) for _day, _now, before, _url, earlier in context["days"]]
    assert sorted(number for number, _url in doors if number) == [6, 11]
    for _title, _head, _key, rows in context["shares"]:
        doors += [door for row in rows for door in ((row.now, row.url), (row.before, row.earlier))]
    for number, url in doors:
        if url and number:
            assert total(client, url) == number
    areas = context["shares"][0][3]
    assert [(row.name, row.now, row.before) for row in areas] == [("泉河街道", 11, 6)]


def total(client: Client, url: str) -> int:
    page = client.get(url)
    assert page.status_code == 200
    return len(set(re.findall(r"/desk/case/([^/\"]+)/", page.content.decode())))


@pytest.mark.django_db
def test_the_rates_of_the_week_with_their_records(city: City, desk: Desk) -> None:
    scenes.called_back(city)
    scenes.unhappy(city)
    deliver_pending(later(hours=3))
    client = desk("he")
    context = client.get(HERE).context
    solved = next(row for row in context["rates"] if row.label == "解决率")
    assert (context["counted"], solved.rate.whole) == (2, 2)
    doors = (
        (solved.yes, solved.rate.part), (solved.no, solved.missed),
        (solved.earlier, solved.before.part),
    )  # fmt: skip
    for url, number in doors:
        assert len(client.get(url).context["page"].lines) == number
    assert len(client.get(context["counted_url"]).context["page"].lines) == 2
    assert client.get(context["excluded_url"]).context["page"].lines == []


def test_what_is_left_over_is_added_up_and_no_bar_is_too_long() -> None:
    found = [Share(n, f"街道{n}", 3, 1) for n in range(1, 30)]
    rows = shares(found, WEEK, "area")
    assert [(row.name, row.now, row.before, row.url) for row in rows[-1:]] == [("其他", 51, 17, "")]
    assert (sum(row.now for row in rows), sum(row.before for row in rows)) == (87, 29)
    assert max(row.bar for row in rows) == 100.0
    assert shares([], WEEK, "area") == []


@pytest.mark.django_db
def test_who_has_no_reading_post_has_no_brief_and_the_unknown_no_door(
    weeks: City, desk: Desk
) -> None:
    assert desk("chen").get(HERE).status_code == 403
    assert desk("nobody").get(HERE).status_code == 403
    Case.objects.update(area_id=None)
    context = desk("he").get(HERE).context
    assert [(row.name, row.url) for row in context["shares"][0][3]] == [("（未填）", "")]


@pytest.mark.django_db
@pytest.mark.parametrize("week", ["2026-W60", "x", str(WEEK.plus(1)), "2026-W00"])
def test_weeks_that_are_none_or_still_to_come_are_not_found(desk: Desk, week: str) -> None:
    assert desk("he").get(f"{BRIEF}{week}/").status_code == 404
    assert desk("he").get(f"{BRIEF}{week}/records/").status_code == 404


@pytest.mark.django_db
def test_more_cases_cost_no_more_queries(weeks: City, desk: Desk) -> None:
    client = desk("he")
    few = queries_of(client)
    told(weeks, *ALONE, *PARKING, start=60)
    assert queries_of(client) <= few


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(HERE).status_code == 200
    return len(found)
