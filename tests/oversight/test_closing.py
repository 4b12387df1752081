"""Closing honestly: no close without a ground, no ground without facts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.accounts.actors import Actor
from huiying.cases import actions as cases
from huiying.cases.actions import Part
from huiying.cases.models import Case
from huiying.cases.people import Contact
from huiying.cases.refusals import NotYours, OpenParts
from huiying.cases.rules.workflow import Closing
from huiying.dispatch import actions as dispatch
from huiying.dispatch.models import Assignment
from huiying.oversight import actions as oversight
from huiying.oversight.actions import Answers
from huiying.oversight.models import CallBack, Excuse, Verification
from huiying.oversight.refusals import (
    AnswersMissing,
    CheckFirst,
    ExcuseOpen,
    NotCalledBack,
    NothingToExcuse,
    NotYetExcused,
    OwnWork,
    WhyNotMissing,
)
from huiying.oversight.rules.closing import Call, Facts, closing_for, contradictions
from tests.city import City, build, later

GOOD = Answers(True, contacted=True, responded=True, solved="yes", satisfied="yes")
BAD = Answers(True, contacted=True, responded=True, solved="no", satisfied="no", why_not="没修")
AWAY = Answers(reached=False)
C = Call

TABLE: tuple[tuple[list[Call], bool, bool, Closing | None], ...] = (
    # calls, contactable, excused → ground
    ([], True, False, None),
    ([], False, False, Closing.NO_CONTACT),
    ([], True, True, None),
    ([C(True, "yes", "yes")], True, False, Closing.CALLED_BACK),
    ([C(True, "yes", "fairly")], True, False, Closing.CALLED_BACK),
    ([C(True, "yes", "no")], True, False, None),
    ([C(True, "partly", "yes")], True, False, None),
    ([C(True, "no", "yes")], True, False, None),
    ([C(True, "no", "no")], True, True, Closing.UNREASONABLE),
    ([C(True, "no", "no")], False, False, None),
    ([C(False)] * 2, True, False, None),
    ([C(False)] * 3, True, False, Closing.UNREACHABLE),
    ([C(False)] * 9, True, False, Closing.UNREACHABLE),
    ([C(True, "no", "no"), *[C(False)] * 3], True, False, None),
    ([C(True, "yes", "yes"), C(True, "no", "no")], True, False, None),
    ([C(True, "no", "no"), C(True, "yes", "yes")], True, False, Closing.CALLED_BACK),
    ([C(False), C(False), C(True, "yes", "yes")], True, False, Closing.CALLED_BACK),
)


@pytest.mark.parametrize(("calls", "contactable", "excused", "ground"), TABLE)
def test_the_facts_and_their_ground(
    calls: list[Call], contactable: bool, excused: bool, ground: Closing | None
) -> None:
    assert closing_for(Facts(calls, contactable=contactable, excused=excused)) == ground


REACHED = st.builds(
    Call, st.just(True), st.sampled_from(["yes", "partly", "no"]),
    st.sampled_from(["yes", "fairly", "no"]),
)  # fmt: skip
CALLS = st.lists(REACHED | st.just(Call(False)), max_size=6)


@given(calls=CALLS, contactable=st.booleans(), excused=st.booleans(), enough=st.integers(1, 4))
def test_a_ground_is_only_given_for_what_really_happened(
    calls: list[Call], contactable: bool, excused: bool, enough: int
) -> None:
    facts = Facts(calls, contactable=contactable, excused=excused, tries_enough=enough)
    ground = closing_for(facts)
    reached = [call for call in calls if call.reached]
    if ground == Closing.CALLED_BACK:
        assert reached
        assert reached[-1].solved == "yes"
        assert reached[-1].satisfied != "no"
    elif ground == Closing.UNREASONABLE:
        assert excused
        assert reached
    elif ground == Closing.UNREACHABLE:
        assert not reached
        assert len(calls) >= enough
    elif ground == Closing.NO_CONTACT:
        assert not contactable
        assert not reached
    else:
        assert ground is None
        assert contactable or reached


@given(calls=CALLS, contactable=st.booleans())
def test_an_unhappy_person_is_never_closed_over_by_not_reaching_them(
    calls: list[Call], contactable: bool
) -> None:
    later_tries = [*calls, Call(True, "no", "no"), *[Call(False)] * 5]
    assert closing_for(Facts(later_tries, contactable=contactable, excused=False)) is None


@pytest.mark.parametrize(
    ("call", "found"),
    [
        (C(True, "no", "yes"), ("satisfied_but_unsolved",)),
        (C(True, "yes", "no"), ("solved_but_dissatisfied",)),
        (C(True, "yes", "yes"), ()),
        (C(False), ()),
    ],
)
def test_answers_that_do_not_fit_together_are_named(call: Call, found: tuple[str, ...]) -> None:
    assert contradictions(call) == found


@pytest.fixture
def city(db: None) -> City:
    return build()


def reported(city: City, **facts: Any) -> Case:
    case = city.receive(**facts)
    ident = case.pk
    dispatch.dispatch(
        case_id=ident, unit_id=city.unit("lamps"), actor=city.actor("li"), at=later(minutes=5)
    )
    dispatch.sign(case_id=ident, actor=city.actor("chen"), at=later(hours=1))
    return dispatch.report(
        case_id=ident, actor=city.actor("chen"), at=later(hours=5), text="已更换"
    )


def call(city: City, case: Case, answers: Answers, hours: float, who: str = "wang") -> Case:
    return oversight.call_back(
        case_id=case.pk, actor=city.actor(who), at=later(hours=hours), answers=answers
    )


def close(city: City, case: Case, hours: float = 20) -> Case:
    return oversight.close(case_id=case.pk, actor=city.actor("wang"), at=later(hours=hours))


def test_two_tries_in_vain_are_not_enough_three_are(city: City) -> None:
    case = reported(city)
    for hours in (6, 7):
        call(city, case, AWAY, hours)
    with pytest.raises(NotCalledBack, match="3"):
        close(city, case)
    call(city, case, AWAY, 8)
    assert close(city, case).closing == "unreachable"


def test_who_was_reached_once_and_unhappy_does_not_become_unreachable(city: City) -> None:
    case = reported(city)
    call(city, case, BAD, 6)
    for hours in (7, 8, 9):
        call(city, case, AWAY, hours)
    with pytest.raises(NotYetExcused):
        close(city, case)


@pytest.mark.parametrize("reporter", [None, Contact("刘洋", "")])
def test_without_a_way_to_call_a_case_is_closed_and_says_so(
    city: City, reporter: Contact | None
) -> None:
    case = reported(city, reporter=reporter)
    assert close(city, case).closing == "no_contact"


def test_an_address_of_mail_is_a_way_to_ask(city: City) -> None:
    case = reported(city, reporter=Contact("刘洋", "", "liu@example.cn"))
    with pytest.raises(NotCalledBack):
        close(city, case)


def test_a_market_is_looked_at_before_anybody_is_called(city: City) -> None:
    case = reported(city, category_id=city.categories["market"].pk, reporter=None)
    with pytest.raises(CheckFirst):
        call(city, case, GOOD, 6)
    with pytest.raises(CheckFirst):
        close(city, case)
    oversight.verify(case_id=case.pk, actor=city.actor("wu"), at=later(hours=7), on_site=True)
    assert close(city, case).closing == "no_contact"


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        (Answers(True), AnswersMissing),
        (Answers(True, solved="yes"), AnswersMissing),
        (Answers(True, satisfied="yes"), AnswersMissing),
        (Answers(False, solved="yes", satisfied="yes"), AnswersMissing),
        (Answers(True, solved="no", satisfied="yes"), WhyNotMissing),
        (Answers(True, solved="partly", satisfied="yes"), WhyNotMissing),
        (Answers(True, solved="yes", satisfied="no", why_not="  "), WhyNotMissing),
    ],
)
def test_an_answer_that_is_not_whole_is_refused(
    city: City, answers: Answers, why: type[Exception]
) -> None:
    case = reported(city)
    with pytest.raises(why):
        call(city, case, answers, 6)
    assert not CallBack.objects.exists()


@pytest.mark.parametrize("verb", ["verify", "rework", "call_back"])
@pytest.mark.parametrize("how", ["signed", "of the unit"])
def test_nobody_judges_the_work_of_their_own_hands_or_house(
    city: City, verb: str, how: str
) -> None:
    case = reported(city)
    city.people["sun"].posts.create(role="supervisor", unit=city.units["district"])
    city.people["chen"].posts.create(role="supervisor", unit=city.units["district"])
    if how == "of the unit":
        city.people["sun"].posts.create(role="handler", unit=city.units["lamps"])
    who = city.actor("chen" if how == "signed" else "sun")
    common: dict[str, Any] = {"case_id": case.pk, "actor": who, "at": later(hours=6)}
    with pytest.raises(OwnWork):
        {
            "verify": lambda: oversight.verify(**common),
            "rework": lambda: oversight.rework(**common, text="没修好"),
            "call_back": lambda: oversight.call_back(**common, answers=GOOD),
        }[verb]()


def test_an_excuse_needs_a_second_person(city: City) -> None:
    case = reported(city)
    call(city, case, BAD, 6)
    propose(city, case, city.actor("zhou"))
    with pytest.raises(NotYours):
        decide(city, case, "zhou", grant=True)
    with pytest.raises(ExcuseOpen):
        close(city, case)
    decide(city, case, "gao", grant=True)
    assert close(city, case).closing == "unreasonable"


def propose(city: City, case: Case, actor: Actor) -> Excuse:
    return oversight.propose_excuse(
        case_id=case.pk, actor=actor, at=later(hours=9), text="没有事实依据"
    )


def decide(city: City, case: Case, who: str, *, grant: bool) -> Case:
    return oversight.decide_excuse(
        case_id=case.pk, actor=city.actor(who), at=later(hours=10), grant=grant
    )


def test_a_refused_excuse_closes_nothing(city: City) -> None:
    case = reported(city)
    call(city, case, BAD, 6)
    propose(city, case, city.actor("wang"))
    with pytest.raises(ExcuseOpen):
        propose(city, case, city.actor("zhou"))
    decide(city, case, "gao", grant=False)
    with pytest.raises(NotYetExcused):
        close(city, case)
    with pytest.raises(NothingToExcuse):
        decide(city, case, "gao", grant=True)


def test_what_may_be_closed_needs_no_excuse(city: City) -> None:
    case = reported(city)
    call(city, case, GOOD, 6)
    with pytest.raises(NothingToExcuse):
        propose(city, case, city.actor("zhou"))


def test_an_open_part_keeps_the_whole_open(city: City) -> None:
    case = city.receive()
    cases.split(
        case_id=case.pk, actor=city.actor("li"), at=later(minutes=1),
        parts=[Part("路灯"), Part("井盖")],
    )  # fmt: skip
    dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=later(minutes=5)
    )
    dispatch.sign(case_id=case.pk, actor=city.actor("chen"), at=later(hours=1))
    dispatch.report(case_id=case.pk, actor=city.actor("chen"), at=later(hours=5), text="已更换")
    call(city, case, GOOD, 6)
    with pytest.raises(OpenParts):
        close(city, case)


def lead(case: Case) -> Assignment:
    return Assignment.objects.get(case=case, role="lead", open=True)


def test_late_work_sent_back_gets_a_fresh_limit_and_stays_late(city: City) -> None:
    case = city.receive()
    dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=later(minutes=5)
    )
    dispatch.sign(case_id=case.pk, actor=city.actor("chen"), at=later(hours=1))
    dispatch.report(case_id=case.pk, actor=city.actor("chen"), at=later(days=7), text="已更换")
    assert lead(case).on_time is False
    back = oversight.rework(
        case_id=case.pk, actor=city.actor("wu"), at=later(days=7, hours=1), text="仍不亮"
    )
    again = lead(case)
    assert back.due_at == again.resolve_due == again.next_due
    # Two working days from a Tuesday, to the end of the day.
    assert again.resolve_due == later(days=9, hours=9)
    dispatch.report(case_id=case.pk, actor=city.actor("chen"), at=later(days=7, hours=2), text="好")
    assert (lead(case).on_time, lead(case).reworks) == (False, 1)
    assert Verification.objects.get(case=case).passed is False


def test_work_sent_back_in_time_keeps_its_limit(city: City) -> None:
    case = reported(city)
    before = lead(case).resolve_due
    back = oversight.rework(
        case_id=case.pk, actor=city.actor("wu"), at=later(hours=6), text="仍不亮"
    )
    assert (back.state, back.due_at, lead(case).resolve_due) == ("handling", before, before)


def test_sending_back_ends_an_excuse_that_waits(city: City) -> None:
    case = reported(city)
    call(city, case, BAD, 6)
    propose(city, case, city.actor("wang"))
    oversight.rework(case_id=case.pk, actor=city.actor("zhou"), at=later(hours=11), text="重办")
    assert Excuse.objects.get(case=case).status == "refused"


def test_a_case_taken_up_again_starts_a_new_cycle_and_old_answers_do_not_close_it(
    city: City,
) -> None:
    case = reported(city)
    call(city, case, GOOD, 6)
    close(city, case)
    again = oversight.reopen(
        case_id=case.pk, actor=city.actor("wang"), at=later(days=1), text="又不亮了"
    )
    assert (again.state, again.cycle, again.closing, again.due_at) == ("filed", 2, "", None)
    dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=later(days=1)
    )
    dispatch.sign(case_id=case.pk, actor=city.actor("chen"), at=later(days=1, hours=1))
    dispatch.report(case_id=case.pk, actor=city.actor("chen"), at=later(days=1, hours=2), text="好")
    with pytest.raises(NotCalledBack):
        close(city, case, 30)
    call(city, case, GOOD, 31)
    assert close(city, case, 32).closing == "called_back"
    assert list(CallBack.objects.values_list("cycle", flat=True)) == [1, 2]
    assert Assignment.objects.filter(case=case, role="lead").count() == 2
