"""Subscribers read everything in order, once in the database; one that fails keeps its place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest
from django.db import transaction

from huiying.directory.models import WorkCalendar
from huiying.journal import queries, subscriptions
from huiying.journal.delivery import deliver_pending
from huiying.journal.models import Cursor, Entry
from huiying.journal.subscriptions import subscribe
from tests.city import NOW, later
from tests.journal.test_chain import write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_subscribers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The service's own subscribers know nothing of bells; here only the test's listen."""
    monkeypatch.setattr(subscriptions, "_subscriptions", {})


class Listener:
    """Hears entries, writes a row for each, and fails as long as ``fails``."""

    def __init__(self, fails: int = 0, at: int | None = None) -> None:
        self.heard: list[int] = []
        self.calls: list[int] = []
        self.fails, self.at = fails, at

    def __call__(self, entries: Sequence[Entry], _at: datetime) -> None:
        self.calls.append(len(entries))
        for entry in entries:
            self.heard.append(entry.id)
            WorkCalendar.objects.create(name=f"听到 {entry.id}")  # any row of the database
            if self.fails and entry.id == (self.at or entries[-1].id):
                self.fails -= 1
                raise OSError("电话线断了")


def rows() -> list[str]:
    return list(WorkCalendar.objects.order_by("id").values_list("name", flat=True))


def test_every_entry_is_read_once_and_in_order() -> None:
    hears = Listener()
    subscribe("bells", batch=2)(hears)
    write(5)
    assert deliver_pending(NOW) == 5
    assert (hears.heard, hears.calls) == ([1, 2, 3, 4, 5], [2, 2, 1])
    assert deliver_pending(NOW) == 0
    write(1)
    deliver_pending(NOW)
    assert hears.heard[5:] == [6]


def test_a_failing_subscriber_keeps_its_place_and_hears_again() -> None:
    hears = Listener(fails=2, at=3)
    subscribe("bells", batch=2)(hears)
    write(5)
    deliver_pending(NOW)
    cursor = Cursor.objects.get(name="bells")
    assert (cursor.position, cursor.failures) == (2, 1)
    assert cursor.failure == "OSError: 电话线断了"
    deliver_pending(NOW)
    assert Cursor.objects.get(name="bells").failures == 2
    assert [cursor.name for cursor in queries.lagging()] == ["bells"]
    deliver_pending(later(hours=1))
    cursor = Cursor.objects.get(name="bells")
    assert (cursor.position, cursor.failures, cursor.failure) == (5, 0, "")
    assert cursor.moved_at == later(hours=1)
    assert hears.heard == [1, 2, 3, 3, 3, 4, 5]  # heard at least once …
    assert rows() == [f"听到 {n}" for n in (1, 2, 3, 4, 5)]  # … and kept exactly once


def test_a_failing_subscriber_does_not_stop_the_others() -> None:
    bad, good = Listener(fails=9), Listener()
    subscribe("bad")(bad)
    subscribe("good")(good)
    write(3)
    assert deliver_pending(NOW) == 3
    assert good.heard == [1, 2, 3]
    assert Cursor.objects.get(name="good").position == 3
    assert Cursor.objects.get(name="bad").position == 0


def test_a_new_subscriber_hears_all_that_ever_happened() -> None:
    write(4)
    hears = Listener()
    subscribe("late")(hears)
    deliver_pending(NOW)
    assert hears.heard == [1, 2, 3, 4]


def test_most_ends_a_run_between_batches() -> None:
    hears = Listener()
    subscribe("bells", batch=2)(hears)
    write(6)
    deliver_pending(NOW, most=3)
    assert hears.heard == [1, 2, 3, 4]


def test_two_subscribers_of_one_name_are_refused() -> None:
    subscribe("bells")(Listener())
    with pytest.raises(ValueError, match="bells"):
        subscribe("bells")(Listener())


def test_an_entry_whose_change_is_undone_is_heard_by_nobody() -> None:
    hears = Listener()
    subscribe("bells")(hears)
    with transaction.atomic():
        write(1)
        transaction.set_rollback(True)
    assert deliver_pending(NOW) == 0
    assert hears.heard == []
