"""Work that can wait rests while others want the machine, and never rests for nothing."""

from __future__ import annotations

import pytest

from huiying.lib import making_way as module
from huiying.lib.making_way import LONGEST, RESTS, making_way


def rests(monkeypatch: pytest.MonkeyPatch, ran: float, waited: float) -> list[float]:
    """The rests after work for which the kernel counts so many seconds."""
    counts = iter([(5.0, 1.0), (5.0 + ran, 1.0 + waited)])
    monkeypatch.setattr(module, "_counted", lambda: next(counts))
    slept: list[float] = []
    with making_way(slept.append):
        pass
    return slept


def test_nobody_waiting_no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rests(monkeypatch, ran=0.5, waited=0.01) == []


def test_a_crowded_machine_is_left_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rests(monkeypatch, ran=0.1, waited=0.1) == [pytest.approx(0.1 * RESTS)]


def test_what_waits_behind_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rests(monkeypatch, ran=30, waited=30) == [LONGEST]


def test_where_nothing_is_counted_there_is_no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rests(monkeypatch, ran=0, waited=0) == []


def test_the_kernel_counts_this_thread() -> None:
    before = module._counted()
    sum(range(200_000))
    assert module._counted() >= before
