"""The small city beside another one: 北塘区, whose GeoReport server answers as a test says."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pytest_django.fixtures import Settings

from huiying.cases.models import Case
from huiying.cases.people import seal_key
from huiying.directory import queries as directory
from huiying.files import reaching
from huiying.relay import offers, passing, sending
from huiying.relay.models import Meaning, Passing, Server, Service
from huiying.relay.passing import Wish
from tests.city import City, build, later

Answer = tuple[int, Any]


class Foreign(ThreadingHTTPServer):
    """Answers by "METHOD path" from ``answers``; keeps what it was sent in ``asked``.

    An answer of status 0 is none: the connection ends without a word.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talks)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, list[str]], dict[str, str]]] = []

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/open311/v2"

    def sent(self) -> list[dict[str, list[str]]]:
        """The requests that were posted."""
        return [fields for name, fields, _headers in self.asked if name.startswith("POST ")]


class _Talks(BaseHTTPRequestHandler):
    server: Foreign

    def do_GET(self) -> None:
        self._answer("GET", urlsplit(self.path).query)

    def do_POST(self) -> None:
        self._answer("POST", self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _answer(self, method: str, given: str) -> None:
        name = f"{method} {urlsplit(self.path).path.removeprefix('/open311/v2/')}"
        self.server.asked.append((name, parse_qs(given), dict(self.headers)))
        status, told = self.server.answers.get(name, (404, []))
        if not status:
            self.close_connection = True
            return
        body = told if isinstance(told, bytes) else json.dumps(told, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The task queue believes that it is a minute after the last claim."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(minutes=10))


@pytest.fixture
def city(db: None) -> Iterator[City]:
    yield build()
    directory.forget()


@pytest.fixture
def foreign(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Foreign]:
    monkeypatch.setattr(reaching, "CALM", 60.0)  # a busy machine is no fault of the other side
    monkeypatch.setattr(reaching, "PATIENCE", 120.0)
    settings.INNER_NETS = (ipaddress.ip_network("127.0.0.0/8"),)
    with Foreign() as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def server(city: City, foreign: Foreign) -> Server:
    """北塘区, known with two services; 路灯 is 001 there."""
    row = Server.objects.create(
        name="北塘区", endpoint=foreign.endpoint, jurisdiction="beitang.example",
        key_sealed=seal_key("geheim"), created_at=later(), next_at=later(days=1),
        read_at=later(),
    )  # fmt: skip
    lamp = Service.objects.create(server=row, code="001", name="路灯故障", group="照明")
    asks = [
        {"code": "COUNT", "text": "几盏灯", "datatype": "number", "required": True, "hint": "",
         "values": [], "shown": False},
        {"code": "HARM", "text": "有什么影响", "datatype": "multivaluelist", "required": False,
         "hint": "", "values": [["dark", "太暗"], ["blink", "闪烁"]], "shown": False},
    ]  # fmt: skip
    Service.objects.create(server=row, code="002", name="景观灯故障", questions=asks)
    Meaning.objects.create(server=row, category=city.categories["city"], service=lamp)
    return row


@pytest.fixture
def pass_on(city: City, server: Server) -> Callable[..., Passing]:
    """李强 passes a case on to 北塘区, as 路灯故障 unless said otherwise."""

    def passed(case: Case, *, by: str = "li", at: datetime | None = None, **more: Any) -> Passing:
        facts: dict[str, Any] = {
            "server_id": server.pk, "service_code": "001", "text": "幸福里东门三盏路灯不亮。",
        }  # fmt: skip
        wish = Wish(**(facts | more))
        return passing.pass_on(
            case_id=case.pk, wish=wish, actor=city.actor(by), at=at or later(minutes=1)
        )

    return passed


def run(at: datetime) -> None:
    """What the background does at a moment: claim what is due, and do one step of each."""
    due = list(Passing.objects.filter(next_at__lte=at).values_list("pk", flat=True))
    sending.run_due(at)
    for ident in due:
        sending.step(ident, at)


def read(row: Server, at: datetime) -> None:
    offers.take(row.pk, at)
