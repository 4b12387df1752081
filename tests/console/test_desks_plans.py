"""No desk reads the whole table of cases: what SQLite says it would do for every statement."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.db.utils import OperationalError

from tests.city import City
from tests.console import scenes
from tests.console.conftest import Desk
from tests.console.rows import lamp_rule, publish, queries_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="plans are read from SQLite"),
]
# A full scan of a table or of a whole index of it; a search by key is what is wanted.
SCAN = re.compile(
    r"SCAN (cases_case|dispatch_assignment|cases_request|oversight_callback|[UVT]\d+)\b"
)
DESKS = (
    ("li", "/desk/dispatch/"), ("li", "/desk/dispatch/?tab=returned"),
    ("zhou", "/desk/dispatch/?tab=suspension"), ("chen", "/desk/unit/"),
    ("zhao", "/desk/unit/?tab=overdue"), ("zhao", "/desk/unit/?tab=all"),
    ("zhao", "/desk/unit/?tab=done"), ("wu", "/desk/check/"), ("wang", "/desk/callback/"),
    ("wang", "/desk/callback/?tab=again"), ("wang", "/desk/callback/?tab=close"),
    ("gao", "/desk/callback/?tab=excuses"), ("zhou", "/desk/supervise/"),
    ("zhou", "/desk/supervise/closed/2026-03-10/"), ("li", "/desk/cases/?state=filed"),
    ("li", "/desk/cases/?due=overdue&sort=due"), ("li", "/desk/cases/?since=2026-03-01"),
    ("wang", "/desk/operator/hints/?title=泉河街道路灯不亮"),
    ("li", "/desk/cases/?q=路灯"), ("li", "/desk/cases/?phone=19900001111"),
)  # fmt: skip


def plan(statement: str) -> list[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
            return [str(row[3]) for row in cursor.fetchall()]
    except OperationalError:  # SAVEPOINT and the like have no plan
        return []


@pytest.mark.parametrize(("name", "url"), DESKS)
def test_a_desk_seeks_by_index(city: City, desk: Desk, name: str, url: str) -> None:
    publish(city, lamp_rule(city))
    for make in (scenes.filed, scenes.handling, scenes.reported, scenes.closed):
        make(city)
    scans = [
        (step, statement)
        for statement in queries_of(desk(name), url)
        for step in plan(statement)
        if SCAN.search(step)
    ]
    assert scans == []
