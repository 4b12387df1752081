"""Marks hold for all processes at once, outlive them, and cost next to nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.db.transaction import TransactionManagementError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiying.marks.actions import Tries, claim, count, forget
from huiying.marks.models import Mark
from huiying.marks.queries import counted
from huiying.portal.limits import TRIES
from tests.city import NOW, later

WINDOW = 600


def elsewhere(work: Callable[[], None]) -> threading.Thread:
    """The work in a thread with database connections of its own, as another process has."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db
def test_a_window_counts_and_then_begins_anew() -> None:
    tries = [count("刘洋", seconds=WINDOW, at=later(seconds=n)) for n in range(3)]
    assert tries == [Tries(n, later(seconds=WINDOW)) for n in (1, 2, 3)]
    assert counted("刘洋", later(seconds=5)) == (3, later(seconds=WINDOW))
    assert counted("刘洋", later(seconds=WINDOW)) == (0, None)
    assert count("刘洋", seconds=WINDOW, at=later(seconds=WINDOW)).count == 1
    assert counted("另一处", NOW) == (0, None)


@pytest.mark.django_db
def test_the_table_keeps_no_address_and_forgets() -> None:
    count("tries:track:203.0.113.7", seconds=WINDOW, at=NOW)
    count("tries:track:203.0.113.8", seconds=2 * WINDOW, at=NOW)
    assert not Mark.objects.filter(key__contains="203.0").exists()
    assert forget(NOW + timedelta(seconds=WINDOW)) == 1
    assert Mark.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_claim_needs_a_transaction_and_ends_with_it() -> None:
    with pytest.raises(TransactionManagementError):
        claim("表单", seconds=WINDOW, at=NOW)
    with transaction.atomic():
        assert claim("表单", seconds=WINDOW, at=NOW)
        transaction.set_rollback(True)
    with transaction.atomic():
        assert claim("表单", seconds=WINDOW, at=NOW)
        assert not claim("表单", seconds=WINDOW, at=NOW)
    with transaction.atomic():
        assert claim("表单", seconds=WINDOW, at=later(seconds=WINDOW))


@pytest.mark.django_db(transaction=True)
def test_two_processes_count_together_and_lose_no_try() -> None:
    seen: list[int] = []

    def try_often() -> None:
        seen.extend(count("同一地址", seconds=WINDOW, at=NOW).count for _n in range(25))

    threads = [elsewhere(try_often) for _n in range(2)]
    for thread in threads:
        thread.join()
    assert sorted(seen) == list(range(1, 51))


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_in_two_processes_one_acts() -> None:
    done: list[bool] = []
    ready = threading.Barrier(2, timeout=20)

    def click() -> None:
        ready.wait()
        with transaction.atomic():
            done.append(claim("同一表单", seconds=WINDOW, at=NOW))

    threads = [elsewhere(click) for _n in range(2)]
    for thread in threads:
        thread.join()
    assert sorted(done) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_the_portals_limit_is_one_for_all_processes() -> None:
    codes: list[int] = []

    def look_up() -> None:
        client = Client()
        sent = (client.post("/track/", {"code": f"AAAA-BBBB-{n:05d}"}) for n in range(TRIES))
        codes.extend(response.status_code for response in sent)

    threads = [elsewhere(look_up) for _n in range(2)]
    for thread in threads:
        thread.join()
    assert codes.count(404) == TRIES
    assert codes.count(429) == TRIES


@pytest.mark.django_db
def test_guessing_addresses_of_cases_is_limited_and_reading_writes_nothing(client: Client) -> None:
    with CaptureQueriesContext(
        connection,
    ) as first:
        client.get("/track/")
    assert not [q for q in first.captured_queries if q["sql"].startswith("INSERT")]
    codes = [client.get(f"/q/AAAABBBBCCCC{n:05d}/").status_code for n in range(40)]
    assert codes[0] == 404
    assert codes[-1] == 429
