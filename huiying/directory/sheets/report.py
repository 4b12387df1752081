"""Doing the rows of a file, all or nothing, and saying what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from huiying.directory.actions.core import Put, writing
from huiying.journal.events import By
from huiying.lib.errors import Refused

OUTCOMES = ("created", "changed", "unchanged", "refused")


class TwiceInFile(Refused):
    code = "twice_in_file"
    message = _("“%(key)s”在文件中出现两次，前一次在第 %(row)s 行。")
    hint = _("请删去多余的一行。")


@dataclass(frozen=True, slots=True)
class Deed:
    """What one row of a file asks for. ``do`` makes the change and says what it did."""

    row: int
    key: str
    do: Callable[[By, datetime], Sequence[Did]]
    parent: str = ""  # key of the row that must be done before this one


@dataclass(frozen=True, slots=True)
class Did:
    """``outcome`` is created, changed or unchanged; ``fields`` are the names that changed."""

    outcome: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of a row; ``refused`` says why not."""

    row: int
    key: str
    outcome: str
    fields: tuple[str, ...] = ()
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """``applied`` is false after a dry run, and when a refused row undid the whole file."""

    file: str
    rows: tuple[RowReport, ...]
    applied: bool
    dry_run: bool

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.outcome for row in self.rows)
        return {outcome: found[outcome] for outcome in OUTCOMES}

    @property
    def refused(self) -> tuple[RowReport, ...]:
        return tuple(row for row in self.rows if row.refused is not None)


def did(put: Put[Any]) -> Did:
    return Did(put.outcome, () if put.created else tuple(put.changes))


def carry_out(
    deeds: Iterable[Deed],
    *,
    file: str,
    by: By,
    at: datetime,
    dry_run: bool = False,
    partial: bool = False,
) -> Report:
    """Do all deeds, parents first. One refused row undoes the file unless ``partial``.

    A dry run does everything and takes it back, so that it tells exactly what would happen.
    """
    reports: list[RowReport] = []
    seen: dict[str, int] = {}
    with writing():
        for deed in parents_first(list(deeds)):
            reports.append(_do(deed, seen, by, at))
            seen.setdefault(deed.key, deed.row)
        refused = any(report.refused for report in reports)
        applied = not dry_run and (partial or not refused)
        if not applied:
            transaction.set_rollback(True)
    return Report(file, tuple(sorted(reports, key=lambda r: r.row)), applied, dry_run)


def parents_first(deeds: Sequence[Deed]) -> list[Deed]:
    """The deeds in the file's order, but none before its parent; a circle keeps the order."""
    by_key = {deed.key: deed for deed in reversed(deeds)}
    ordered: dict[int, Deed] = {}

    def place(deed: Deed, pending: frozenset[str]) -> None:
        parent = by_key.get(deed.parent) if deed.parent not in pending else None
        if parent is not None and id(parent) not in ordered:
            place(parent, pending | {deed.key})
        ordered.setdefault(id(deed), deed)

    for deed in deeds:
        place(deed, frozenset({deed.key}))
    return list(ordered.values())


def _do(deed: Deed, seen: dict[str, int], by: By, at: datetime) -> RowReport:
    try:
        if deed.key in seen:
            raise TwiceInFile(key=deed.key, row=seen[deed.key])
        with transaction.atomic():
            done = deed.do(by, at)
    except Refused as refused:
        return RowReport(deed.row, deed.key, "refused", refused=refused)
    fields = tuple(dict.fromkeys(name for one in done for name in one.fields))
    outcomes = [one.outcome for one in done]
    if outcomes and outcomes[0] == "created":
        return RowReport(deed.row, deed.key, "created")
    changed = any(outcome != "unchanged" for outcome in outcomes)
    return RowReport(deed.row, deed.key, "changed" if changed else "unchanged", fields)
