"""郭涛 connects another system and sees whether it is reached."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from huiying.webhooks import sending
from huiying.webhooks.models import Delivery, Webhook
from huiying.webhooks.signing import secret_of
from tests.city import City, later
from tests.console.conftest import Desk
from tests.console.rows import constant

pytestmark = pytest.mark.django_db
PAGE = "/desk/webhooks/"


class Other(HTTPServer):
    """The other system; ``status`` is what it answers."""

    status = 200
    received = 0


class _Listens(BaseHTTPRequestHandler):
    server: Other

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received += 1
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def other(settings: Settings) -> Iterator[Other]:
    settings.INNER_NETS = (ipaddress.ip_network("127.0.0.0/8"),)
    with Other(("127.0.0.1", 0), _Listens) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def add(desk: Desk, city: City, url: str, scope: str = "steps", who: str = "guo") -> Any:
    sent = {"url": url, "person": city.people["he"].pk, "scope": scope}
    return desk(who).post(PAGE, sent)


def here(server: Other) -> str:
    return f"http://127.0.0.1:{server.server_port}/in?key=geheim"


def deliver(hours: float) -> None:
    at = later(hours=hours)
    sending.run_due(at)
    for ident in Delivery.objects.filter(status="waiting").values_list("pk", flat=True):
        sending.send.func(ident)


def test_the_secret_is_shown_once_and_the_key_in_the_address_never(
    city: City, desk: Desk, other: Other
) -> None:
    page = add(desk, city, here(other)).content.decode()
    row = Webhook.objects.get()
    assert secret_of(row.salt) in page
    assert "Closed" in row.events
    again = desk("guo").get(PAGE).content.decode()
    assert "whsec_" not in again
    assert "geheim" not in again
    assert f"127.0.0.1:{other.server_port}/in" in again


def test_the_log_says_what_arrived_and_what_did_not(city: City, desk: Desk, other: Other) -> None:
    add(desk, city, here(other), "all")
    hook = Webhook.objects.get()
    city.receive()
    deliver(1)
    assert other.received == 1
    other.status = 500
    city.receive(title="第二件", at=later(hours=1))
    deliver(2)
    page = desk("guo").get(f"{PAGE}{hook.pk}/").content.decode()
    assert re.search(r"已送达.*", page)
    assert "对方没有接受" in page
    assert "500" in page
    waiting = desk("guo").get(f"{PAGE}{hook.pk}/?status=waiting").content.decode()
    assert waiting.count("data-row") == 1


def test_what_was_given_up_is_sent_again_and_goes_on(city: City, desk: Desk, other: Other) -> None:
    add(desk, city, here(other), "all")
    hook = Webhook.objects.get()
    city.receive()
    sending.run_due(later(hours=1))
    Delivery.objects.update(status="given_up")
    Webhook.objects.update(active=False)
    client = desk("guo")
    assert "已停" in client.get(PAGE).content.decode()
    one = Delivery.objects.get()
    client.post(f"{PAGE}{hook.pk}/again/{one.pk}/")
    sending.send.func(one.pk)
    assert (Delivery.objects.get().status, other.received) == ("done", 1)
    assert Webhook.objects.get().active


def test_an_end_is_an_end_and_the_log_stays(city: City, desk: Desk, other: Other) -> None:
    add(desk, city, here(other))
    hook = Webhook.objects.get()
    desk("guo").post(f"{PAGE}{hook.pk}/end/")
    page = desk("guo").get(f"{PAGE}{hook.pk}/").content.decode()
    assert "结束时间" in page
    assert "结束推送" not in page


def test_our_own_net_is_refused_unless_it_is_allowed(
    city: City, desk: Desk, settings: Settings
) -> None:
    for url in ("http://127.0.0.1/in", "http://10.20.0.5:8080/in", "http://example.cn:8080/"):
        answer = add(desk, city, url)
        assert answer.status_code == 422
        assert f"不能推送到 {url}" in answer.content.decode()
    settings.INNER_NETS = (ipaddress.ip_network("10.20.0.0/16"),)
    assert add(desk, city, "http://10.20.0.5:8080/in").status_code == 200
    assert add(desk, city, "http://127.0.0.1:8080/in").status_code == 422
    assert Webhook.objects.count() == 1


@pytest.mark.parametrize("who", ["zhou", "he", "chen", "lin"])
def test_only_an_administrator_connects_systems(
    city: City, desk: Desk, other: Other, who: str
) -> None:
    assert add(desk, city, here(other), who=who).status_code == 403
    assert desk(who).get(PAGE).status_code == 403
    assert not Webhook.objects.exists()


def test_a_webhook_that_is_none_is_said_to_be_none(city: City, desk: Desk) -> None:
    answer = desk("guo").get(f"{PAGE}77/")
    assert (answer.status_code, "没有推送 77" in answer.content.decode()) == (404, True)


def test_queries_do_not_grow_with_the_webhooks(city: City, desk: Desk, other: Other) -> None:
    constant(desk("guo"), PAGE, lambda: add(desk, city, here(other)), more=6)
