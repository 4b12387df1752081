"""Whatever is sent, the service answers and stays whole: the short form of bench.fuzz."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from bench import fuzz

SENT = 200


def test_hostile_input_finds_no_error_of_ours_and_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files, documents, headers, dates, numbers and characters, at every door."""
    monkeypatch.delenv("HUIYING_HOME", raising=False)
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    answer = fuzz.attack(tmp_path, "sqlite", SENT, Random(3))
    assert fuzz.good(answer), answer
    assert answer["sent"] == SENT
