"""Cases find their problem as they come in, and people can put it right."""

from __future__ import annotations

from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from huiying.accounts.actors import system
from huiying.cases import actions as cases
from huiying.cases.models import Case
from huiying.cases.people import Contact
from huiying.insights import actions, counting, filling, placing, queries, tasks, vocabulary
from huiying.insights.models import Member, Problem
from huiying.insights.queries import Wanted
from huiying.insights.refusals import NoSuchProblem, NothingPicked, NotYourProblems
from huiying.journal.delivery import deliver_pending
from huiying.journal.models import Entry
from tests.city import NOW, City, build, later
from tests.insights.letters import ALONE, MIXER, PARKING

pytestmark = pytest.mark.django_db
HERE = system("测试")


@pytest.fixture
def city(db: None) -> City:
    vocabulary.forget()
    return build()


def say(city: City, text: str, number: int, **more: Any) -> Case:
    """A letter of somebody of their own."""
    who = Contact(f"居民{number}", f"1990000{number:04}")
    case = city.receive(**{"title": text, "body": f"{text}。", "reporter": who, **more})
    placing.renew([case.pk], NOW)
    return case


def problem_of(case: Case) -> Problem:
    return Problem.objects.get(members__case_id=case.pk)


def all_letters(city: City) -> list[Case]:
    return [say(city, text, at) for at, text in enumerate((*ALONE, *MIXER, *PARKING))]


def test_new_cases_join_the_problem_they_speak_of(city: City) -> None:
    said = all_letters(city)
    mixer, parking = said[len(ALONE) : len(ALONE) + len(MIXER)], said[len(ALONE) + len(MIXER) :]
    assert len({problem_of(case).pk for case in mixer}) == 1
    assert len({problem_of(case).pk for case in parking}) == 1
    assert problem_of(mixer[0]).pk != problem_of(parking[0]).pk
    alone = [problem_of(case) for case in said[: len(ALONE)]]
    assert [problem.size for problem in alone] == [1] * len(ALONE)


def test_a_problem_counts_persons_and_cases_under_way(city: City) -> None:
    first, *_rest = [say(city, text, at) for at, text in enumerate(MIXER)]
    again = say(city, MIXER[1], 1)
    problem = problem_of(first)
    assert problem_of(again).pk == problem.pk
    assert (problem.voices, problem.size, problem.going) == (len(MIXER), len(MIXER) + 1, 7)
    assert problem.area == city.areas["quanhe"]
    assert problem.matter == "搅拌站"
    assert 0 < problem.heat < 100


def test_its_number_stays_when_others_join(city: City) -> None:
    before = problem_of(say(city, MIXER[0], 1)).pk
    for at, text in enumerate(MIXER[1:], 2):
        say(city, text, at)
    assert problem_of(Case.objects.order_by("id")[0]).pk == before


def test_telling_it_twice_changes_nothing(city: City) -> None:
    said = all_letters(city)
    before = list(Problem.objects.order_by("pk").values())
    placing.renew([case.pk for case in said], NOW)
    assert list(Problem.objects.order_by("pk").values()) == before


def test_many_at_once_are_placed_like_one_by_one(city: City) -> None:
    made = [
        city.receive(title=text, body=f"{text}。", reporter=Contact(f"居民{at}", f"1991000{at:04}"))
        for at, text in enumerate((*MIXER, *PARKING))
    ]
    placing.renew([case.pk for case in made], NOW)
    assert sorted(Problem.objects.values_list("size", flat=True)) == [len(PARKING), len(MIXER)]


def test_a_confidential_case_is_in_no_problem_and_lends_it_no_words(city: City) -> None:
    hidden = say(city, MIXER[0], 1, confidential=True)
    assert not Member.objects.filter(case_id=hidden.pk).exists()
    assert not Problem.objects.exists()


def test_a_case_that_became_confidential_leaves(city: City) -> None:
    said = [say(city, text, at) for at, text in enumerate(MIXER)]
    Case.objects.filter(pk=said[0].pk).update(confidential=True)
    placing.renew([said[0].pk], NOW)
    assert problem_of(said[1]).size == len(MIXER) - 1


def test_a_problem_without_cases_goes(city: City) -> None:
    case = say(city, MIXER[0], 1)
    cases.void(case_id=case.pk, actor=HERE, at=later(hours=1), text="误报")
    placing.renew([case.pk], NOW)
    assert not Problem.objects.exists()


def test_cases_moved_by_hand_stay_there(city: City) -> None:
    said = [say(city, text, at) for at, text in enumerate(MIXER)]
    li, old = city.actor("li"), problem_of(said[0])
    new = actions.move(problem=old.pk, cases=[said[5].pk], to=None, actor=li, at=later(hours=1))
    assert problem_of(said[5]).pk == new.pk != old.pk
    placing.renew([case.pk for case in said], NOW)
    say(city, "泉河新城搅拌站污染严重，何时才搬走", 77)
    assert problem_of(said[5]).pk == new.pk
    assert problem_of(said[0]).pk == old.pk


def test_two_problems_made_one_lead_to_each_other(city: City) -> None:
    said = all_letters(city)
    kept, gone = problem_of(said[0]), problem_of(said[1])
    li = city.actor("li")
    made = actions.join(into=kept.pk, gone=gone.pk, actor=li, at=later(hours=1))
    assert (made.pk, made.size) == (kept.pk, 2)
    assert queries.problem_for(li, gone.pk).pk == kept.pk
    assert Entry.objects.filter(topic="problem", subject_id=kept.pk).count() == 1


def test_a_title_given_by_hand_stays(city: City) -> None:
    first = say(city, MIXER[0], 1)
    li = city.actor("li")
    actions.name(problem=problem_of(first).pk, title="搅拌站", actor=li, at=NOW)
    say(city, MIXER[1], 2)
    assert problem_of(first).title == "搅拌站"
    actions.name(problem=problem_of(first).pk, title=" ", actor=li, at=NOW)
    assert "泉河新城" in problem_of(first).title


def test_who_only_looks_may_not_put_right(city: City) -> None:
    said = all_letters(city)
    kept, gone = problem_of(said[0]), problem_of(said[1])
    with pytest.raises(NotYourProblems):
        actions.join(into=kept.pk, gone=gone.pk, actor=city.actor("chen"), at=NOW)
    with pytest.raises(NoSuchProblem):
        actions.join(into=kept.pk, gone=kept.pk, actor=city.actor("li"), at=NOW)
    with pytest.raises(NothingPicked):
        actions.move(problem=kept.pk, cases=[said[1].pk], to=None, actor=city.actor("li"), at=NOW)
    assert queries.board(city.actor("chen"), Wanted(), NOW).rows == []


def test_the_board_shows_what_more_than_one_person_raised(city: City) -> None:
    all_letters(city)
    li = city.actor("li")
    found = queries.board(li, Wanted(), later(hours=2))
    assert [problem.voices for problem in found.rows] == [len(MIXER), len(PARKING)]
    assert queries.board(li, Wanted(q="车位"), later(hours=2)).total == 1
    assert queries.board(li, Wanted(area=city.areas["beilu"].pk), NOW).total == 0
    assert queries.board(li, Wanted(days=7), later(days=30)).total == 0


def test_evidence_tells_the_cases_and_the_heat_term_by_term(city: City) -> None:
    said = [say(city, text, at) for at, text in enumerate(MIXER)]
    li, problem = city.actor("li"), problem_of(said[0])
    found = queries.evidence(li, problem, later(days=1))
    assert {row.id for row in found.rows} == {case.pk for case in said}
    assert sum(term.points for term in found.terms) == pytest.approx(problem.heat, abs=0.01)
    assert found.months == [("2026-03", len(MIXER))]


def test_heat_cools_with_the_days(city: City) -> None:
    said = [say(city, text, at) for at, text in enumerate(MIXER)]
    before = problem_of(said[0])
    assert counting.see_today([before.pk], NOW) == 0  # it was counted today
    assert counting.see_today([before.pk], later(days=200)) == 1
    after = problem_of(said[0])
    assert after.heat < before.heat
    assert after.trend == "quiet"


def test_once_a_day_what_is_still_warm_is_seen_anew_a_few_at_a_time(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [say(city, text, at) for at, text in enumerate((*MIXER, *PARKING))]
    both = sorted({problem_of(said[0]).pk, problem_of(said[-1]).pk})
    monkeypatch.setattr(tasks, "COUNTED", 1)
    tasks.count_lively(NOW)
    tasks.count_lively(later(days=401))
    counts = DBTaskResult.objects.filter(task_path="huiying.insights.tasks.count")
    assert not counts.exists()  # counted today; too long ago
    tasks.count_lively(later(days=1))
    assert sorted(one.args_kwargs["args"] for one in counts) == [[[ident]] for ident in both]


def test_voices_of_the_last_two_stretches_stand_beside_the_trend(city: City) -> None:
    said = [say(city, text, at) for at, text in enumerate(MIXER)]
    problem = problem_of(said[0])
    assert (problem.lately, problem.before) == (len(MIXER), 0)
    counting.see_today([problem.pk], later(days=40))
    problem.refresh_from_db()
    assert (problem.lately, problem.before) == (0, len(MIXER))


def test_the_problem_of_a_case_is_for_those_who_may_see_it(city: City) -> None:
    said = [say(city, text, at) for at, text in enumerate(MIXER)]
    alone = say(city, ALONE[0], 99)
    li = city.actor("li")
    assert queries.problem_of(li, said[2].pk) == problem_of(said[2])
    assert queries.problem_of(li, alone.pk) is None
    assert queries.problem_of(city.actor("chen"), said[2].pk) is None


def test_cases_from_before_are_placed_once_and_going_on_finds_nothing(city: City) -> None:
    for at, text in enumerate((*MIXER, *PARKING)):
        city.receive(title=text, body=text, reporter=Contact(f"居民{at}", f"1993000{at:04}"))
    told: list[int] = []
    assert filling.fill(NOW, told.append) == len(MIXER) + len(PARKING)
    assert told == [len(MIXER) + len(PARKING)]
    assert filling.fill(NOW) == 0
    assert Problem.objects.count() == 2


def test_the_journal_tells_what_to_place(city: City) -> None:
    case = city.receive()
    deliver_pending(later(hours=1))
    asked = DBTaskResult.objects.filter(task_path="huiying.insights.tasks.place")
    assert [one.args_kwargs["args"] for one in asked] == [[[case.pk]]]
