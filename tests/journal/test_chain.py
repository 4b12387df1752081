"""The journal: only inside a transaction, never changed, and every change is found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any, ClassVar

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiying.journal import queries
from huiying.journal.actions import record, record_all
from huiying.journal.events import By, Event
from huiying.journal.models import Entry
from huiying.journal.queries import verify
from tests.city import NOW, later

WANG = By(1, "王芳")
guard: Any = import_module("huiying.journal.migrations.0002_append_only")


@dataclass(frozen=True, slots=True)
class Rang(Event):
    """A bell rang: an event of nobody's."""

    topic: ClassVar[str] = "bell"
    times: int = 0
    who: str = ""
    where: tuple[int, ...] | None = None


@contextmanager
def tampering() -> Iterator[None]:
    """Somebody with the database's own password takes the triggers off."""
    with connection.schema_editor(atomic=False) as schema:
        guard.drop(apps, schema)
    try:
        yield
    finally:
        with connection.schema_editor(atomic=False) as schema:
            guard.create(apps, schema)


def write(count: int) -> None:
    with transaction.atomic():
        record_all([(Rang(7, times=n), later(minutes=n)) for n in range(count)], by=WANG)


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError):
        record(Rang(1), by=WANG, at=NOW)
    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_undone_leaves_no_entry_and_no_gap() -> None:
    write(1)
    with transaction.atomic():
        record(Rang(1), by=WANG, at=NOW)
        transaction.set_rollback(True)
    write(1)
    assert list(Entry.objects.order_by("id").values_list("id", flat=True)) == [1, 2]
    assert verify().broken is None


@pytest.mark.django_db
def test_empty_fields_are_left_out_and_the_others_come_back_as_they_were() -> None:
    with transaction.atomic():
        record(Rang(7, who="刘洋", where=(1, 2)), by=WANG, at=NOW)
    (line,) = queries.history("bell", 7)
    assert line.data == {"times": 0, "who": "刘洋", "where": [1, 2]}
    assert (line.event, line.at, line.actor_name) == ("Rang", NOW, "王芳")


@pytest.mark.django_db
def test_an_empty_journal_is_whole() -> None:
    assert (verify().entries, verify().broken) == (0, None)


@pytest.mark.django_db
def test_history_keeps_the_newest_lines_oldest_first() -> None:
    write(5)
    assert [line.data["times"] for line in queries.history("bell", 7, most=3)] == [2, 3, 4]
    assert [line.id for line in queries.since(2, most=2)] == [3, 4]


CHANGES = (
    {"event": "Sang"}, {"topic": "whistle"}, {"subject_id": 8}, {"subject_id": None},
    {"actor_id": 2}, {"actor_name": "别人"}, {"data": '{"times":9}'},
    {"at": NOW - timedelta(seconds=1)}, {"hash": bytes(32)},
)  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", CHANGES, ids=lambda c: next(iter(c)))
@pytest.mark.parametrize("place", [1, 3, 5])
def test_a_changed_column_is_found_at_its_row(change: dict[str, Any], place: int) -> None:
    write(5)
    with tampering():
        Entry.objects.filter(id=place).update(**change)
    proof = verify()
    assert (proof.broken, proof.why, proof.entries) == (place, "changed", place - 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", [1, 3])
def test_a_missing_row_is_found(place: int) -> None:
    write(5)
    with tampering():
        Entry.objects.filter(id=place).delete()
    assert (verify().broken, verify().why) == (place, "missing")


@pytest.mark.django_db(transaction=True)
def test_rows_moved_up_over_a_gap_are_found() -> None:
    write(5)
    with tampering():
        Entry.objects.filter(id=3).delete()
        for ident in (4, 5):
            Entry.objects.filter(id=ident).update(id=ident - 1)
    assert verify().broken == 3


@pytest.mark.django_db(transaction=True)
def test_two_rows_swapped_are_found() -> None:
    write(5)
    with tampering():
        for old, new in ((2, 99), (4, 2), (99, 4)):
            Entry.objects.filter(id=old).update(id=new)
    assert (verify().broken, verify().why) == (2, "changed")


@pytest.mark.django_db(transaction=True)
def test_a_row_added_by_hand_is_found() -> None:
    write(2)
    last = Entry.objects.get(id=2)
    last.id = 3
    last.save(force_insert=True)
    assert verify().broken == 3


@pytest.mark.django_db(transaction=True)
def test_a_cut_tail_is_found_by_a_head_noted_elsewhere() -> None:
    write(5)
    head = verify().head
    assert verify(expect=head).broken is None
    write(1)
    assert verify(expect=head).broken is None
    with tampering():
        Entry.objects.filter(id__gte=5).delete()
    assert verify().broken is None
    assert (verify(expect=head).broken, verify(expect=head).why) == (5, "cut")


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_touch_a_row(act: str) -> None:
    write(1)
    rows = Entry.objects.filter(id=1)
    touch = rows.delete if act == "delete" else lambda: rows.update(actor_name="别人")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        touch()
    assert verify().broken is None


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(st.tuples(st.integers(0, 2**62), TEXT, st.integers(0, 10**6)), max_size=8))
@pytest.mark.django_db
def test_whatever_is_written_the_chain_verifies(events: list[tuple[int, str, int]]) -> None:
    with transaction.atomic():
        before = queries.head_id()
        record_all(
            [(Rang(s, who=who), NOW + timedelta(microseconds=us)) for s, who, us in events], by=WANG
        )
        proof = verify()
        assert (proof.entries, proof.broken) == (before + len(events), None)
        transaction.set_rollback(True)
