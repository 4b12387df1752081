"""The matters people call about: seventy kinds with their sentences (data/matters_*.toml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from huiying.demo.content.catalogues import crosswalks, hotline_codes
from huiying.demo.content.tables import lines, load, rows

FILES = ("city", "home", "trade", "nature", "people", "village")
BY_AREA = "@street"  # 属地管理: the street or town of the place answers


@dataclass(frozen=True)
class Return:
    """A ground to return a ticket: reason, legal basis and the unit proposed instead."""

    reason: str
    basis: str
    proposed: str


@dataclass(frozen=True)
class Matter:
    """A kind of matter; sentences hold the slots p place, s spot, t since, n and m
    numbers, d duration, h hour."""

    key: str
    name: str
    category: str  # hotline code, six digits
    event: tuple[str, str] | None  # kind and code of GB/T 47678.5-2026
    kinds: tuple[str, ...]
    unit: str
    at: tuple[str, ...]
    titles: tuple[str, ...]
    facts: tuple[str, ...]
    details: tuple[str, ...]
    wishes: tuple[str, ...]
    results: tuple[str, ...]
    returns: tuple[Return, ...]
    cause: str
    questions: tuple[str, ...]
    party: str
    clustered: bool
    hot: bool  # water, power, gas or heat
    urgent: bool
    months: tuple[int, ...]


@cache
def matters() -> dict[str, Matter]:
    """All matters by key."""
    raw = [row for name in FILES for row in load(f"matters_{name}")["matter"]]
    return {row["key"]: _matter(row) for row in raw}


def in_month(month: int | None) -> list[Matter]:
    """The matters of a season: heating is no complaint in July."""
    return [one for one in matters().values() if month is None or month in one.months]


@cache
def _events() -> dict[str, tuple[str, str]]:
    return {walk.source[2]: walk.target[1:] for walk in crosswalks() if walk.source[1] == "demand"}


def _matter(row: dict[str, Any]) -> Matter:
    category = hotline_codes()[row["category"]]
    return Matter(
        key=row["key"],
        name=row["category"],
        category=category,
        event=_events().get(category),
        kinds=tuple(row["kinds"].split()),
        unit=row["unit"],
        at=tuple(row["at"].split()),
        titles=lines(row["titles"]),
        facts=lines(row["facts"]),
        details=lines(row["details"]),
        wishes=lines(row["wishes"]),
        results=lines(row["results"]),
        returns=tuple(Return(*cells) for cells in rows(row["returns"])),
        cause=row["cause"],
        questions=lines(row["questions"]),
        party=row["party"],
        clustered=row.get("clustered", False),
        hot=row.get("hot", False),
        urgent=row.get("urgent", False),
        months=tuple(row.get("months", range(1, 13))),
    )
