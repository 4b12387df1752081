"""Clients that write down, on disk before they go on, everything the server has accepted.

A request that got no answer is sent again as it was, with the same idempotency key or once mark,
until it is answered: as a browser's second click, or a person who presses the key again.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from bench.client import Browser, Life, Times, WrongAnswer

CLIENTS = 8
PATIENCE = 120.0  # seconds a request is repeated before its life is given up
NOT_ANY_MORE = 409  # it was done before, or somebody was quicker: the record says only "unclear"
BUSY = frozenset({500, 502, 503, 504})


class Record:
    """A file of JSON lines; a line is on the disk when ``write`` returns."""

    def __init__(self, file: Path) -> None:
        self.handle = file.open("a", encoding="utf-8")
        self.lock = threading.Lock()

    def write(self, **line: object) -> None:
        with self.lock:
            self.handle.write(json.dumps(line) + "\n")
            self.handle.flush()
            os.fsync(self.handle.fileno())


class Witness(Life):
    """A life whose every accepted step is recorded, and whose requests survive lost answers."""

    def __init__(self, port: int, where: Mapping[str, int], record: Record) -> None:
        super().__init__(port, where["unit"], where["area"], where["category"])
        self.record = record

    def _do(
        self, times: Times, step: str, who: Browser, path: str, fields: Mapping[str, object]
    ) -> str:
        end, tries = time.monotonic() + PATIENCE, 0
        while time.monotonic() < end:
            tries += 1
            try:
                status, where, body = who.post(path, fields)
            except (OSError, http.client.HTTPException):
                self._again(who, step, tries)
                continue
            if status in BUSY:
                self.record.write(said="busy", step=step, status=status, body=_words(body))
                self._again(who, step, tries)
                continue
            if status == 302 and "/account/login/" not in where:
                self._accepted(step, path, fields, where)
                return where
            if status == NOT_ANY_MORE and tries > 1:
                self.record.write(said="unclear", step=step, number=path.split("/")[3])
                return where
            raise WrongAnswer(f"{step} answered {status} {where}: {_words(body)}")
        raise WrongAnswer(f"{step} was not answered for {PATIENCE} seconds")

    def _accepted(self, step: str, path: str, fields: Mapping[str, object], where: str) -> None:
        number = where.partition("done=")[2] if step == "create" else path.split("/")[3]
        self.record.write(said="accepted", step=step, number=number, key=fields.get("key"))

    def _again(self, who: Browser, step: str, tries: int) -> None:
        self.record.write(said="again", step=step)
        time.sleep(min(0.05 * tries, 0.5))
        who.connection.close()  # http.client connects anew at the next request


def _words(body: bytes) -> str:
    return body.decode(errors="replace")[-400:]


def work(port: int, where: Mapping[str, int], record: Record, stop: Path) -> None:
    """Whole lives, one after the other, until the file ``stop`` is there."""
    person = None
    while not stop.exists():
        try:
            person = person or Witness(port, where, record)
            person.whole({})
        except (OSError, http.client.HTTPException):  # while signing in
            person = None
            time.sleep(0.2)
        except WrongAnswer as wrong:
            record.write(said="refused", why=str(wrong)[:600])
            time.sleep(0.2)


def main() -> None:
    port, where, file, stop = sys.argv[1:]
    record = Record(Path(file))
    threads = [
        threading.Thread(target=work, args=(int(port), json.loads(where), record, Path(stop)))
        for _ in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
