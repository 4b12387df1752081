"""Code sets as data: GB/T 30428.2-2013, GB/T 47678.5-2026 and the district's own hotline classes.

A class is named by standard + kind + code, because the same digits occur in two kinds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from huiying.demo.content.tables import lines, load

EVENTS_2013 = "GB/T 30428.2-2013"
CODES_2026 = "GB/T 47678.5-2026"
HOTLINE = "青禾区热线诉求分类"
KINDS = {"c": "component", "e": "event"}


@dataclass(frozen=True)
class Category:
    """A class of matters; ``kind`` is component, event or demand, ``parent`` a code or ''."""

    standard: str
    kind: str
    code: str
    name: str
    parent: str
    level: int
    sensitive: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        return self.standard, self.kind, self.code


@dataclass(frozen=True)
class CodeSet:
    standard: str
    title: str
    for_cases: bool
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class Walk:
    """One line of a cross-walk: two keys (standard, kind, code)."""

    source: tuple[str, str, str]
    target: tuple[str, str, str]


@cache
def code_sets() -> tuple[CodeSet, ...]:
    """The three code sets; in each, parents come before children."""
    return _national("codes_2013"), _national("codes_2026"), _hotline()


def _national(file: str) -> CodeSet:
    data: dict[str, Any] = load(file)
    found: list[Category] = []
    for top in data["classes"]:
        found.append(Category(data["standard"], top["kind"], top["code"], top["name"], "", 1))
        for line in lines(top["items"]):
            code, name = line.split(" ", 1)
            found.append(Category(data["standard"], top["kind"], code, name, top["code"], 2))
    return CodeSet(data["standard"], data["title"], False, tuple(found))


def _hotline() -> CodeSet:
    data = load("hotline")
    sensitive = set(data["sensitive"].split())
    found: list[Category] = []
    first = second = 0

    def add(code: str, name: str) -> None:
        parent, level = code[:-2], len(code) // 2
        found.append(Category(HOTLINE, "demand", code, name, parent, level, name in sensitive))

    for line in lines(data["tree"]):
        middle, _, leaves = line.partition("：")
        if not leaves:
            first, second = first + 1, 0
            add(f"{first:02}", middle)
            continue
        second += 1
        add(f"{first:02}{second:02}", middle)
        for third, leaf in enumerate(leaves.split(), 1):
            add(f"{first:02}{second:02}{third:02}", leaf)
    return CodeSet(HOTLINE, data["title"], True, tuple(found))


@cache
def hotline_codes() -> dict[str, str]:
    """Third-level name → six-digit code. Names of that level occur once."""
    return {item.name: item.code for item in code_sets()[2].categories if item.level == 3}


@cache
def crosswalks() -> tuple[Walk, ...]:
    """Hotline → 2026 and 2013 → 2026; classes without a sensible counterpart have no line."""
    data = load("crosswalks")
    walks = []
    for line in lines(data["hotline_2026"]):
        name, mark = line.split()
        walks.append(Walk((HOTLINE, "demand", hotline_codes()[name]), _target(mark)))
    for line in lines(data["events_2013_2026"]):
        code, mark = line.split()
        walks.append(Walk((EVENTS_2013, "event", code), _target(mark)))
    return tuple(walks)


def _target(mark: str) -> tuple[str, str, str]:
    return CODES_2026, KINDS[mark[0]], mark[1:]
