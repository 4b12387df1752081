"""A file opened and understood: which header is which fact, and how its rows are read."""

from __future__ import annotations

import itertools
from collections.abc import Mapping as Said
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from huiying.cases.kinds import Channel
from huiying.directory.kinds import Crs as CrsChoice
from huiying.exchange.models import Mapping
from huiying.exchange.refusals import BadOption, NoSuchMapping
from huiying.exchange.rules.layouts import BY_KEY, known_headers
from huiying.exchange.rules.mapping import (
    Columns,
    Guess,
    Plan,
    check,
    combine,
    distinct,
    guess,
    key_of,
)
from huiying.exchange.rules.rows import LOOKED_AT, Reading, fields_with_day_first
from huiying.lib.coordinates import Crs
from huiying.lib.tables import NoHeader, Table, open_table

UNKNOWN_SOURCE = "import"


@dataclass(frozen=True, slots=True)
class Options:
    """What was said about a file besides its content; "" leaves it to memory and guess."""

    source: str = ""
    mapping_name: str = ""
    channel: str = ""
    crs: str = ""
    columns: Said[str, str] | None = None  # header → field, as a person chose on the page


@dataclass(frozen=True, slots=True)
class Opened:
    """A file ready to be read."""

    table: Table
    name: str
    headers: list[str]
    columns: Columns
    guessed: Guess
    remembered: str  # the name of the mapping that was found, "" when guessed
    source: str
    reading: Reading

    @property
    def layout(self) -> str:
        """The name of the export this looks like, "" for none we know."""
        known = BY_KEY.get(self.guessed.layout)
        return known.label if known else ""


def open_file(path: Path, options: Options, at: datetime, *, strict: bool = True) -> Opened:
    """Open a table and decide what its columns are.

    Raises a refusal of `lib.tables`, HeaderNotUnderstood (not when ``strict`` is False: the page
    lets a person say it), NoSuchMapping, BadOption.
    """
    _check(options)
    table = _table(path)
    headers = distinct(table.headers)
    guessed = guess(headers)
    memory = _remembered(options, headers, guessed)
    said = options.columns if options.columns is not None else (memory.columns if memory else {})
    columns = combine(headers, said, guessed.columns)
    if strict:
        check(columns)
    plan = Plan.of(headers, columns)
    sample = [cells for _line, cells in itertools.islice(table.rows(), LOOKED_AT)]
    reading = Reading(
        plan,
        options.channel or (memory.channel if memory else "") or guessed.channel or "import",
        Crs(options.crs or (memory.crs if memory else "") or Crs.WGS84.value),
        at,
        fields_with_day_first(plan, sample),
    )
    source = options.source or (memory.source if memory else "") or guessed.source
    return Opened(
        table,
        path.name,
        headers,
        columns,
        guessed,
        memory.name if memory else "",
        source or UNKNOWN_SOURCE,
        reading,
    )


def _table(path: Path) -> Table:
    """With headers we know, else with the first row that could be a header."""
    try:
        return open_table(path, known=known_headers())
    except NoHeader:
        return open_table(path)


def _remembered(options: Options, headers: list[str], guessed: Guess) -> Mapping | None:
    if options.mapping_name:
        found = Mapping.objects.filter(name=options.mapping_name).first()
        if found is None:
            names = "、".join(Mapping.objects.values_list("name", flat=True)) or "—"
            raise NoSuchMapping(name=options.mapping_name, names=names)
        return found
    same = Mapping.objects.filter(headers_key=key_of(headers)).order_by("-changed_at")
    wanted = options.source or guessed.source
    return (same.filter(source=wanted).first() if wanted else None) or (
        None if options.source else same.first()
    )


def _check(options: Options) -> None:
    for name, value, known in (
        ("--channel", options.channel, Channel.values),
        ("--crs", options.crs, CrsChoice.values),
    ):
        if value and value not in known:
            raise BadOption(name=name, value=value, known="、".join(known))
    if len(options.source) > 40:
        raise BadOption(name="--source", value=options.source, known="不超过 40 个字")
