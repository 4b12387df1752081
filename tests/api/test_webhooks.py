"""Webhooks: what is told to whom, signed, tried again, given up, sent again; nothing of our own."""

from __future__ import annotations

import hmac
import json
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from huiying.files import fetching
from huiying.files.fetching import Target
from huiying.journal.queries import head_id
from huiying.webhooks import sending
from huiying.webhooks.models import Delivery, Webhook
from tests.api.conftest import Calls
from tests.api.test_cases import problem
from tests.city import City

Made = Callable[..., Calls]
TASK, SEND, LOOK_AT = sending.send, sending.send.func, fetching.look_at


class Receiver:
    """Another system: what came, and what it answers."""

    def __init__(self) -> None:
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.status = 200
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.came.append((dict(self.headers), body))
                self.send_response(receiver.status)
                self.send_header("Location", "http://127.0.0.1/elsewhere")
                self.end_headers()

            def log_message(self, *_args: Any) -> None:
                """Quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def items(self) -> list[dict[str, Any]]:
        return [item for _headers, body in self.came for item in json.loads(body)["items"]]


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A receiver that passes for one of the open internet."""
    made = Receiver()

    def look_at(url: str, **_more: Any) -> Target:
        return Target(url, False, "hooks.example.cn", made.server.server_port, "127.0.0.1", "/in")

    monkeypatch.setattr(fetching, "look_at", look_at)
    yield made
    made.server.shutdown()
    made.server.server_close()
    made.thread.join()


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is handed to the queue runs at once."""
    monkeypatch.setattr(sending, "send", SimpleNamespace(enqueue=SEND))


def subscribe(calls: Made, **more: Any) -> dict[str, Any]:
    sent = {"url": "https://hooks.example.cn/in", "person": "zhao"} | more
    answer = calls("guo").post("/webhooks", sent)
    assert answer.status_code == 201, answer.content.decode()
    told: dict[str, Any] = answer.json()
    return told


def work(**later: float) -> None:
    """The clock's work, now or later, until nothing is left to do."""
    while sending.run_due(timezone.now() + timedelta(**later)):
        pass


def test_what_happens_is_told_once_in_order_and_signed(
    city: City, calls: Made, receiver: Receiver
) -> None:
    city.receive()
    hook = subscribe(calls)
    number = city.receive().number
    work()
    work()
    assert [(i["event"], i["case"]) for i in receiver.items()] == [
        ("Received", number), ("Filed", number),
    ]  # fmt: skip
    headers, body = receiver.came[0]
    moment, given = (part.partition("=")[2] for part in headers["Huiying-Signature"].split(","))
    own = hmac.new(hook["secret"].encode(), f"{moment}.".encode() + body, sha256).hexdigest()
    assert (own, len(receiver.came)) == (given, 1)
    assert "words" not in receiver.items()[0]["data"]
    log = calls("guo").get(f"/webhooks/{hook['id']}/deliveries").json()["items"]
    assert [(d["status"], d["answer"], d["lines"], d["tries"]) for d in log] == [
        ("done", 200, 2, 1),
    ]  # fmt: skip


def test_a_webhook_tells_what_its_person_may_see_and_what_was_asked_for(
    city: City, calls: Made, receiver: Receiver
) -> None:
    subscribe(calls, person="ma")
    subscribe(calls, events=["Filed"])
    city.receive()
    work()
    assert [item["event"] for item in receiver.items()] == ["Filed"]
    assert set(Webhook.objects.values_list("position", flat=True)) == {head_id()}


def test_who_lost_the_post_is_told_nothing_more_even_of_what_waits(
    city: City, calls: Made, receiver: Receiver
) -> None:
    subscribe(calls)
    receiver.status = 500
    city.receive()
    work()
    city.people["zhao"].posts.all().delete()
    receiver.came.clear()
    receiver.status = 200
    work(minutes=1)
    assert receiver.items() == []


def test_a_receiver_that_fails_is_tried_again_later_and_nothing_overtakes(
    city: City, calls: Made, receiver: Receiver
) -> None:
    hook = subscribe(calls)
    receiver.status = 503
    first = city.receive().number
    work()
    second = city.receive().number
    work()
    assert len(receiver.came) == 1
    receiver.status = 204
    work(seconds=11)
    work(seconds=12)
    cases = [item["case"] for item in receiver.items()]
    assert cases == [first, first, first, first, second, second]
    assert [headers["Huiying-Attempt"] for headers, _body in receiver.came] == ["1", "2", "1"]
    log = calls("guo").get(f"/webhooks/{hook['id']}/deliveries").json()["items"]
    assert [(d["status"], d["tries"]) for d in log] == [("done", 1), ("done", 2)]


def test_a_redirect_is_not_followed(city: City, calls: Made, receiver: Receiver) -> None:
    subscribe(calls)
    receiver.status = 302
    city.receive()
    work()
    found = Delivery.objects.get()
    assert (found.status, found.answer, bool(found.problem)) == ("waiting", 302, True)


def test_a_webhook_that_never_answers_is_given_up_and_goes_on_when_sent_again(
    city: City, calls: Made, receiver: Receiver
) -> None:
    hook = subscribe(calls)
    receiver.status = 500
    city.receive()
    for days in range(12):
        work(days=days)
    guo = calls("guo")
    row = guo.get(f"/webhooks/{hook['id']}/deliveries").json()["items"][0]
    assert (row["status"], row["tries"]) == ("given_up", len(sending.WAITS) + 1)
    assert guo.get("/webhooks").json()[0]["active"] is False
    later = city.receive().number
    work(days=13)
    assert len(receiver.came) == row["tries"]

    receiver.status = 200
    again = guo.post(f"/webhooks/{hook['id']}/deliveries/{row['id']}/replay")
    assert again.json()["status"] == "waiting"
    work()
    work()
    assert receiver.items()[-1]["case"] == later
    assert set(Delivery.objects.values_list("status", flat=True)) == {"done"}


def test_an_ended_webhook_sends_nothing_and_cannot_be_sent_again(
    city: City, calls: Made, receiver: Receiver
) -> None:
    hook, guo = subscribe(calls), calls("guo")
    receiver.status = 500
    city.receive()
    work()
    assert guo.post(f"/webhooks/{hook['id']}/end").json()["active"] is False
    city.receive()
    work(days=3)
    assert len(receiver.came) == 1
    path = f"/webhooks/{hook['id']}/deliveries/{Delivery.objects.get().pk}/replay"
    problem(guo.post(path), 422, "webhook_ended")


def test_a_delivery_whose_worker_died_is_sent_after_all(
    city: City, calls: Made, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(calls)
    city.receive()
    with monkeypatch.context() as died:
        died.setattr(sending, "send", SimpleNamespace(enqueue=lambda _ident: None))
        assert sending.run_due(timezone.now()) == 1
    work(seconds=30)
    assert receiver.came == []
    work(minutes=3)
    assert len(receiver.came) == 1


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://localhost/", "https://10.0.0.8/in", "http://169.254.169.254/",
     "http://[::1]/", "ftp://example.cn/", "https://user:pw@example.cn/", "http://0x7f.1/"],
)  # fmt: skip
def test_nothing_of_our_own_can_be_a_receiver(calls: Made, url: str) -> None:
    problem(
        calls("guo").post("/webhooks", {"url": url, "person": "zhao"}), 422, "bad_webhook_address"
    )
    assert not Webhook.objects.exists()


def test_an_address_that_moved_inside_is_not_reached(
    city: City, calls: Made, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(calls)
    city.receive()
    monkeypatch.setattr(fetching, "look_at", LOOK_AT)
    Webhook.objects.update(url="http://127.0.0.1/in")
    work()
    assert receiver.came == []
    assert Delivery.objects.get().answer is None


def test_webhooks_are_for_administrators(calls: Made, receiver: Receiver) -> None:
    hook = subscribe(calls)
    wang = calls("wang")
    problem(wang.get("/webhooks"), 403, "not_administrator")
    sent = {"url": "https://hooks.example.cn/", "person": "wang"}
    problem(wang.post("/webhooks", sent), 403, "not_administrator")
    problem(wang.get(f"/webhooks/{hook['id']}/deliveries"), 403, "not_administrator")
    problem(wang.post(f"/webhooks/{hook['id']}/end"), 403, "not_administrator")
    guo = calls("guo")
    problem(guo.post("/webhooks/987/end"), 404, "no_such_webhook")
    problem(guo.get("/webhooks/987/deliveries"), 404, "no_such_webhook")
    problem(guo.post(f"/webhooks/{hook['id']}/deliveries/9/replay"), 404, "no_such_delivery")
    problem(guo.post("/webhooks", sent | {"person": "nobody here"}), 404, "no_such_person")


def test_the_clock_asks_little_when_there_is_nothing_to_tell(
    city: City, calls: Made, receiver: Receiver, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(3):
        sending.run_due(timezone.now())
    subscribe(calls)
    work()
    with django_assert_max_num_queries(4):
        sending.run_due(timezone.now())


def test_the_queue_of_the_house_carries_it_once(
    city: City, calls: Made, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "send", TASK)
    subscribe(calls)
    city.receive()
    assert [sending.run_due(timezone.now()) for _second in range(3)] == [1, 0, 0]
    task = DBTaskResult.objects.get()
    assert task.task_path == "huiying.webhooks.sending.send"
    task.task.call(*task.args_kwargs["args"])
    assert len(receiver.came) == 1


def test_the_log_is_kept_for_a_season_and_what_waits_longer(
    city: City, calls: Made, receiver: Receiver
) -> None:
    subscribe(calls)
    city.receive()
    work()
    receiver.status = 500
    city.receive()
    work()
    assert sending.forget_old(timezone.now()) == 0
    assert sending.forget_old(timezone.now() + timedelta(days=91)) == 1
    assert Delivery.objects.get().status == "waiting"
