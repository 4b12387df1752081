"""Bringing a file in: read once to judge it, a second time to write it, batch by batch."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from huiying.accounts.actors import Actor
from huiying.cases.due import destroyed
from huiying.cases.models import Case
from huiying.exchange.actions.changing import change
from huiying.exchange.actions.creating import Creation
from huiying.exchange.facts import Facts, resolve
from huiying.exchange.matching import Matcher
from huiying.exchange.models import ImportedRow, ImportRun
from huiying.exchange.reading import Opened
from huiying.exchange.refusals import NothingInside, TooManyBad
from huiying.exchange.refused import RefusedRows
from huiying.exchange.rules.refusals import REASONS, BadRow
from huiying.exchange.rules.row import Row
from huiying.exchange.rules.seen import CLASH, FIRST, SAME, Seen

BATCH = 1500
LOOKED_UP = 500  # numbers in one query; SQLite takes 999 values
CHECKING, WRITING = "checking", "writing"
Progress = Callable[[str, int, int], None]  # phase, rows done, rows in all (0: not known yet)


@dataclass
class Tally:
    """What became of the rows; ``rows`` is the sum of the others."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    remarks: Counter[str] = field(default_factory=Counter)

    def counts(self) -> dict[str, int]:
        names = ("rows", "created", "updated", "unchanged", "refused")
        return {name: getattr(self, name) for name in names}


@dataclass
class Sorted:
    """A batch by what is to be done; ``adopted`` came another way and are only remembered,
    ``destroyed`` must not come back."""

    fresh: list[Facts] = field(default_factory=list)
    changed: list[tuple[ImportedRow, Facts]] = field(default_factory=list)
    adopted: list[ImportedRow] = field(default_factory=list)
    destroyed: list[Facts] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)


class Import:
    """One file on its way into the database."""

    def __init__(
        self,
        opened: Opened,
        run: ImportRun,
        *,
        actor: Actor,
        at: datetime,
        progress: Progress | None = None,
        dry_run: bool = False,
    ) -> None:
        self.opened, self.run, self.actor, self.at = opened, run, actor, at
        self.plan, self.dry_run = opened.reading.plan, dry_run
        self.progress = progress or (lambda _phase, _done, _total: None)
        self.refused = RefusedRows()
        self.tally = Tally()
        self.seen = Seen()
        self.matcher = Matcher()

    def check(self, allowed_share: float) -> None:
        """Read everything without writing. Raises NothingInside or TooManyBad."""
        total = 0
        reading = self.opened.reading
        for total, (line, cells) in enumerate(self.opened.table.rows(), 1):
            number = reading.judge(line, cells)
            if isinstance(number, BadRow):
                self.refused.add(number, cells)
            else:
                self.seen.add(number, self.plan.content(cells))
            if total % BATCH == 0:
                self.progress(CHECKING, total, 0)
        self.tally.rows = total
        bad_rows = self.refused.count + self.seen.finish()
        self.tally.refused = bad_rows
        if total == 0:
            raise NothingInside(name=self.opened.name)
        if bad_rows > allowed_share * total:
            raise self._too_many(bad_rows, allowed_share)

    def _too_many(self, bad_rows: int, share: float) -> TooManyBad:
        common = self.refused.codes.most_common(1)
        code = common[0][0] if common else "duplicate"
        examples = [bad for bad in self.refused.examples(200) if bad.code == code]
        why = str(examples[0]) if examples else REASONS[code][0]
        return TooManyBad(
            rows=self.tally.rows,
            refused=bad_rows,
            share=round(share * 100),
            why=why,
            how=REASONS[code][1],
        )

    def write(self) -> Tally:
        """Write what was judged fit. Each batch is one transaction: a stop loses only the last."""
        self.tally.refused = self.refused.count
        rows = self._fit_rows()
        while batch := list(itertools.islice(rows, BATCH)):
            self._write_batch(batch)
            done = self.tally.created + self.tally.updated + self.tally.unchanged
            self.progress(WRITING, done + self.tally.refused, self.tally.rows)
        return self.tally

    def _fit_rows(self) -> Iterator[Row]:
        for line, cells in self.opened.table.rows():
            row = self.opened.reading.read(line, cells)
            if isinstance(row, BadRow):
                continue  # counted when it was judged
            verdict = self._verdict(row.number, cells)
            if verdict == CLASH:
                header = self.plan.header("number")
                bad = BadRow(row.line, row.number, header, row.number, "duplicate", {})
                self.refused.add(bad, cells)
                self.tally.refused += 1
            elif verdict == SAME:
                self.tally.remarks["repeated"] += 1
                self.tally.unchanged += 1
            else:
                self.tally.remarks.update(row.remarks)
                yield row

    def _verdict(self, number: str, cells: Sequence[Any]) -> str:
        if not self.seen.any_twice:
            return FIRST
        return self.seen.judge(number, self.plan.content(cells))

    def _write_batch(self, rows: list[Row]) -> None:
        facts = {row.number: resolve(row, self.plan, self.matcher) for row in rows}
        if self.dry_run:
            self._count(self._sorted(facts), Counter())
            return
        for attempt in (1, 2):
            try:
                with transaction.atomic():
                    found, remarks = self._store(facts)
                break
            except IntegrityError:
                # Another import of the same source was at the same rows: look again, once.
                if attempt == 2:
                    raise
        self._count(found, remarks)

    def _store(self, facts: dict[str, Facts]) -> tuple[Sorted, Counter[str]]:
        found = self._sorted(facts)
        Creation(self.run, self.actor, self.at).create(found.fresh)
        ImportedRow.objects.bulk_create(found.adopted)
        remarks = change(
            self.run, found.changed, headers=self.plan.headers, actor=self.actor, at=self.at
        )
        found.counted["updated"] -= remarks["anonymised"]
        found.counted["unchanged"] += remarks["anonymised"]
        return found, remarks

    def _count(self, found: Sorted, remarks: Counter[str]) -> None:
        counted = found.counted
        self.tally.created += counted["created"]
        self.tally.updated += counted["updated"]
        self.tally.unchanged += counted["unchanged"]
        self.tally.remarks.update(remarks)
        for one in found.destroyed:
            self._refuse_destroyed(one.row)

    def _refuse_destroyed(self, row: Row) -> None:
        """Told with its number alone: the file of refused rows keeps nothing that was destroyed."""
        cells = [""] * len(self.plan.headers)
        cells[self.plan.places["number"]] = row.number
        header = self.plan.header("number")
        self.refused.add(BadRow(row.line, row.number, header, row.number, "destroyed", {}), cells)
        self.tally.refused += 1

    def _sorted(self, facts: dict[str, Facts]) -> Sorted:
        """New rows, rows that changed, and how many of each kind there are.

        What this very run wrote before it was stopped counts as it did then.
        """
        cases, known = self._known(list(facts))
        # Asked after the cases: what is destroyed meanwhile is then seen as destroyed.
        gone = destroyed(self.run.source, [number for number in facts if number not in cases])
        found = Sorted()
        for number, one in facts.items():
            row = known.get(cases.get(number, 0))
            if number in gone:
                found.destroyed.append(one)
            elif number not in cases:
                found.fresh.append(one)
                found.counted["created"] += 1
            elif row is None:
                made = ImportedRow(
                    case_id=cases[number], run_id=self.run.pk, created=False, marks=one.marks
                )
                found.adopted.append(made)
                found.counted["unchanged"] += 1
            elif bytes(row.marks) != one.marks:
                found.changed.append((row, one))
                found.counted["updated"] += 1
            elif row.run_id == self.run.pk:
                found.counted["created" if row.created else "updated"] += 1
            else:
                found.counted["unchanged"] += 1
        return found

    def _known(self, numbers: list[str]) -> tuple[dict[str, int], dict[int, ImportedRow]]:
        """Cases by their number in the source, and what a file last said about each."""
        cases: dict[str, int] = {}
        rows: dict[int, ImportedRow] = {}
        for start in range(0, len(numbers), LOOKED_UP):
            part = numbers[start : start + LOOKED_UP]
            found = dict(numbered(self.run.source, part).values_list("source_number", "pk"))
            cases |= found
            rows |= ImportedRow.objects.in_bulk(list(found.values())) if found else {}
        return cases, rows


def numbered(source: str, numbers: list[str]) -> QuerySet[Case]:
    """The cases that have some of a source's numbers, by index.

    The exclusion is the index's own condition: without it SQLite reads every case there is.
    """
    return Case.objects.filter(source=source, source_number__in=numbers).exclude(source_number="")
