"""Calls as they are told: late, twice, out of order; what is missed is called back."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.journal.queries import history
from huiying.telephony import actions, queries
from huiying.telephony.models import Call, Message, Recall
from huiying.telephony.refusals import ToldOtherwise
from huiying.telephony.rules.calls import BadEvent, State, Times, parse, state_of
from huiying.telephony.rules.signing import NotSigned, SignedTooLongAgo, check, signature
from tests.city import NOW, City, later
from tests.telephony.conftest import NUMBER, Tell, message, sit


def test_a_call_rings_is_answered_and_ends_and_its_number_is_sealed(city: City, tell: Tell) -> None:
    sit(city)
    call = tell("ringing", number=NUMBER, extension="8001")
    assert (call.state, call.person_id) == ("ringing", city.people["wang"].pk)
    assert call.number_masked == "199****1111"
    assert NUMBER.encode() not in bytes(call.number_sealed)
    assert tell("answered", later(minutes=1)).state == "answered"
    assert tell("ended", later(minutes=5)).state == "ended"
    assert [line.data["state"] for line in history("call", call.pk)] == [
        "ringing", "answered", "ended"
    ]  # fmt: skip


def test_the_same_message_told_twice_changes_nothing(city: City) -> None:
    body = message("ringing", NOW, "e1", number=NUMBER)
    assert [actions.take_message(body=body, at=NOW)[1] for _ in range(2)] == [True, False]
    assert (Call.objects.count(), Message.objects.count()) == (1, 1)
    with pytest.raises(ToldOtherwise):
        actions.take_message(body=message("ended", NOW, "e1", number=NUMBER), at=NOW)
    assert Call.objects.get().state == "ringing"


@pytest.mark.parametrize("order", sorted(permutations(("ringing", "answered", "ended"))))
def test_the_order_in_which_a_call_is_told_does_not_matter(
    order: tuple[str, ...], city: City, tell: Tell
) -> None:
    moments = {"ringing": NOW, "answered": later(minutes=1), "ended": later(minutes=5)}
    for kind in order:
        call = tell(kind, moments[kind], number=NUMBER, extension="8001")
    assert (call.state, call.first_at) == ("ended", NOW)
    assert not Recall.objects.filter(state__in=("waiting", "taken")).exists()


@pytest.mark.parametrize("order", [("ringing", "missed"), ("missed", "ringing")])
def test_a_missed_call_waits_to_be_called_back(
    order: tuple[str, ...], city: City, tell: Tell
) -> None:
    for kind in order:
        more = {"number": NUMBER} if kind == "ringing" else {}
        tell(kind, **more)
    row = Recall.objects.get()
    assert (row.state, row.missed, row.number_masked) == ("waiting", 1, "199****1111")


def test_who_hangs_up_while_it_rings_was_missed_and_a_second_time_makes_no_second_row(
    city: City, tell: Tell
) -> None:
    for call, at in (("c1", NOW), ("c2", later(hours=1))):
        tell("ringing", at, call=call, number=NUMBER)
        tell("ended", at, call=call)
    row = Recall.objects.get()
    assert (row.missed, row.first_at, row.last_at) == (2, NOW, later(hours=1))


def test_who_calls_again_and_gets_through_need_not_be_called_back(city: City, tell: Tell) -> None:
    tell("missed", number=NUMBER)
    tell("ringing", later(minutes=9), call="c2", number="199 0000 1111")
    assert Recall.objects.get().state == "waiting"
    tell("answered", later(minutes=9), call="c2")
    row = Recall.objects.get()
    assert (row.state, row.ended_at) == ("done", later(minutes=9))


def test_a_call_of_ours_and_a_withheld_number_queue_nobody(city: City, tell: Tell) -> None:
    tell("missed", number=NUMBER, direction="out")
    tell("missed", call="c2")
    assert not Recall.objects.exists()


def test_a_call_that_is_passed_on_rings_on_the_screen_of_who_has_it_now(
    city: City, tell: Tell
) -> None:
    sit(city)
    sit(city, "li", "8002")
    tell("ringing", number=NUMBER, extension="8001")
    wang, li = city.actor("wang"), city.actor("li")
    assert queries.ringing(wang, NOW) is not None
    assert queries.ringing(li, NOW) is None
    tell("ringing", number=NUMBER, extension="8002")
    assert queries.ringing(wang, NOW) is None
    found = queries.ringing(li, NOW)
    assert found is not None
    assert queries.ringing(li, later(hours=3)) is None


def test_numbers_of_calls_without_a_case_are_wiped_after_half_a_year(
    city: City, tell: Tell
) -> None:
    tell("ringing", number=NUMBER)
    tell("answered", later(minutes=1))
    assert actions.forget(later(days=179)) == 0
    assert actions.forget(later(days=181)) == 1
    call = Call.objects.get()
    assert (bytes(call.number_sealed), call.number_index, call.number_masked) == (b"", "", "")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "body"), (b"[" * 9999, "body"), (b"[]", "call"), (b'{"call": {}}', "type"),
        (b'{"call": {}, "type": 7}', "type"),
        (message("ringing", NOW, "bad id"), "id"),
        (message("ringing", NOW, "e1", call="x" * 65), "call.id"),
        (message("ringing", NOW, "e1", direction="up"), "call.direction"),
        (message("ringing", NOW, "e1", number="<script>"), "call.number"),
        (message("ringing", NOW, "e1", extension="80 01"), "call.extension"),
        (message("ringing", later(days=-8), "e1"), "at"),
        (message("ringing", later(minutes=6), "e1"), "at"),
        (message("ringing", NOW.replace(tzinfo=None), "e1"), "at"),
        (message("recorded", NOW, "e1"), "recording"),
        (message("recorded", NOW, "e1", recording="javascript:alert(1)"), "recording"),
        (message("recorded", NOW, "e1", recording="https://a:b@c.example"), "recording"),
    ],
)  # fmt: skip
def test_a_message_that_makes_no_sense_names_the_field(body: bytes, field: str) -> None:
    with pytest.raises(BadEvent) as refused:
        parse(body, NOW)
    assert refused.value.params["field"] == field


moments = st.none() | st.datetimes(timezones=st.just(UTC))


@given(moments, moments, moments)
def test_a_call_has_exactly_one_state_and_an_answered_one_is_never_missed(
    answered: datetime | None, missed: datetime | None, ended: datetime | None
) -> None:
    state = state_of(Times(answered, missed, ended))
    assert (state is State.MISSED) == (answered is None and bool(missed or ended))
    assert (state is State.ENDED) == bool(answered and ended)
    assert (state is State.RINGING) == (not answered and not missed and not ended)


@given(st.binary(max_size=60), st.text(max_size=40))
def test_only_who_knows_the_secret_is_believed_and_only_now(body: bytes, noise: str) -> None:
    header = signature("s" * 32, 1000, body)
    check(("new" * 20, "s" * 32), header, body, 1300)
    with pytest.raises(SignedTooLongAgo):
        check(("s" * 32,), header, body, 1301)
    for wrong in (noise, header + "0", signature("t" * 32, 1000, body)):
        with pytest.raises(NotSigned):
            check(("s" * 32,), wrong, body, 1000)
    with pytest.raises(NotSigned):
        check(("s" * 32,), header, body + b"x", 1000)
