"""Hostile input against a running service: no answer is an error of ours, nothing is half written.

python -m bench.fuzz [--count 5000] [--seed N] [--database sqlite|postgresql]

Prints one JSON line: how often each status was answered, what went wrong, and what in the database
does not hold afterwards. The exit status is 1 when anything went wrong.
"""

from __future__ import annotations

import argparse
import http.client
import json
import sys
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from random import Random

from bench import service
from bench.client import Browser
from bench.hostile import Known, Sending, sending

CASES = 200
SHOWN = 10
SLOW = 20.0  # seconds: an answer that takes longer is a way to stop the service
QUIET = 2.0  # seconds for the background to read the rest of the journal
SLIPS = (b"Traceback (most recent", b"OperationalError", b"DataError", b"IntegrityError")
STAFF = ("bench-operator", "bench-dispatcher", "bench-handler")


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args()
    with service.scratch() as folder:
        answer = attack(folder, options.database, options.count, Random(options.seed))
    sys.stdout.write(json.dumps({"seed": options.seed} | answer, ensure_ascii=False) + "\n")
    return 0 if good(answer) else 1


def good(answer: dict[str, object]) -> bool:
    return not answer["wrong"] and not answer["unsound"] and bool(answer["answers"])


def attack(folder: Path, database: str, count: int, rng: Random) -> dict[str, object]:
    """Serve, send, stop, look."""
    with ExitStack() as stack:
        url = stack.enter_context(service.postgresql(folder)) if database == "postgresql" else ""
        environ = service.environment(folder / "home", url)
        service.command(environ, "init", "--quiet")
        service.python(environ, "bench.prepare", str(CASES))
        told = service.python(environ, "bench.sound", "open")
        known = Known(**{**told, "operations": [tuple(one) for one in told["operations"]]})
        with service.serve(folder / "home", environ) as running:
            people = {name: signed_in(running.port, name) for name in STAFF}
            answers: Counter[int] = Counter()
            wrong = []
            for number in range(count):
                one = sending(rng, known)
                status, fault = send(running.port, one, people.get(one.who), rng)
                answers[status] += 1
                if fault:
                    wrong.append(
                        f"{number}: {fault} at {one.method} {one.path[:200]} {one.body[:200]!r}"
                    )
            time.sleep(QUIET)
        checked = service.python(environ, "bench.sound", "check", str(CASES))
    return {
        "database": database, "sent": count, "answers": dict(sorted(answers.items())),
        "wrong": len(wrong), "first_wrong": wrong[:SHOWN],
    } | checked  # fmt: skip


def signed_in(port: int, name: str) -> Browser:
    """A person whose session is lent to sendings; the connection is not kept."""
    browser = Browser(port, name).sign_in()
    browser.connection.close()
    return browser


def send(port: int, one: Sending, who: Browser | None, rng: Random) -> tuple[int, str]:
    """The status, and what is wrong with the answer ("" for nothing).

    Each comes from another address of this machine, so that limits for one address do not spare
    the rest of the code.
    """
    here = f"127.{rng.randrange(1, 250)}.{rng.randrange(250)}.{rng.randrange(1, 250)}"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(here, 0))
    start = time.monotonic()
    try:
        connection.request(one.method, one.path, one.body, headers_of(one, who))
        answer = connection.getresponse()
        content = answer.read()
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as failure:
        return 0, f"no answer ({failure!r})"
    finally:
        connection.close()
    took = time.monotonic() - start
    if answer.status >= 500:
        return answer.status, f"{answer.status}"
    if any(slip in content for slip in SLIPS):
        return answer.status, "an error of ours is shown"
    if took > SLOW:
        return answer.status, f"{took:.1f} s"
    return answer.status, ""


def headers_of(one: Sending, who: Browser | None) -> dict[str, str]:
    """What a browser adds: the session, the mark against forged forms, where it comes from."""
    cookies = dict(who.cookies) if who else {"csrftoken": "a" * 32}
    usual = {
        "Cookie": "; ".join(f"{name}={text}" for name, text in cookies.items()),
        "X-CSRFToken": cookies["csrftoken"],
        "Content-Length": str(len(one.body)),
    }
    return usual | dict(one.headers)


if __name__ == "__main__":
    raise SystemExit(main())
