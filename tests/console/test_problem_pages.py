"""李强 and 何平 read the board of common problems; 李强 puts one right."""

from __future__ import annotations

import pytest

from huiying.cases.people import Contact
from huiying.exchange.models import Export
from huiying.insights import placing, vocabulary
from huiying.insights.models import Member, Problem
from tests.city import NOW, City
from tests.console.conftest import Desk
from tests.insights.letters import MIXER, PARKING

pytestmark = pytest.mark.django_db
BOARD = "/desk/problems/"


@pytest.fixture
def problem(city: City) -> Problem:
    """Six voices on a mixer; five on parking make another problem."""
    vocabulary.forget()
    made = [
        city.receive(title=text, body=f"{text}。", reporter=Contact(f"居民{at}", f"1992000{at:04}"))
        for at, text in enumerate((*MIXER, *PARKING))
    ]
    placing.renew([case.pk for case in made], NOW)
    return Problem.objects.get(voices=len(MIXER))


def test_an_empty_board_says_when_something_appears(desk: Desk) -> None:
    page = desk("he").get(BOARD)
    assert page.status_code == 200
    assert "还没有共性问题" in page.content.decode()


def test_the_hottest_comes_first_and_the_address_keeps_the_filters(
    desk: Desk, problem: Problem
) -> None:
    client = desk("he")
    page = client.get(BOARD)
    assert [row.voices for row, _trend in page.context["rows"]] == [len(MIXER), len(PARKING)]
    assert "共性问题" in page.content.decode()
    found = client.get(f"{BOARD}?q=车位&sort=new")
    assert [row.voices for row, _trend in found.context["rows"]] == [len(PARKING)]
    assert "sort=new" in found.context["exports"][0][1]
    assert "没有符合条件的共性问题" in client.get(f"{BOARD}?q=不存在").content.decode()


def test_nonsense_in_the_address_filters_nothing(desk: Desk, problem: Problem) -> None:
    query = "area=x&days=3&trend=up&sort=zzz&place=-1"
    assert len(desk("he").get(f"{BOARD}?{query}").context["rows"]) == 2


def test_a_problem_shows_its_heat_term_by_term_and_its_cases(desk: Desk, problem: Problem) -> None:
    page = desk("he").get(f"{BOARD}{problem.pk}/")
    text = page.content.decode()
    assert problem.title in text
    assert "反映的人数" in text
    assert len(page.context["lines"]) == len(MIXER)
    assert "移过去" not in text


def test_li_makes_a_problem_of_chosen_cases(desk: Desk, problem: Problem) -> None:
    client = desk("li")
    chosen = list(Member.objects.filter(problem=problem).values_list("case_id", flat=True)[:2])
    there = f"{BOARD}{problem.pk}/"
    answer = client.post(f"{there}move/", {"pick": chosen, "act": "split"}, follow=True)
    made = answer.context["found"]
    assert made.pk != problem.pk
    assert made.size == 2
    assert "人工归入" in answer.content.decode()
    nothing = client.post(f"{there}move/", {"act": "split"})
    assert nothing.status_code == 404
    assert "请先勾选" in nothing.content.decode()


def test_li_joins_and_renames_and_the_old_address_leads_on(desk: Desk, problem: Problem) -> None:
    client = desk("li")
    other = Problem.objects.get(voices=len(PARKING))
    there = f"{BOARD}{problem.pk}/"
    answer = client.post(f"{there}join/", {"gone": other.pk}, follow=True)
    assert answer.context["found"].size == len(MIXER) + len(PARKING)
    assert client.get(f"{BOARD}{other.pk}/").headers["Location"] == there
    named = client.post(f"{there}name/", {"title": "搅拌站和车位"}, follow=True)
    assert named.context["found"].title == "搅拌站和车位"
    assert client.post(f"{there}join/", {"gone": "x"}).status_code == 404


def test_a_leader_may_look_but_not_put_right(desk: Desk, problem: Problem) -> None:
    other = Problem.objects.get(voices=len(PARKING))
    answer = desk("he").post(f"{BOARD}{problem.pk}/join/", {"gone": other.pk})
    assert answer.status_code == 403
    assert Problem.objects.filter(merged_into=None).count() == 2


def test_a_handler_has_no_board_and_nobody_sees_what_there_is_not(
    desk: Desk, problem: Problem
) -> None:
    assert desk("chen").get(BOARD).status_code == 403
    assert desk("he").get(f"{BOARD}999999/").status_code == 404


def test_the_board_leaves_as_a_file_that_is_recorded(desk: Desk, problem: Problem) -> None:
    answer = desk("he").get(f"{BOARD}export.csv?q=车位")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "幸福里二期" in text
    assert "搅拌站" not in text
    assert Export.objects.get().what == "problems"


def test_li_puts_a_problem_forward_and_finds_it_on_the_board(desk: Desk, problem: Problem) -> None:
    client = desk("li")
    there = f"{BOARD}{problem.pk}/"
    empty = client.post(f"{there}propose/", {"goal": "campaign", "why": " "})
    assert "没有写理由" in empty.content.decode()
    asked = {"goal": "campaign", "why": "请住建牵头"}
    answer = client.post(f"{there}propose/", asked, follow=True)
    assert "请住建牵头" in answer.content.decode()
    again = client.post(f"{there}propose/", asked)
    assert "已经提请过了" in again.content.decode()
    assert "请住建牵头</textarea>" in again.content.decode()
    assert len(client.get(f"{BOARD}?asked=campaign").context["rows"]) == 1
    assert len(client.get(f"{BOARD}?asked=consultation").context["rows"]) == 0
    proposal = answer.context["proposals"][0].row.pk
    ended = client.post(
        f"{there}withdraw/", {"proposal": proposal, "why": "已列入计划"}, follow=True
    )
    assert "已列入计划" in ended.content.decode()
    assert len(client.get(f"{BOARD}?asked=campaign").context["rows"]) == 0


def test_an_unknown_goal_and_a_stranger_are_refused(desk: Desk, problem: Problem) -> None:
    there = f"{BOARD}{problem.pk}/propose/"
    assert desk("li").post(there, {"goal": "party", "why": "x"}).status_code == 404
    assert desk("zhao").post(there, {"goal": "campaign", "why": "x"}).status_code == 403
