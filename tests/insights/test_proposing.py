"""李强 puts a common problem forward for a campaign; others may not, and nothing is asked twice."""

from __future__ import annotations

import json

import pytest

from huiying.cases.people import Contact
from huiying.insights import actions, placing, proposing, vocabulary
from huiying.insights.models import Problem, Proposal
from huiying.insights.proposing import Goal
from huiying.insights.refusals import (
    AskedAlready,
    NoReason,
    NoSuchProblem,
    NoSuchProposal,
    NotYourProposal,
)
from huiying.journal.models import Entry
from tests.city import NOW, City, build
from tests.insights.letters import MIXER, PARKING

pytestmark = pytest.mark.django_db
WHY = "四十户人写了半年，一次次降尘压不住，请住建牵头。"


@pytest.fixture
def city(db: None) -> City:
    vocabulary.forget()
    return build()


@pytest.fixture
def problems(city: City) -> tuple[Problem, Problem]:
    """A mixer and parking, each raised by several people."""
    made = [
        city.receive(title=text, body=f"{text}。", reporter=Contact(f"居民{at}", f"1992000{at:04}"))
        for at, text in enumerate((*MIXER, *PARKING))
    ]
    placing.renew([case.pk for case in made], NOW)
    first, second = Problem.objects.filter(size__gt=1).order_by("-size")
    return first, second


def ask(city: City, problem: Problem, goal: Goal = Goal.CAMPAIGN, who: str = "li") -> Proposal:
    actor = city.actor(who)
    return proposing.propose(problem=problem.pk, goal=goal, why=WHY, actor=actor, at=NOW)


def test_a_proposal_is_kept_with_its_reason_and_told(
    city: City, problems: tuple[Problem, Problem]
) -> None:
    made = ask(city, problems[0])
    assert [one.why for one in proposing.of_problem(problems[0])] == [WHY]
    told = Entry.objects.get(event="CampaignAsked")
    assert json.loads(told.data)["proposal"] == made.pk


def test_the_same_is_not_asked_twice_but_another_thing_is(
    city: City, problems: tuple[Problem, Problem]
) -> None:
    ask(city, problems[0])
    with pytest.raises(AskedAlready):
        ask(city, problems[0])
    ask(city, problems[0], Goal.CONSULTATION)
    assert Entry.objects.filter(event="ConsultationAsked").count() == 1


def test_a_withdrawn_proposal_stays_to_be_read_and_may_be_made_again(
    city: City, problems: tuple[Problem, Problem]
) -> None:
    made = ask(city, problems[0])
    li = city.actor("li")
    proposing.withdraw(proposal=made.pk, why="已列入年度计划", actor=li, at=NOW)
    with pytest.raises(NoSuchProposal):
        proposing.withdraw(proposal=made.pk, why="再来一次", actor=li, at=NOW)
    ask(city, problems[0])
    assert [bool(one.ended_at) for one in proposing.of_problem(problems[0])] == [False, True]


@pytest.mark.parametrize("why", ["", "  ", "长" * 501])
def test_a_reason_is_neither_empty_nor_endless(
    city: City, problems: tuple[Problem, Problem], why: str
) -> None:
    li = city.actor("li")
    with pytest.raises(NoReason):
        proposing.propose(problem=problems[0].pk, goal=Goal.CAMPAIGN, why=why, actor=li, at=NOW)


def test_a_handler_proposes_nothing_and_an_unknown_problem_is_refused(
    city: City, problems: tuple[Problem, Problem]
) -> None:
    with pytest.raises(NotYourProposal):
        ask(city, problems[0], who="zhao")
    with pytest.raises(NoSuchProblem):
        proposing.propose(
            problem=99_999, goal=Goal.CAMPAIGN, why=WHY, actor=city.actor("li"), at=NOW
        )


def test_what_was_asked_follows_when_problems_become_one_and_the_older_stands(
    city: City, problems: tuple[Problem, Problem]
) -> None:
    kept, gone = problems
    older = ask(city, gone)
    newer = ask(city, kept)
    alone = ask(city, gone, Goal.CONSULTATION)
    actions.join(into=kept.pk, gone=gone.pk, actor=city.actor("li"), at=NOW)
    found = proposing.of_problem(kept)
    assert {one.pk for one in found if one.ended_at is None} == {older.pk, alone.pk}
    assert {one.pk for one in found if one.ended_at} == {newer.pk}
