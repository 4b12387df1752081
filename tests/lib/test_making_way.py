"""Work that can wait rests while others want the machine, and never rests for nothing."""

from __future__ import annotations

import pytest

from huiying.lib import making_way as module
from huiying.lib.making_way import LONGEST, RESTS, making_way, politely


def rests(
    monkeypatch: pytest.MonkeyPatch, ran: float, waited: float, stalled: float = 0.0
) -> list[float]:
    """The rests after work for which the kernel counts so many seconds."""
    counts = iter([(5.0, 1.0, 9.0), (5.0 + ran, 1.0 + waited, 9.0 + stalled)])
    monkeypatch.setattr(module, "_counted", lambda: next(counts))
    clock = iter([7.0, 7.0 + 2 * (ran + waited)])  # half of it was the database's
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    slept: list[float] = []
    with making_way(slept.append):
        pass
    return slept


def test_nobody_waiting_no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rests(monkeypatch, ran=0.5, waited=0.01) == []


def test_a_crowded_machine_is_left_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rests(monkeypatch, ran=0.1, waited=0.1) == [pytest.approx(0.4 * RESTS)]


def test_a_database_that_is_in_the_way_of_others_counts_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert rests(monkeypatch, ran=0.5, waited=0.0, stalled=0.3) == [pytest.approx(1.0 * RESTS)]
    assert rests(monkeypatch, ran=0.5, waited=0.0, stalled=0.1) == []


def test_no_rest_is_longer_than_this(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rests(monkeypatch, ran=30, waited=30) == [LONGEST]


def test_where_nothing_is_counted_there_is_no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rests(monkeypatch, ran=0, waited=0) == []


def test_the_kernel_counts_this_thread() -> None:
    before = module._counted()
    sum(range(200_000))
    assert all(now >= then for now, then in zip(module._counted(), before, strict=True))


def test_a_long_row_of_work_rests_on_its_way_and_loses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts = iter([(0.0, 0.0, 0.0), (0.1, 0.1, 0.0), (0.2, 0.2, 0.0), (0.3, 0.2, 0.0)])
    monkeypatch.setattr(module, "_counted", lambda: next(counts))
    clock = iter([0.0, 0.5, 0.5, 0.7])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    slept: list[float] = []
    assert list(politely(range(7), each=5, sleep=slept.append)) == list(range(7))
    assert slept == [pytest.approx(0.5 * RESTS)]  # after five; at the end nobody waited


@pytest.mark.parametrize("count", [0, 4, 5, 10])
def test_every_item_comes_once(count: int) -> None:
    assert list(politely(range(count), each=5, sleep=lambda _seconds: None)) == list(range(count))
