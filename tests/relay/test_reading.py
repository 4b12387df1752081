"""What other cities' servers answer is read, however they write it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.relay.rules import reading, waits, wording
from huiying.relay.rules.reading import Made, Unreadable, tree
from huiying.relay.rules.wording import Known, Sending

Shared = Callable[[str], Path]


def recorded(shared_data: Shared, name: str) -> object:
    return tree(shared_data(f"open311/{name}").read_bytes())


def test_recorded_services_are_read_in_xml_and_json(shared_data: Shared) -> None:
    for name in (
        "cfa-ruby_services.xml", "open311status_services_giessen.xml",
        "open311status_service_list.json",
    ):  # fmt: skip
        found = reading.offers(recorded(shared_data, name))
        assert len(found) > 1, name
        assert all(one.code and one.name for one in found), name


def test_a_recorded_definition_is_read(shared_data: Shared) -> None:
    (one,) = reading.questions(recorded(shared_data, "cfa-ruby_service_definition.xml"))
    assert (one.code, one.datatype, one.required) == ("WHISHETN", "singlevaluelist", True)
    assert one.values == [["123", "Ford"], ["124", "Chrysler"]]


def test_recorded_requests_are_read(shared_data: Shared) -> None:
    made = reading.made(recorded(shared_data, "cfa-ruby_post_service_request.xml"))
    assert made == Made("293944")
    token = reading.made(recorded(shared_data, "cfa-ruby_request_id_from_token.xml"))
    assert token == Made("638344")
    (one,) = reading.standings(recorded(shared_data, "open311status_requests_single.xml"))
    assert (one.number, one.status, one.agency) == ("101005420892", "open", "311 Toronto")
    assert one.expected_at == datetime(2018, 8, 3, 4, 1, tzinfo=UTC)
    assert reading.standings(recorded(shared_data, "cfa-ruby_service_requests_empty.xml")) == []
    assert len(reading.standings(recorded(shared_data, "open311status_service_requests.json"))) > 1


def test_a_definition_without_an_element_around_its_attributes() -> None:
    body = (
        "<service_definition><service_code>1</service_code>"
        "<attribute><code>A</code><variable>true</variable><order>2</order></attribute>"
        "<attribute><code>B</code><variable>false</variable><order>1</order>"
        "<required>true</required></attribute></service_definition>"
    )
    found = reading.questions(tree(body.encode()))
    assert [(one.code, one.shown, one.required) for one in found] == [
        ("B", True, False), ("A", False, False),
    ]  # fmt: skip


def test_a_token_is_kept_until_there_is_a_number() -> None:
    assert reading.made(json.loads('[{"token": "abc"}]')) == Made("", "abc")
    assert reading.made([{"token": "abc", "service_request_id": 7}]) == Made("7")
    useless: tuple[object, ...] = ([], [{}], {"a": 1}, "ok", [{"service_request_id": "9" * 60}])
    for nothing in useless:
        with pytest.raises(Unreadable):
            reading.made(nothing)


def test_what_went_wrong_is_said_in_the_words_of_the_other_side() -> None:
    listed = b'[{"code": 403, "description": "bad key"}, {"code": 400, "description": "no place"}]'
    assert reading.problem(listed) == "bad key；no place"
    assert reading.problem(b"<error>Invalid api_key</error>") == "Invalid api_key"
    assert reading.problem(b"<errors><error><description>no</description></error></errors>") == "no"
    assert reading.problem(b"<html><body>Oops<p></body>") == ""


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY x "xxxxxxxx">]><services>&x;</services>'
    with pytest.raises(Unreadable):
        tree(bomb)


NAMES = st.sampled_from((
    "service_code", "requests", "service_request_id", "status", "token", "attributes", "values",
    "key", "order", "code", "update_id", "error", "description", "updated_datetime",
))  # fmt: skip
PLAIN = (
    st.none() | st.booleans() | st.integers(-9, 10**9) | st.sampled_from(["", "x", "2026-03-10"])
)
ROW = st.dictionaries(NAMES, PLAIN, max_size=4)
JSON = PLAIN | ROW | st.lists(ROW | PLAIN, max_size=3) | st.dictionaries(
    NAMES, PLAIN | st.lists(ROW | PLAIN, max_size=2), max_size=3
)  # fmt: skip


@given(JSON)
def test_nothing_another_server_writes_breaks_the_reading(told: object) -> None:
    found = tree(json.dumps(told).encode())
    reading.offers(found)
    reading.questions(found)
    reading.standings(found)
    reading.words(found)
    reading.problem(json.dumps(told).encode())
    try:
        made = reading.made(found)
    except Unreadable:
        return
    assert made.number or made.token


@given(st.binary(max_size=80))
def test_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        tree(body)
    except Unreadable:
        assert reading.problem(body) == ""


def test_a_case_becomes_the_fields_of_the_standard() -> None:
    sent = Sending(
        "001", " 路灯不亮。 ", wording.reference("QH-1"), "幸福里东门", 116.6321, 40.3161,
        {"COUNT": ["3"], "HARM": ["dark", "blink"]}, Known("刘洋", "19900001111", ""),
    )  # fmt: skip
    assert wording.fields(sent) == [
        ("service_code", "001"), ("description", "路灯不亮。 [QH-1]"),
        ("address_string", "幸福里东门"), ("lat", "40.316100"), ("long", "116.632100"),
        ("attribute[COUNT]", "3"), ("attribute[HARM][]", "dark"), ("attribute[HARM][]", "blink"),
        ("last_name", "刘"), ("first_name", "洋"), ("phone", "19900001111"),
    ]  # fmt: skip
    assert "刘洋" not in repr(Known("刘洋"))


def test_nobody_is_named_and_no_half_place_is_told_unless_it_is_known() -> None:
    names = {name for name, _value in wording.fields(Sending("1", "x", "[1]", lon=116.0))}
    assert names == {"service_code", "description"}


def test_waits_grow_and_end() -> None:
    steps = [waits.again(tries) for tries in range(1, len(waits.SENDING) + 1)]
    assert steps == sorted(steps, key=lambda wait: wait or timedelta(0))
    assert waits.again(len(waits.SENDING) + 1) is None


@given(st.integers(0, 400), st.integers(0, 500))
def test_it_is_asked_again_within_minutes_and_half_a_day(days: int, failures: int) -> None:
    wait = waits.next_ask(timedelta(days=days), failures)
    assert waits.SOON <= wait <= timedelta(hours=12)
