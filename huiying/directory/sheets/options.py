"""What the person who imports says about a file beyond its cells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """``crs``: system of the coordinates, "" for the layout's own; ``standard``: name of the code
    set; ``code_kind``: component, event or demand; both only where the file does not say it."""

    crs: str = ""
    standard: str = ""
    code_kind: str = ""
