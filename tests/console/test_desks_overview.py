"""周军 sees what is late and loose; every number opens its records."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.cache import cache

from huiying.cases import actions, overview
from huiying.cases import queries as cases
from huiying.cases.listing import Filter
from huiying.directory.models import CalendarDay
from huiying.journal.models import Cursor
from tests.city import City, later
from tests.console import scenes
from tests.console.conftest import Clock, Desk
from tests.console.rows import queries_of

pytestmark = pytest.mark.django_db
OVERVIEW = "/desk/supervise/"


def test_late_cases_are_counted_by_unit_and_each_number_opens_them(
    city: City, desk: Desk, clock: Clock
) -> None:
    scenes.handling(city)
    scenes.dispatched(city, "housing")
    scenes.reported(city)  # the unit has done its part: not late any more
    clock.at = later(days=5)
    late = {c.unit: c.overdue for c in overview.late_by_unit(city.actor("zhou"), clock.at)}
    assert late == {"区城市管理委": 1, "区住房建设委": 1}
    client = desk("zhou")
    page = client.get(OVERVIEW).content.decode()
    links = re.findall(r'class="due overdue" href="([^"]+)">(\d+)<', page)
    assert len(links) == 2
    for url, number in links:
        behind = client.get(url.replace("&amp;", "&")).context["page"]
        assert len(behind.lines) == int(number)


def test_every_figure_on_top_opens_as_many_records(city: City, desk: Desk) -> None:
    scenes.handling(city)
    scenes.suspended(city)
    scenes.returned_twice(city)
    city.receive(level="urgent")
    client = desk("zhou")
    figures = client.get(OVERVIEW).context["page"].figures
    seen = {}
    for one in figures:
        if "/cases/" in one.url:
            behind = client.get(one.url).context["page"]
            assert len(behind.lines) == int(one.value), one.label
            seen[one.label] = one.value
    assert seen["紧急在办"] == "1"
    assert seen["退单待派"] == "1"
    assert seen["挂账中"] == "1"


def test_the_days_are_counted_by_local_midnight(city: City) -> None:
    city.receive(at=later(hours=14, minutes=59))  # 23:59
    city.receive(at=later(hours=15))  # 00:00 of the next day
    scenes.closed(city)
    days = {d.day: d for d in overview.last_days(city.actor("zhou"), later(days=1))}
    assert len(days) == 30
    assert (days[date(2026, 3, 10)].received, days[date(2026, 3, 11)].received) == (2, 1)
    assert days[date(2026, 3, 10)].closed == 1


def test_a_days_closed_cases_open(city: City, desk: Desk) -> None:
    case = scenes.closed(city)
    client = desk("zhou")
    assert case.number in client.get(f"{OVERVIEW}closed/2026-03-10/").content.decode()
    assert case.number not in client.get(f"{OVERVIEW}closed/2026-03-11/").content.decode()
    assert client.get(f"{OVERVIEW}closed/yesterday/").status_code == 404


def test_a_case_that_nobody_wants_is_on_the_page(city: City, desk: Desk) -> None:
    case = scenes.returned_twice(city)
    client = desk("zhou")
    assert case.number in client.get(OVERVIEW).content.decode()
    assert case.number in client.get(f"{OVERVIEW}unowned/").content.decode()


def test_questions_that_nobody_answered_are_on_the_page(
    city: City, desk: Desk, clock: Clock
) -> None:
    case = scenes.handling(city)
    actions.ask(
        case_id=case.pk, actor=city.actor("chen"), at=later(hours=2), text="是哪一盏灯？",
        due_at=later(days=1),
    )  # fmt: skip
    actions.expire_requests(at=later(days=2))
    clock.at = later(days=2)
    expired = overview.expired_requests(city.actor("zhou"), clock.at)
    assert [one.number for one in expired] == [case.number]
    assert "诉求人" in desk("zhou").get(OVERVIEW).content.decode()


def test_a_reader_of_the_journal_that_failed_is_named(city: City, desk: Desk) -> None:
    Cursor.objects.create(name="scorecard", position=0, failures=3)
    page = desk("zhou").get(OVERVIEW).content.decode()
    assert "scorecard：连续失败 3 次" in page


def test_a_calendar_that_ends_soon_is_named(city: City, desk: Desk) -> None:
    CalendarDay.objects.filter(day__gt=date(2026, 4, 1)).delete()
    assert "工作日历：录到 2026-04-01" in desk("zhou").get(OVERVIEW).content.decode()


def test_a_leader_looks_and_is_sent_to_no_approvals(city: City, desk: Desk) -> None:
    scenes.extension_asked(city)
    page = desk("he").get(OVERVIEW).content.decode()
    assert "延期待批" in page
    assert "tab=extension" not in page


@pytest.mark.parametrize("name", ["wang", "li", "chen", "zhao", "wu", "nobody"])
def test_others_have_no_overview(city: City, desk: Desk, name: str) -> None:
    client = desk(name)
    for url in (OVERVIEW, f"{OVERVIEW}unowned/", f"{OVERVIEW}closed/2026-03-10/"):
        assert client.get(url).status_code == 403


def test_the_page_costs_the_same_for_more_cases(city: City, desk: Desk) -> None:
    scenes.handling(city)
    scenes.returned_twice(city)
    client = desk("zhou")
    few = queries_of(client, OVERVIEW)
    for _n in range(8):
        scenes.handling(city)
        scenes.returned_twice(city)
    cache.clear()
    many = queries_of(client, OVERVIEW)
    assert len(many) <= len(few)


def test_a_bounded_count_is_honest(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    for _n in range(4):
        city.receive()
    monkeypatch.setattr(overview, "COUNT_UP_TO", 3)
    actor = city.actor("zhou")
    assert overview.count_up_to(actor, Filter(), later(hours=1)) == "3+"
    assert overview.count_up_to(actor, Filter(due="overdue"), later(hours=1)) == "0"
    assert cases.count_for(actor, Filter(), later(hours=1)) == 4
