"""A person at a browser, as far as the server can tell: sessions, CSRF, forms."""

from __future__ import annotations

import http.client
import re
import socket
import threading
import time
from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import uuid4

PASSWORD = "bench-password-2026"  # noqa: S105 (of people who live for one benchmark)

SESSIONS: dict[tuple[int, str], dict[str, str]] = {}
SIGNING_IN = threading.Lock()


class WrongAnswer(Exception):
    """The server did not do what it was asked."""


class Browser:
    """One keep-alive connection with one person's session."""

    def __init__(self, port: int, username: str) -> None:
        self.port, self.username = port, username
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.connection.connect()
        # Headers and body go in two packets: without this each form waits 40 ms for an ACK.
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.cookies: dict[str, str] = {}

    def sign_in(self) -> Browser:
        """Sign in, or join the session the person has: one who works in several tabs.

        Sign-in is limited by address, and is not what is measured.
        """
        with SIGNING_IN:
            if not (known := SESSIONS.get((self.port, self.username))):
                self._sign_in()
                known = SESSIONS[self.port, self.username] = dict(self.cookies)
        self.cookies = dict(known)
        return self

    def _sign_in(self) -> None:
        self.get("/account/login/")
        status, _where, _body = self.post(
            "/account/login/", {"login": self.username, "password": PASSWORD}
        )
        if status != 302 or "sessionid" not in self.cookies:
            raise WrongAnswer(f"{self.username} could not sign in: {status}")

    def get(self, path: str) -> tuple[int, str, bytes]:
        try:
            return self._ask("GET", path, None)
        except http.client.RemoteDisconnected:  # idle too long: the server hung up
            self.connection.close()
            return self._ask("GET", path, None)

    def post(self, path: str, fields: Mapping[str, object]) -> tuple[int, str, bytes]:
        return self._ask("POST", path, urlencode(fields, doseq=True))

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str, bytes]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["X-CSRFToken"] = self.cookies.get("csrftoken", "")
            headers["Referer"] = f"http://127.0.0.1:{self.port}/"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for header in answer.headers.get_all("Set-Cookie") or ():
            name, _is, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", ""), content


Times = dict[str, list[float]]


class Life:
    """Three people who bring case after case through its whole life."""

    def __init__(self, port: int, unit: int, area: int, category: int) -> None:
        self.operator = Browser(port, "bench-operator").sign_in()
        self.dispatcher = Browser(port, "bench-dispatcher").sign_in()
        self.handler = Browser(port, "bench-handler").sign_in()
        self.unit, self.area, self.category = unit, area, category

    def create(self, times: Times) -> str:
        """Take a case in and file it; its public number."""
        fields = {
            "key": uuid4().hex, "phone": "19900001111", "name": "刘洋", "channel": "hotline",
            "kind": "complaint", "title": "路灯不亮", "level": "general",
            "body": "小区门口三盏路灯一周没亮，晚上走路害怕，希望尽快来修。", "address": "幸福里小区东门",
            "area_id": self.area, "category_id": self.category, "outcome": "file",
        }  # fmt: skip
        where = self._do(times, "create", self.operator, "/desk/operator/", fields)
        found = re.search(r"done=([A-Z0-9-]+)", where)
        if not found:
            raise WrongAnswer(f"create led to {where}")
        return found[1]

    def whole(self, times: Times) -> str:
        """create, dispatch, sign, report, call back, close."""
        number = self.create(times)
        steps: tuple[tuple[str, Browser, dict[str, object]], ...] = (
            ("dispatch", self.dispatcher, {"unit": self.unit, "level": "general", "text": ""}),
            ("sign", self.handler, {}),
            ("report", self.handler, {"text": "已更换三盏路灯，现场已恢复照明。"}),
            ("call_back", self.operator, {
                "method": "phone", "reached": "yes", "contacted": "yes", "responded": "yes",
                "solved": "yes", "satisfied": "yes", "why_not": "", "text": "",
            }),
            ("close", self.operator, {"text": ""}),
        )  # fmt: skip
        for version, (verb, who, fields) in enumerate(steps, start=1):
            given = {"version": version, "once": uuid4().hex, **fields}
            self._do(times, verb, who, f"/desk/case/{number}/{verb}/", given)
        return number

    def _do(
        self, times: Times, step: str, who: Browser, path: str, fields: Mapping[str, object]
    ) -> str:
        start = time.perf_counter()
        status, where, body = who.post(path, fields)
        times.setdefault(step, []).append((time.perf_counter() - start) * 1000)
        if status != 302:
            text = re.sub(r"<[^>]+>|\s+", " ", body.decode(errors="replace"))
            raise WrongAnswer(f"{step} answered {status}: {text[:600]}")
        return where
