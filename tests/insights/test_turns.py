"""Changing who is with whom: prepared without holding anybody up, written in one's turn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection, transaction

from huiying.insights import turns

pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_is_locked_while_a_change_is_prepared() -> None:
    within: list[bool] = []

    def prepare() -> Callable[[], str]:
        within.append(connection.in_atomic_block)
        return lambda: f"written in a transaction: {connection.in_atomic_block}"

    assert turns.settle(prepare) == "written in a transaction: True"
    assert within == [False]


def test_what_was_prepared_before_somebody_elses_turn_is_prepared_again() -> None:
    prepared: list[int] = []
    written: list[int] = []

    def prepare() -> Callable[[], None]:
        prepared.append(len(prepared))
        number = prepared[-1]
        if number == 0:
            with transaction.atomic():
                turns.take()
        return lambda: written.append(number)

    turns.settle(prepare)
    assert (prepared, written) == ([0, 1], [1])


def test_who_is_always_overtaken_does_it_within_the_turn_at_last() -> None:
    within: list[bool] = []

    def prepare() -> Callable[[], None]:
        within.append(connection.in_atomic_block)
        if not within[-1]:
            with transaction.atomic():
                turns.take()
        return lambda: None

    turns.settle(prepare)
    assert within == [False] * turns.TRIES + [True]


def test_a_change_that_fails_leaves_the_turn_to_others() -> None:
    def prepare() -> Callable[[], None]:
        return lambda: (_ for _ in ()).throw(RuntimeError("broken off"))

    with pytest.raises(RuntimeError):
        turns.settle(prepare)
    assert turns.settle(lambda: lambda: "done") == "done"
