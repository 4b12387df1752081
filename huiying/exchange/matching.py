"""Names in files to rows of the directory; what matches nothing is counted, value by value."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from huiying.directory import queries as directory
from huiying.directory.models import Area, AreaAlias
from huiying.lib.text import normalise

MOST_VALUES = 2000  # different unmatched values that are counted; more say nothing more
_ENDINGS = re.compile(
    r"(街道办事处|街道办|办事处|[镇乡]人民政府|[镇乡]政府|人民政府|居民委员会|村民委员会|居委会"
    r"|村委会|街道|地区|社区|镇|乡|村)$"
)
_STEPS = re.compile(r"\s*(?:->|→|>|/|\\|-{2,}|—+|\|)\s*")

Names = dict[str, list[int]]
Found = tuple[int | None, bool]  # the row, and whether all that the text says was found


class Matcher:
    """The directory as it is at the start of an import. Answers are kept by the text asked."""

    def __init__(self) -> None:
        self._areas = _names(_area_names())
        self._units = _names(_unit_names())
        self._categories = _names(_category_names())
        self._known_areas: dict[tuple[str, str, str], Found] = {}
        self._known_units: dict[str, Found] = {}
        self._known_categories: dict[tuple[str, ...], Found] = {}
        self._borders = Area.objects.filter(active=True).exclude(polygon="").exists()
        self.unmatched: dict[str, Counter[str]] = defaultdict(Counter)

    def area_at(self, point: tuple[float, float] | None) -> int | None:
        """The area that holds a point; nothing is asked where no border is known."""
        return directory.area_at(*point) if point and self._borders else None

    def area(self, parts: tuple[str, str, str]) -> Found:
        """The area that district, street and community name, as near as they are known."""
        if parts not in self._known_areas:
            self._known_areas[parts] = _descend(self._areas, parts, directory.areas())
        return self._told("area", parts, self._known_areas[parts])

    def unit(self, text: str) -> Found:
        """The unit with this code, name or short name."""
        if text not in self._known_units:
            found = _best(self._units, text, None)
            self._known_units[text] = (found, found is not None)
        return self._told("unit", (text,), self._known_units[text])

    def category(self, steps: tuple[str, ...]) -> Found:
        """The deepest class that a path of names reaches."""
        if steps not in self._known_categories:
            parts = [part for step in steps for part in _STEPS.split(step) if part]
            found = _best(self._categories, steps[0], None) if len(steps) == 1 else None
            self._known_categories[steps] = (
                (found, True)
                if found is not None
                else _descend(self._categories, parts, directory.categories())
            )
        return self._told("category", steps, self._known_categories[steps])

    def _told(self, what: str, parts: tuple[str, ...], found: Found) -> Found:
        text = " → ".join(filter(None, parts))
        if not text:
            return None, True
        if not found[1]:
            counter = self.unmatched[what]
            if text in counter or len(counter) < MOST_VALUES:
                counter[text] += 1
        return found


def _descend(names: Names, parts: Iterable[str], tree: directory.Tree[Any]) -> Found:
    """From the widest name to the narrowest, each inside the one before; whether all were found."""
    within, whole = None, True
    for part in filter(None, parts):
        found = _best(names, part, None if within is None else tree.below(within))
        whole = whole and found is not None
        within = found if found is not None else within
    return within, whole


def _names(pairs: Iterable[tuple[str, int]]) -> Names:
    """Text in plain form → the ids of all that are called so."""
    names: Names = defaultdict(list)
    for text, ident in pairs:
        key = normalise(text)
        if key and ident not in names[key]:
            names[key].append(ident)
    return dict(names)


def _best(names: Names, text: str, inside: frozenset[int] | None) -> int | None:
    """The only row with this name, or the only one inside what was found before."""
    key = normalise(text)
    found = names.get(key) or names.get(_ENDINGS.sub("", key)) or []
    if inside is not None:
        found = [ident for ident in found if ident in inside]
    return found[0] if len(found) == 1 else None


def _area_names() -> Iterable[tuple[str, int]]:
    rows = directory.areas().rows
    for row in rows.values():
        if row.active:
            yield from ((row.code, row.id), (row.name, row.id), (_short(row.name), row.id))
    for ident, code, name in AreaAlias.objects.values_list("area_id", "code", "name"):
        if ident in rows and rows[ident].active:
            yield from ((code, ident), (name, ident))


def _unit_names() -> Iterable[tuple[str, int]]:
    for row in directory.units().rows.values():
        if row.active:
            yield from ((row.code, row.id), (row.name, row.id), (row.short_name, row.id))
            yield _short(row.name), row.id


def _category_names() -> Iterable[tuple[str, int]]:
    code_set = directory.case_code_set()
    for row in directory.categories().rows.values():
        if row.active and (code_set is None or row.code_set_id == code_set.pk):
            yield from ((row.code, row.id), (row.name, row.id))


def _short(name: str) -> str:
    short = _ENDINGS.sub("", name)
    return short if len(short) > 1 else ""
