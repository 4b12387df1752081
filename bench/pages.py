"""(d) every desk, the case page and search: p95 as a person at a browser waits for it."""

from __future__ import annotations

import re
import statistics
import time
from urllib.parse import urlencode

from bench.client import Browser
from bench.service import Service

# Likely duplicates and categories of what an operator has typed, with the whole of its HTTP.
TYPING = "while typing"
TYPED = urlencode({
    "title": "路灯不亮", "body": "小区门口三盏路灯一周没亮，晚上走路害怕。", "address": "幸福里小区东门",
})  # fmt: skip
PAGES: tuple[tuple[str, str, str], ...] = (
    ("operator", "bench-operator", "/desk/operator/"),
    ("dispatch", "bench-dispatcher", "/desk/dispatch/"),
    ("unit", "bench-handler", "/desk/unit/"),
    ("unit overdue", "bench-handler", "/desk/unit/?tab=overdue"),
    ("call-back", "bench-operator", "/desk/callback/"),
    ("all cases", "bench-leader", "/desk/cases/"),
    ("overdue", "bench-leader", "/desk/cases/?due=overdue&sort=due"),
    ("one unit", "bench-leader", "/desk/cases/?unit={unit}"),
    ("search 施工", "bench-leader", "/desk/cases/?q=%E6%96%BD%E5%B7%A5"),
    ("search 停车", "bench-leader", "/desk/cases/?q=%E5%81%9C%E8%BD%A6"),
    ("search 路灯不亮", "bench-leader", "/desk/cases/?q=%E8%B7%AF%E7%81%AF%E4%B8%8D%E4%BA%AE"),
    ("search, of a unit", "bench-handler", "/desk/cases/?q=%E6%96%BD%E5%B7%A5"),
    ("rates", "bench-leader", "/desk/rates/"),
    ("case", "bench-leader", "{case}"),
    (TYPING, "bench-operator", f"/desk/operator/hints/?{TYPED}&area_id={{area}}"),
)
TIMES = 40


def run(service: Service, where: dict[str, int]) -> list[dict[str, object]]:
    browsers = {n: Browser(service.port, n).sign_in() for n in {name for _p, name, _u in PAGES}}
    _status, _where, body = browsers["bench-leader"].get("/desk/cases/")
    found = re.search(rb'href="(/desk/case/[^"/]+/)', body)
    case = found[1].decode() if found else ""
    return [
        _measure(page, browsers[name], address.format(case=case, **where))
        for page, name, address in PAGES
    ]


def _measure(page: str, browser: Browser, address: str) -> dict[str, object]:
    times, size = [], 0
    for turn in range(TIMES + 3):
        start = time.perf_counter()
        status, _where, body = browser.get(address)
        if turn >= 3:
            times.append((time.perf_counter() - start) * 1000)
        size = len(body)
        if status != 200:
            return {"measure": "page", "page": page, "status": status}
    return {
        "measure": "page",
        "page": page,
        "p50_ms": round(statistics.median(times), 1),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 1),
        "kb": size // 1024,
    }
