"""The one reader of the data files of the demo content (data/*.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The parsed ``<name>.toml``; the same object each time, so callers must not change it."""
    source = files("huiying.demo.content").joinpath("data", f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def lines(text: str) -> tuple[str, ...]:
    """The lines of a block; blank lines inside it stay, because they mean "say nothing"."""
    return tuple(line.strip() for line in text.strip("\n").split("\n"))


def rows(text: str) -> list[list[str]]:
    """The cells of a block of lines parted by ``|``."""
    return [[cell.strip() for cell in line.split("|")] for line in lines(text)]
