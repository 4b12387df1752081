"""Nothing accepted is lost when processes are killed under load: the short form of bench.kill."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from bench import kill

KILLS, SECONDS = 8, 12.0  # on a busy machine fewer fit into the time


def test_what_was_accepted_survives_kills_of_every_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Web workers, their parent, the background and all at once, at random moments."""
    monkeypatch.delenv("HUIYING_HOME", raising=False)
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    answer = kill.prove(tmp_path, "sqlite", KILLS, Random(3), SECONDS)
    assert kill.good(answer), answer
    assert answer["kills"]
