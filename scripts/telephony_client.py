"""A reference client for telephone exchanges: plays whole calls against a running Huiying.

    python scripts/telephony_client.py --url https://12345.example.cn --secret … --extension 8001

It needs nothing but Python: copy it, or read it to see what an exchange has to send and when.
Every answer is printed; it ends with 1 when one of them is not what the documentation promises.
"""

from __future__ import annotations

import argparse
import hmac
import json
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4


@dataclass
class Exchange:
    """Speaks for an exchange; ``answers`` keeps (what was told, HTTP status, body)."""

    url: str
    secret: str
    answers: list[tuple[str, int, dict[str, Any]]] = field(default_factory=list)

    def tell(
        self, kind: str, call: dict[str, str], *, ident: str = "", recording: str = ""
    ) -> tuple[int, dict[str, Any]]:
        """Send one event; sent again with the same ``ident`` and words it changes nothing."""
        said: dict[str, Any] = {
            "id": ident or f"evt-{uuid4().hex}",
            "type": kind,
            "at": datetime.now(UTC).isoformat(),
            "call": call,
        }
        if recording:
            said["recording"] = recording
        return self.send(json.dumps(said).encode(), kind)

    def send(
        self, body: bytes, what: str, *, header: str | None = None
    ) -> tuple[int, dict[str, Any]]:
        """POST a body with its signature: HMAC-SHA256 of the time, a dot and the bytes sent."""
        moment = int(time.time())
        signed = hmac.new(self.secret.encode(), f"{moment}.".encode() + body, sha256).hexdigest()
        request = urllib.request.Request(  # noqa: S310 (the address is the caller's)
            f"{self.url.rstrip('/')}/telephony/v1/events",
            data=body,
            headers={
                "Content-Type": "application/json",
                "Huiying-Signature": f"t={moment},v1={signed}" if header is None else header,
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            status, text = refused.code, refused.read()
        told: dict[str, Any] = json.loads(text)
        self.answers.append((what, status, told))
        return status, told


def answered(exchange: Exchange, number: str, extension: str) -> str:
    """A call that is answered, ends and was recorded; its "ended" is told twice. The call's id."""
    ident = f"call-{uuid4().hex[:12]}"
    call = {"id": ident, "direction": "in", "number": number, "extension": extension}
    exchange.tell("call.ringing", call)
    exchange.tell("call.answered", call)
    end = json.dumps({
        "id": f"evt-{uuid4().hex}", "type": "call.ended",
        "at": datetime.now(UTC).isoformat(), "call": call,
    }).encode()  # fmt: skip
    exchange.send(end, "call.ended")
    exchange.send(end, "call.ended")
    exchange.tell("call.recorded", call, recording=f"https://recordings.example.cn/{ident}.mp3")
    return ident


def missed(exchange: Exchange, number: str, extension: str) -> str:
    """A call nobody answers; "missed" arrives before "ringing" does. The call's id."""
    ident = f"call-{uuid4().hex[:12]}"
    call = {"id": ident, "direction": "in", "number": number, "extension": extension}
    exchange.tell("call.missed", {"id": ident})
    exchange.tell("call.ringing", call)
    return ident


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Plays telephone calls against Huiying")
    parser.add_argument("--url", required=True, help="where Huiying answers")
    parser.add_argument("--secret", required=True, help="as in HUIYING_TELEPHONY_SECRET")
    parser.add_argument("--number", default="19900001111", help="who calls")
    parser.add_argument("--extension", default="8001", help="where it rings")
    given = parser.parse_args(arguments)
    exchange = Exchange(given.url, given.secret)
    missed(exchange, given.number, given.extension)
    answered(exchange, given.number, given.extension)
    exchange.send(b"{}", "unsigned", header="")
    expected = [201, 201, 201, 201, 201, 200, 201, 401]
    for what, status, told in exchange.answers:
        print(f"{what:14} {status} {json.dumps(told, ensure_ascii=False)}")
    return 0 if [status for _what, status, _told in exchange.answers] == expected else 1


if __name__ == "__main__":
    sys.exit(main())
