"""The exchange's door: who may speak, how it says no, and the reference client against it."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from huiying.telephony import queries
from huiying.telephony.models import Call, Recall
from huiying.telephony.rules.signing import signature
from scripts import telephony_client
from tests.city import City, build
from tests.telephony.conftest import NUMBER, SECRET, Tell, message, sit

DOOR = "/telephony/v1/events"


Answer = tuple[int, dict[str, object]]


def post(client: Client, body: bytes, secret: str = SECRET, header: str | None = None) -> Answer:
    signed = signature(secret, int(timezone.now().timestamp()), body)
    answer = client.post(
        DOOR, body, content_type="application/json",
        headers={"Huiying-Signature": signed if header is None else header},
    )  # fmt: skip
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, json.loads(answer.content)


def test_a_message_is_created_once_and_known_afterwards(city: City, client: Client) -> None:
    body = message("ringing", timezone.now(), "e1", number=NUMBER)
    assert post(client, body) == (201, {"call": "c1", "state": "ringing", "new": True})
    assert post(client, body) == (200, {"call": "c1", "state": "ringing", "new": False})
    status, told = post(client, message("ended", timezone.now(), "e1"))
    assert (status, told["code"]) == (409, "event_changed")


def test_who_cannot_sign_learns_nothing_and_changes_nothing(city: City, client: Client) -> None:
    body = message("ringing", timezone.now(), "e1", number=NUMBER)
    for header in ("", "t=1,v1=x", "v1=x", "t=x", "t=1"):
        assert post(client, body, header=header)[0] == 401
    assert post(client, body, secret="x" * 40)[0] == 401
    old = signature(SECRET, int(timezone.now().timestamp()) - 400, body)
    assert post(client, body, header=old)[1]["code"] == "signature_expired"
    assert not Call.objects.exists()


def test_bad_messages_are_told_what_is_wrong(city: City, client: Client) -> None:
    status, told = post(client, b"{}")
    assert (status, told["code"]) == (422, "bad_event")
    assert "call" in str(told["detail"])
    assert post(client, b"x" * 20_000)[0] == 413
    assert client.get(DOOR).status_code == 405


def test_where_no_exchange_is_connected_there_is_no_door(
    city: City, client: Client, settings: Settings
) -> None:
    settings.TELEPHONY_SECRET = ()
    assert post(client, b"{}")[0] == 404


def test_asking_whether_it_rings_is_one_query(city: City, tell: Tell) -> None:
    sit(city)
    tell("ringing", number=NUMBER, extension="8001")
    wang = city.actor("wang")
    with CaptureQueriesContext(connection) as asked:
        assert queries.ringing(wang, timezone.now()) is None  # long ago by today's clock
    assert len(asked) == 1


@pytest.mark.django_db(transaction=True)
def test_the_reference_client_plays_an_exchange_against_a_running_server(
    live: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sit(build())
    ended = telephony_client.main(["--url", live, "--secret", SECRET, "--number", NUMBER])
    assert ended == 0, capsys.readouterr().out
    answered = Call.objects.exclude(answered_at=None).get()
    missed = Call.objects.get(answered_at=None)
    assert (answered.state, missed.state) == ("ended", "missed")
    assert answered.recording.endswith(f"{answered.exchange_id}.mp3")
    assert Recall.objects.get().state == "done"
