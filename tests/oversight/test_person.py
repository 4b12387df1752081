"""刘洋 rates the result over the network, or says that it is not solved."""

from __future__ import annotations

import pytest

from huiying.cases.models import Case
from huiying.cases.refusals import Missing, Stale
from huiying.dispatch.models import Assignment
from huiying.oversight.actions.person import (
    NotForRating,
    TooLate,
    may_rate,
    may_reopen,
    not_solved,
    rate,
)
from huiying.oversight.models import CallBack
from huiying.oversight.refusals import WhyNotMissing
from tests.city import City, build, later
from tests.console import scenes


@pytest.fixture
def city(db: None) -> City:
    return build()


def test_a_rating_is_the_call_back(city: City) -> None:
    case = scenes.reported(city)
    assert may_rate(case)
    after = rate(case=case, solved="yes", satisfied="yes", why_not="", at=later(hours=5))
    call = CallBack.objects.get()
    assert (after.state, call.method, call.by_id) == ("called_back", "web", None)


def test_a_second_click_changes_nothing(city: City) -> None:
    case = scenes.reported(city)
    same = Case.objects.get(pk=case.pk)
    rate(case=case, solved="yes", satisfied="yes", why_not="", at=later(hours=5))
    with pytest.raises(Stale):
        rate(case=same, solved="no", satisfied="no", why_not="x", at=later(hours=5))
    assert CallBack.objects.count() == 1


def test_who_is_unhappy_says_why(city: City) -> None:
    case = scenes.reported(city)
    with pytest.raises(WhyNotMissing):
        rate(case=case, solved="no", satisfied="no", why_not=" ", at=later(hours=5))


def test_nothing_is_rated_before_it_is_reported(city: City) -> None:
    case = scenes.handling(city)
    with pytest.raises(NotForRating):
        rate(case=case, solved="yes", satisfied="yes", why_not="", at=later(hours=5))


def test_not_solved_goes_back_to_the_same_unit_at_once(city: City) -> None:
    case = scenes.closed(city)
    unit = Assignment.objects.get(case=case, role="lead").unit_id
    again = not_solved(case=case, text="昨晚又不亮了", at=later(days=3))
    assert (again.state, again.lead_unit_id, again.cycle) == ("dispatched", unit, 2)
    assert again.due_at is not None


def test_a_unit_that_is_gone_leaves_it_to_the_dispatcher(city: City) -> None:
    case = scenes.closed(city)
    unit = Assignment.objects.get(case=case, role="lead").unit
    unit.active = False
    unit.save()
    from huiying.directory import queries as directory

    directory.forget()
    again = not_solved(case=case, text="昨晚又不亮了", at=later(days=3))
    assert again.state == "filed"


def test_the_window_ends(city: City) -> None:
    case = scenes.closed(city)
    assert may_reopen(case, later(days=29))
    assert not may_reopen(case, later(days=40))
    with pytest.raises(TooLate):
        not_solved(case=case, text="又不亮了", at=later(days=40))


def test_no_words_no_reopening(city: City) -> None:
    case = scenes.closed(city)
    with pytest.raises(Missing):
        not_solved(case=case, text="  ", at=later(days=3))
    case.refresh_from_db()
    assert case.state == "closed"
