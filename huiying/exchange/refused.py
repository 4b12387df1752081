"""The refused rows as a workbook: the original columns, the row number, why, how to mend."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from huiying.exchange.places import exports
from huiying.exchange.rules.refusals import REASONS, BadRow
from huiying.lib.tables import Sheet, as_text, write_xlsx


class RefusedRows:
    """Collects refused rows on disk, so that memory stays flat however many there are."""

    def __init__(self) -> None:
        self.count = 0
        self.codes: Counter[str] = Counter()
        self._spool = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 (kept open)

    def close(self) -> None:
        """Let go of the rows; what was written stays."""
        self._spool.close()

    def add(self, bad: BadRow, cells: Sequence[Any]) -> None:
        self.count += 1
        self.codes[bad.code] += 1
        record = [bad.line, bad.column, bad.value, bad.code, bad.params, [*map(_plain, cells)]]
        self._spool.write(json.dumps(record, ensure_ascii=False) + "\n")

    def write(self, headers: Sequence[str], name: str) -> Path | None:
        """Write the workbook into the exports folder; None when no row was refused."""
        if not self.count:
            return None
        target = exports() / name
        columns = [_("行号"), _("列"), _("原因"), _("怎样改"), *headers]
        widths = [8, 14, 44, 44]
        write_xlsx(target, [Sheet(_("未导入的行"), columns, self._rows(len(headers)), widths)])
        return target

    def examples(self, most: int) -> list[BadRow]:
        """The first refused rows."""
        return [bad for bad, _cells in zip(self._bad(), range(most), strict=False)]

    def _bad(self) -> Iterator[BadRow]:
        self._spool.seek(0)
        for text in self._spool:
            line, column, value, code, params, _cells = json.loads(text)
            yield BadRow(line, "", column, value, code, params)

    def _rows(self, width: int) -> Iterator[list[Any]]:
        self._spool.seek(0)
        for text in self._spool:
            line, column, _value, code, params, cells = json.loads(text)
            why, how = REASONS[code]
            yield [line, column, _(why) % params if params else _(why), _(how), *cells]


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime | date | time):
        return str(cell)
    return cell if isinstance(cell, int | float | str) else as_text(cell)
