"""The small city with an empty home, and files made for a test."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from huiying.exchange.actions import Outcome, import_file
from tests.city import City, build, later

Make = Callable[..., Path]
Bring = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path / "home"
    return tmp_path


@pytest.fixture
def city(db: None) -> City:
    return build()


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A function that writes a CSV: ``make(headers, rows, note="…", encoding="gb18030")``."""

    def write(
        headers: Sequence[str],
        rows: Sequence[Sequence[Any]],
        *,
        name: str = "导出.csv",
        note: str = "",
        encoding: str = "utf-8-sig",
    ) -> Path:
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as stream:
            writer = csv.writer(stream)
            if note:
                writer.writerow([note])
            writer.writerow(headers)
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def bring(city: City) -> Bring:
    """A function that imports a file as 李强, the dispatcher."""

    def bring_in(path: Path, *, by: str = "li", **more: Any) -> Outcome:
        return import_file(path, actor=city.actor(by), at=more.pop("at", later(days=1)), **more)

    return bring_in


def counts(outcome: Outcome) -> tuple[int, int, int, int, int]:
    """rows, created, updated, unchanged, refused."""
    return (
        outcome.rows, outcome.created, outcome.updated, outcome.unchanged, outcome.refused,
    )  # fmt: skip
