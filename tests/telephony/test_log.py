"""How the calls of a day were answered, after the standard's fifteen seconds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.telephony import actions, log
from huiying.telephony.log import Wanted
from huiying.telephony.models import Call
from huiying.telephony.refusals import NotAtTelephone
from huiying.telephony.rules.service import Service
from tests.city import NOW, City
from tests.telephony.conftest import NUMBER, Tell, sit

TODAY = NOW.date()
DAY = Wanted(TODAY, TODAY)


def rung(tell: Tell, name: str, *, after: int | None, talk: int = 60, **more: Any) -> Call:
    """A call of today that is answered after some seconds; None: it rings out after thirty."""
    call = tell("ringing", call=name, number=NUMBER, extension="8001", **more)
    if after is None:
        return tell("missed", NOW + timedelta(seconds=30), call=name)
    tell("answered", NOW + timedelta(seconds=after), call=name, extension="8001")
    tell("ended", NOW + timedelta(seconds=after + talk), call=name)
    return Call.objects.get(pk=call.pk)


@pytest.fixture
def busy(city: City, tell: Tell) -> City:
    """Four calls: answered at once, at fifteen seconds, at sixteen, and never."""
    sit(city)
    for name, after in (("c1", 3), ("c2", 15), ("c3", 16), ("c4", None)):
        rung(tell, name, after=after, talk=100 - int(name[1]) * 10)
    return city


def names(city: City, **wanted: Any) -> list[str]:
    found = log.calls(city.actor("wang"), Wanted(TODAY, TODAY, **wanted))
    return [call.exchange_id for call in found]


def test_fifteen_seconds_are_in_time_and_sixteen_are_not(busy: City) -> None:
    found = log.service(busy.actor("wang"), DAY)
    assert (found.total, found.answered, found.prompt, found.missed) == (4, 3, 2, 1)
    assert found.connected.share == 0.75
    assert found.wait == timedelta(seconds=34) / 3


@pytest.mark.parametrize(
    ("result", "found"),
    [
        ("", ["c1", "c2", "c3", "c4"]), ("answered", ["c1", "c2", "c3"]), ("prompt", ["c1", "c2"]),
        ("slow", ["c3"]), ("missed", ["c4"]), ("live", []), ("unwritten", ["c1", "c2", "c3"]),
    ],
)  # fmt: skip
def test_every_figure_opens_its_calls(busy: City, result: str, found: list[str]) -> None:
    assert sorted(names(busy, result=result)) == found


def test_the_longest_come_first_where_that_is_wanted(busy: City) -> None:
    assert names(busy, sort="wait") == ["c4", "c3", "c2", "c1"]
    assert names(busy, sort="talk")[:3] == ["c1", "c2", "c3"]
    assert names(busy, person=busy.people["li"].pk) == []


def test_a_day_ends_at_midnight_here_and_calls_out_are_apart(busy: City, tell: Tell) -> None:
    before = Wanted(TODAY - timedelta(days=1), TODAY - timedelta(days=1))
    assert not log.calls(busy.actor("wang"), before).exists()
    tell("ringing", call="c9", number=NUMBER, direction="out")
    assert names(busy, out=True) == ["c9"]
    assert log.service(busy.actor("wang"), DAY).total == 4


def test_a_case_is_named_to_those_who_may_see_it(busy: City) -> None:
    case = busy.receive()
    Call.objects.filter(exchange_id="c1").update(case=case)
    wang = busy.actor("wang")
    rows = list(log.calls(wang, DAY))
    assert [line.case for line in log.lines_of(wang, rows) if line.call.case_id] == [case.number]
    nobody = log.lines_of(busy.actor("nobody"), rows)
    assert [line.case for line in nobody if line.call.case_id] == [""]


def test_who_answers_no_calls_reads_no_log(busy: City) -> None:
    for name in ("chen", "ma"):
        with pytest.raises(NotAtTelephone):
            log.calls(busy.actor(name), DAY)
        with pytest.raises(NotAtTelephone):
            log.service(busy.actor(name), DAY)


def test_a_wiped_number_leaves_the_figures_as_they_were(busy: City) -> None:
    before = log.service(busy.actor("wang"), DAY)
    assert actions.forget(NOW + timedelta(days=200)) == 4
    assert log.service(busy.actor("wang"), DAY) == before


@given(answered=st.integers(0, 10**6), missed=st.integers(0, 10**6), live=st.integers(0, 99))
def test_too_few_is_only_said_when_it_is_sure(answered: int, missed: int, live: int) -> None:
    found = Service(answered, 0, missed, live, None)
    assert found.total == answered + missed + live
    if found.too_few_connected:
        assert found.connected.share is not None
        assert found.connected.share < 0.95
    if not answered + missed:
        assert found.connected.share is None
        assert not found.too_few_connected
