"""Who is checked cannot learn that a case is sampled: every page and endpoint says the same before
and after the draw, to the handler, the street and the inspectors who did not get it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import Client

from huiying.cases.models import Case
from huiying.console import rail
from huiying.sampling import drawing
from huiying.sampling.models import Check
from tests.city import City, later
from tests.sampling.conftest import planned, reported, second_inspector
from tests.test_strangers import TABLE, address

pytestmark = pytest.mark.django_db
LOOKERS = ("chen", "zhao", "feng")
# What changes at every look: tokens, keys of forms, the head of the journal (which counts all that
# happens anywhere and tells nothing of a case).
CHANGING = re.compile(rb'[0-9a-f]{32}|[A-Za-z0-9]{64}|nonce-[\w-]+|"next": "\d+"')
OWN = ("account/", "admin/logout", "desk/exports", "column/feed")  # sessions; one's own downloads


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> datetime:
    at = later(hours=6)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return at


def seen(client: Client, case: Case) -> Iterator[tuple[str, int, bytes]]:
    """What each address of the product answers."""
    for route, _name in TABLE:
        if route.startswith(OWN):
            continue
        rail.forget()
        where = address(route, case)
        answer = client.get(where)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        told = b"" if body.startswith(b"PK") else CHANGING.sub(b"", body)
        yield where, answer.status_code, told


@pytest.mark.parametrize("who", LOOKERS)
def test_nobody_who_is_checked_sees_that_a_case_was_drawn(
    city: City, stopped: datetime, who: str
) -> None:
    second_inspector(city)
    case = reported(city)
    planned(city, second_percent=0)
    Check.objects.all().delete()
    client = Client()
    client.force_login(city.people[who], "huiying.config.signin.Backend")
    before = list(seen(client, case))
    draw(city, case, stopped, but=who)
    after = list(seen(client, case))
    assert Check.objects.count() == 1
    assert [one[0] for one, two in zip(before, after, strict=True) if one != two] == []
    assert len(before) > 150


def draw(city: City, case: Case, at: datetime, *, but: str) -> None:
    """The case goes to an inspector other than ``but``."""
    from huiying.sampling.models import Plan

    Plan.objects.update(seen_to=later())
    assert drawing.run_due(at) == 1
    if but == "feng":
        Check.objects.update(inspector=city.people["wu"])


def test_the_inspector_who_got_it_does_see_it(city: City, stopped: datetime) -> None:
    planned(city)
    reported(city)
    drawing.run_due(stopped)
    client = Client()
    client.force_login(city.people["wu"], "huiying.config.signin.Backend")
    page = client.get("/desk/checks/").content.decode()
    assert Check.objects.get().case.number in page


def test_not_even_the_planner_sees_what_waits(city: City, stopped: datetime) -> None:
    planned(city)
    case = reported(city)
    drawing.run_due(stopped)
    client = Client()
    client.force_login(city.people["zhou"], "huiying.config.signin.Backend")
    for path in ("results/", "figures/", "plans/", f"results/{Check.objects.get().pk}/"):
        assert case.number not in client.get(f"/desk/checks/{path}").content.decode()
