"""Several writers at once: ids without gaps, in the order of commits; a reader misses nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
from django.db import connection, transaction

from huiying.journal import subscriptions
from huiying.journal.actions import record_all
from huiying.journal.delivery import deliver_pending
from huiying.journal.events import By
from huiying.journal.models import Cursor, Entry
from huiying.journal.queries import head_id, verify
from huiying.journal.subscriptions import subscribe
from tests.city import NOW, later
from tests.journal.test_chain import Rang

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EACH = 6, 12


def together(*works: Callable[[], None]) -> None:
    """Run all at once, each with its own connection; the first failure is raised here."""
    failures: list[BaseException] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        try:
            start.wait()
            work()
        except BaseException as failure:  # noqa: BLE001 (raised again by the test)
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def writer(name: int) -> Callable[[], None]:
    """Twelve transactions of one, two or three entries; every fourth is undone."""

    def work() -> None:
        for turn in range(EACH):
            with transaction.atomic():
                events = [(Rang(name, times=turn), later(minutes=turn))] * (turn % 3 + 1)
                record_all(events, by=By(name, str(name)))
                if turn % 4 == 3:
                    transaction.set_rollback(True)

    return work


def test_ids_have_no_gaps_and_the_chain_is_whole() -> None:
    together(*(writer(n) for n in range(WRITERS)))
    each = sum(turn % 3 + 1 for turn in range(EACH) if turn % 4 != 3)
    ids = list(Entry.objects.order_by("id").values_list("id", flat=True))
    assert ids == list(range(1, WRITERS * each + 1))
    assert verify().broken is None


def test_a_reader_that_has_seen_an_entry_has_seen_all_before_it() -> None:
    done = threading.Event()
    gaps: list[tuple[int, int]] = []

    def write_all() -> None:
        together(*(writer(n) for n in range(1, WRITERS)))
        done.set()

    def read() -> None:
        while not done.is_set():
            head = head_id()
            count = Entry.objects.filter(id__lte=head).count()
            if count != head:
                gaps.append((head, count))

    together(write_all, read)
    assert gaps == []


def test_two_deliveries_at_once_hand_over_everything_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriptions, "_subscriptions", {})
    heard: list[int] = []

    @subscribe("bells", batch=5)
    def hear(entries: Sequence[Entry], _at: datetime) -> None:
        heard.extend(entry.id for entry in entries)

    done = threading.Event()

    def write_all() -> None:
        together(writer(1), writer(2))
        done.set()

    def deliver() -> None:
        while not done.is_set():
            deliver_pending(NOW)

    together(write_all, deliver, deliver)
    deliver_pending(NOW)
    assert heard == list(range(1, head_id() + 1))
    assert Cursor.objects.get(name="bells").position == head_id()
