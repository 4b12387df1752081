"""A client of GeoReport v2: asks a foreign server and says plainly what went wrong.

Only addresses that `fetching.look_at` allows are reached; redirects are not followed, so that a key
or a name never travels to somebody else.
"""

from __future__ import annotations

import http.client
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.translation import gettext_noop as _

from huiying.cases import people
from huiying.files import fetching, reaching
from huiying.files.fetching import NotFetched
from huiying.relay.models import Server
from huiying.relay.rules import reading
from huiying.relay.rules.reading import Unreadable

MOST = 4 * 1024 * 1024  # bytes of an answer
SLOW_DOWN = (408, 425, 429)
Pairs = Sequence[tuple[str, str]]

NO_ANSWER = _("对方没有正常应答")
BUSY = _("对方忙或出错，稍后再试")
REFUSED = _("对方没有接受")
NOT_UNDERSTOOD = _("看不懂对方的回答")
NOT_THERE = _("对方没有这一件")
UNSURE = _("对方可能已经收到，但无法查证；请与对方核对后再决定是否再发")


class Trouble(Exception):
    """A question that got no good answer.

    ``final``: asking again will not help. ``doubt``: the other side may have taken it all the same.
    ``said``: its own words.
    """

    def __init__(
        self, problem: str, said: str = "", *, final: bool = False, doubt: bool = False,
        status: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__(problem)
        self.problem, self.said, self.final, self.doubt = problem, said, final, doubt
        self.status = status


@dataclass(frozen=True, slots=True)
class Door:
    """A foreign server, ready to be asked."""

    endpoint: str
    jurisdiction: str = ""
    key: str = ""
    form: str = "json"

    def __repr__(self) -> str:
        return f"Door({self.endpoint})"  # never the key into a log

    def services(self) -> list[reading.Offer]:
        return reading.offers(self._get("services"))

    def questions(self, code: str) -> list[reading.Question]:
        return reading.questions(self._get(f"services/{quote(code, safe='')}"))

    def token(self, token: str) -> reading.Made | None:
        """The number for a token, None while there is none."""
        try:
            return reading.made(self._get(f"tokens/{quote(token, safe='')}"))
        except Unreadable:
            return None

    def request(self, number: str) -> reading.Standing:
        """How one request stands."""
        found = reading.standings(self._get(f"requests/{quote(number, safe='')}"))
        for one in found:
            if one.number == number or len(found) == 1:
                return one
        raise Trouble(NOT_THERE)

    def requests(self, code: str, start: datetime, end: datetime) -> list[reading.Standing]:
        """The requests of a service in a span."""
        asked = [
            ("service_code", code),
            ("start_date", start.isoformat(timespec="seconds")),
            ("end_date", end.isoformat(timespec="seconds")),
        ]
        return reading.standings(self._get("requests", asked))

    def words(self, start: datetime, end: datetime) -> list[reading.Word]:
        """The updates of a span; none where the server does not know this extension."""
        asked = [
            ("start_date", start.isoformat(timespec="seconds")),
            ("end_date", end.isoformat(timespec="seconds")),
        ]
        try:
            return reading.words(self._get("servicerequestupdates", asked))
        except Trouble as trouble:
            if trouble.final:
                return []
            raise

    def send(self, fields: Pairs, once: str) -> reading.Made:
        """POST a service request; ``once`` lets a server that knows it take it only once."""
        given = [*fields, ("api_key", self.key), ("jurisdiction_id", self.jurisdiction)]
        body = urlencode([pair for pair in given if pair[1]]).encode()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "Idempotency-Key": once,
        }
        found = self._ask("POST", f"requests.{self.form}", body, headers)
        try:
            return reading.made(found)
        except Unreadable:
            raise Trouble(NOT_UNDERSTOOD, doubt=True) from None

    def _get(self, path: str, asked: Pairs = ()) -> Any:
        given = [*asked, ("jurisdiction_id", self.jurisdiction)]
        query = urlencode([pair for pair in given if pair[1]])
        return self._ask("GET", f"{path}.{self.form}" + (f"?{query}" if query else ""), None, {})

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Any:
        accept = "application/json" if self.form == "json" else "text/xml, application/xml"
        sent = {"User-Agent": "Huiying", "Accept": accept, **headers}
        try:
            target = fetching.look_at(f"{self.endpoint}/{path}", inner=settings.INNER_NETS)
            reply = reaching.exchange(target, method, body, sent, most=MOST)
        except NotFetched as refused:
            raise Trouble(str(refused.params["why"])) from None
        except reaching.NotSent:
            raise Trouble(NO_ANSWER) from None
        except (OSError, http.client.HTTPException, ValueError):
            raise Trouble(NO_ANSWER, doubt=True) from None
        return _read(reply)


def _read(reply: reaching.Reply) -> Any:
    status = reply.status
    if not 200 <= status < 300:
        said = reading.problem(reply.body[:20_000])
        if status >= 500 or status in SLOW_DOWN:
            doubt = status >= 500
            raise Trouble(BUSY, said or f"HTTP {status}", doubt=doubt, status=status)
        raise Trouble(REFUSED, said or f"HTTP {status}", final=True, status=status)
    if len(reply.body) > MOST:
        raise Trouble(NOT_UNDERSTOOD, doubt=True)
    try:
        return reading.tree(reply.body)
    except Unreadable:
        raise Trouble(NOT_UNDERSTOOD, doubt=True) from None


def door_of(server: Server) -> Door:
    """The way to a server, its key opened for this moment."""
    return Door(
        server.endpoint, server.jurisdiction, people.open_key(server.key_sealed), server.form
    )
