"""The public doors: what an answer costs in CPU time beside an empty view of the same server, and
how many requests of other applications are taken in per second (`POST`, durable commits)."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

from bench.service import Service

CLIENTS = 8
TICK = os.sysconf("SC_CLK_TCK")
TURNS = {"list": 20, "one": 200, "page": 200, "empty": 400}
LIMITS = {"list": 150.0, "one": 8.0, "page": 10.0}
LIST = "/open311/v2/requests.xml?page_size=1000"
PER_SECOND = 200


def run(service: Service, where: dict[str, str], seconds: float) -> list[dict[str, object]]:
    """CPU milliseconds per answer of each door, then POST per second."""
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
    body = _get(connection, LIST)
    numbers = re.findall(rb"<service_request_id>([^<]+)<", body)
    if len(numbers) < 1000:
        return [{"measure": "door", "door": "list", "rows": len(numbers), "ok": False}]
    number = numbers[0].decode()
    paths = {
        "empty": "/robots.txt", "list": LIST,
        "one": f"/open311/v2/requests/{number}.xml", "page": f"/public/{number}/",
    }  # fmt: skip
    empty = _cost(service, connection, paths["empty"], TURNS["empty"])
    lines: list[dict[str, object]] = []
    for door, limit in LIMITS.items():
        spent = _cost(service, connection, paths[door], TURNS[door])
        lines.append(
            {
                "measure": "door", "door": door, "cpu_ms": round(spent, 2),
                "empty_view_ms": round(empty, 2), "limit": f"<= {limit:g} ms CPU",
                "ok": spent <= limit,
            }
        )  # fmt: skip
    return [*lines, _posts(service, where["key"], seconds)]


def _get(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    return body


def _cost(service: Service, connection: http.client.HTTPConnection, path: str, turns: int) -> float:
    """CPU time of all processes of the service per answer, one client, warm; milliseconds.

    The database server is not among them on PostgreSQL: what is limited is our own work.
    """
    for _turn in range(6):  # both workers, compiled templates, plans
        _get(connection, path)
    before = _spent(service)
    for _turn in range(turns):
        _get(connection, path)
    return (_spent(service) - before) * 1000 / turns


def _spent(service: Service) -> float:
    """Seconds of CPU time of the service's processes; the background worker has work of its own."""
    total = 0
    for pid in (service.process.pid, *service.children()):
        if b"\0worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
            continue
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def _posts(service: Service, key: str, seconds: float) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.doors", str(service.port), key, str(seconds)],
        check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    found: dict[str, object] = json.loads(done.stdout)
    return found


def load(port: int, key: str, seconds: float) -> dict[str, object]:
    """CLIENTS applications that send request after request."""
    first = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    code = json.loads(_get(first, "/open311/v2/services.json"))[0]["service_code"]
    sent = urlencode(
        {
            "api_key": key, "service_code": code, "lat": "40.32", "long": "116.63",
            "description": "小区门口三盏路灯一周没亮，晚上走路害怕，希望尽快来修。",
            "address_string": "幸福里小区东门", "first_name": "洋", "last_name": "刘",
            "phone": "19900001111",
        }
    ).encode()  # fmt: skip
    counts, errors = [0] * CLIENTS, []
    end = time.monotonic() + seconds
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    def work(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < end:
            connection.request("POST", "/open311/v2/requests.json", sent, headers)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status in (200, 201):
                counts[place] += 1
            else:
                errors.append(f"{answer.status} {body[:200]!r}")

    start = time.monotonic()
    threads = [threading.Thread(target=work, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = sum(counts) / (time.monotonic() - start)
    return {
        "measure": "posts", "per_second": round(rate, 1), "errors": len(errors),
        "first_error": errors[0] if errors else "", "limit": f">= {PER_SECOND}/s",
        "ok": rate >= PER_SECOND and not errors,
    }  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(json.dumps(load(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]))))
