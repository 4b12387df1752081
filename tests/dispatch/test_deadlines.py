"""Limits, more time and pauses: asked in time, decided by another, never counted twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.cases.models import Case
from huiying.cases.refusals import Missing, NotYours
from huiying.dispatch import actions as dispatch
from huiying.dispatch.actions.clock import resume_due
from huiying.dispatch.models import Assignment, ClockRequest
from huiying.dispatch.refusals import (
    AlreadyAsked,
    AlreadyOverdue,
    BadUntil,
    NothingAsked,
    NotSuspended,
    Paused,
    SuspendedOnce,
    TooManyExtensions,
)
from huiying.dispatch.rules.deadlines import Dues, next_due
from tests.city import LOCAL, NOW, City, build, later


@pytest.fixture
def city(db: None) -> City:
    return build()


def handled(city: City, unit: str = "lamps", who: str = "chen", **facts: Any) -> Case:
    case = city.receive(**facts)
    dispatch.dispatch(case_id=case.pk, unit_id=city.unit(unit), actor=city.actor("li"), at=NOW)
    return dispatch.sign(case_id=case.pk, actor=city.actor(who), at=later(minutes=30))


def lead(case: Case) -> Assignment:
    return Assignment.objects.get(case=case, role="lead", open=True)


def local(moment: datetime | None) -> str:
    return f"{moment.astimezone(LOCAL):%m-%d %H:%M}" if moment else ""


@pytest.mark.parametrize(
    ("facts", "sign", "resolve"),
    [
        # NOW is Tuesday 10 March, 9:00; working hours end at 18:00.
        ({}, "03-10 15:00", "03-12 18:00"),  # lamps: 4 working hours, 2 working days
        ({"category_id": None}, "03-10 15:00", "03-17 18:00"),  # general: 5 working days
        ({"category_id": None, "kind": "consultation"}, "", "03-11 18:00"),
        ({"category_id": None, "level": "urgent"}, "03-10 11:00", "03-11 09:00"),
    ],
)
def test_limits_come_from_the_policy_for_kind_category_and_level(
    city: City, facts: dict[str, Any], sign: str, resolve: str
) -> None:
    case = city.receive(**facts)
    dispatch.dispatch(case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=NOW)
    assert (local(lead(case).sign_due), local(lead(case).resolve_due)) == (sign, resolve)
    assert lead(case).policy is not None


MOMENT = st.none() | st.integers(0, 10**6).map(lambda n: NOW + timedelta(minutes=n))


@given(dues=st.builds(Dues, MOMENT, MOMENT, MOMENT, MOMENT), done=st.tuples(*[st.booleans()] * 4))
def test_the_next_limit_is_the_nearest_that_is_not_met(
    dues: Dues, done: tuple[bool, bool, bool, bool]
) -> None:
    signed, contacted, progressed, reported = done
    got = next_due(
        dues, signed=signed, contacted=contacted, progressed=progressed, reported=reported
    )
    steps = (dues.sign, dues.contact, dues.report, dues.resolve)
    waiting = [d for d, met in zip(steps, (signed, contacted, progressed, False), strict=True)
               if d and not met]  # fmt: skip
    assert got == (None if reported or not waiting else min(waiting))


def ask(city: City, case: Case, hours: float = 2, who: str = "chen") -> ClockRequest:
    return dispatch.ask_extension(
        case_id=case.pk, actor=city.actor(who), at=later(hours=hours), text="材料未到"
    )


def decide(
    city: City, case: Case, hours: float = 3, *, grant: bool = True, who: str = "li"
) -> Case:
    return dispatch.decide_extension(
        case_id=case.pk, actor=city.actor(who), at=later(hours=hours), grant=grant
    )


def test_an_extension_grants_one_original_limit_more(city: City) -> None:
    case = handled(city)
    ask(city, case)
    more = decide(city, case)
    assert local(more.due_at) == local(lead(case).resolve_due) == "03-16 18:00"
    request = ClockRequest.objects.get()
    assert (local(request.due_before), local(request.due_after)) == ("03-12 18:00", "03-16 18:00")


def test_more_time_is_asked_before_the_limit_and_may_be_granted_after_it(city: City) -> None:
    case = handled(city)
    with pytest.raises(AlreadyOverdue):
        ask(city, case, hours=24 * 5)
    ask(city, case)
    decide(city, case, hours=24 * 5)
    assert local(lead(case).resolve_due) == "03-16 18:00"


def test_two_extensions_are_granted_and_refused_ones_do_not_count(city: City) -> None:
    case = handled(city)
    for hours, grant in ((2, False), (4, True), (6, False), (8, True)):
        ask(city, case, hours)
        decide(city, case, hours + 1, grant=grant)
    with pytest.raises(TooManyExtensions):
        ask(city, case, 10)


def test_passing_a_case_on_does_not_begin_to_count_anew(city: City) -> None:
    case = handled(city, "quanhe", "zhao")
    for hours in (2, 4):
        ask(city, case, hours, "zhao")
        decide(city, case, hours + 1)
    dispatch.transfer(
        case_id=case.pk, unit_id=city.unit("xingfu"), actor=city.actor("zhao"), at=later(hours=6)
    )
    with pytest.raises(TooManyExtensions):
        ask(city, case, 7, "xu")


def test_one_request_at_a_time_and_none_decided_twice(city: City) -> None:
    case = handled(city)
    ask(city, case)
    with pytest.raises(AlreadyAsked):
        ask(city, case)
    decide(city, case)
    with pytest.raises(NothingAsked):
        decide(city, case)


def test_nobody_grants_what_they_asked_for(city: City) -> None:
    case = handled(city)
    city.people["chen"].posts.create(role="supervisor", unit=city.units["district"])
    ask(city, case)
    with pytest.raises(NotYours):
        decide(city, case, who="chen")
    pause(city, case)
    with pytest.raises(NotYours):
        agree(city, case, who="chen")


def test_a_reason_is_required(city: City) -> None:
    case = handled(city)
    with pytest.raises(Missing):
        dispatch.ask_extension(case_id=case.pk, actor=city.actor("chen"), at=later(), text=" ")
    assert not ClockRequest.objects.exists()


def pause(city: City, case: Case, days: float = 7, hours: float = 2) -> ClockRequest:
    return dispatch.ask_suspension(
        case_id=case.pk, actor=city.actor("chen"), at=later(hours=hours), text="等材料",
        until=later(hours=hours) + timedelta(days=days),
    )  # fmt: skip


def agree(city: City, case: Case, hours: float = 3, who: str = "gao", grant: bool = True) -> Case:
    return dispatch.decide_suspension(
        case_id=case.pk, actor=city.actor(who), at=later(hours=hours), grant=grant
    )


def test_a_pause_shifts_the_limit_by_the_time_it_lasts(city: City) -> None:
    case = handled(city, category_id=None, level="urgent")  # 24 hours, day and night
    pause(city, case, days=2, hours=2)  # until Thursday 11:00
    paused = agree(city, case, hours=3)  # Tuesday 12:00, 21 hours left
    assert paused.suspended_until == later(days=2, hours=2)
    assert local(paused.due_at) == local(lead(case).resolve_due) == "03-13 08:00"


def test_ending_a_pause_early_gives_back_what_was_not_used(city: City) -> None:
    case = handled(city, category_id=None, level="urgent")
    pause(city, case, days=7)
    agree(city, case, hours=3)
    again = dispatch.resume(case_id=case.pk, actor=city.actor("chen"), at=later(hours=8))
    assert again.suspended_until is None
    assert local(again.due_at) == "03-11 14:00"  # five hours later than before
    with pytest.raises(NotSuspended):
        dispatch.resume(case_id=case.pk, actor=city.actor("chen"), at=later(hours=9))


def test_a_pause_ends_by_itself_when_its_day_comes_and_only_then(city: City) -> None:
    case = handled(city)
    pause(city, case, days=7)
    due = agree(city, case).due_at
    assert resume_due(at=later(days=7)) == 0
    assert resume_due(at=later(days=7, hours=2)) == 1
    assert resume_due(at=later(days=7, hours=2)) == 0
    case.refresh_from_db()
    assert (case.suspended_until, case.due_at) == (None, due)


def test_a_pause_is_granted_once_and_no_extension_runs_in_it(city: City) -> None:
    case = handled(city)
    pause(city, case)
    agree(city, case, grant=False)
    pause(city, case, hours=4)
    agree(city, case, hours=5)
    with pytest.raises(Paused):
        ask(city, case, 6)
    dispatch.resume(case_id=case.pk, actor=city.actor("chen"), at=later(hours=7))
    with pytest.raises(SuspendedOnce):
        pause(city, case, hours=8)


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_pause_ends_after_now_and_within_a_year(city: City, days: int) -> None:
    case = handled(city)
    with pytest.raises(BadUntil):
        pause(city, case, days=days)


def test_a_pause_whose_day_has_passed_is_not_granted(city: City) -> None:
    case = handled(city)
    pause(city, case, days=0.5)
    with pytest.raises(BadUntil):
        agree(city, case, hours=24)


@pytest.mark.parametrize("who", ["wang", "chen", "wu", "he"])
def test_pauses_are_decided_by_supervisors_only(city: City, who: str) -> None:
    case = handled(city)
    pause(city, case)
    with pytest.raises(NotYours):
        agree(city, case, who=who)


def test_assisting_units_follow_the_lead_when_the_limit_moves(city: City) -> None:
    case = handled(city)
    dispatch.call_in(
        case_id=case.pk, unit_ids=[city.unit("housing")], actor=city.actor("chen"),
        at=later(hours=1), text="请协助",
    )  # fmt: skip
    ask(city, case)
    decide(city, case)
    helper = Assignment.objects.get(case=case, role="assist")
    assert helper.resolve_due == helper.next_due == lead(case).resolve_due
