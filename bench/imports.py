"""(a) import: rows a second as a share of raw multi-row INSERTs of the very same rows.

Run in the measured home. A file of N invented messages with replies is imported; then every row
that the import wrote, in every table with its indexes and in the full-text index, is written once
more under new ids by plain multi-row INSERT statements.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import seed  # noqa: E402
from huiying.accounts.actors import system  # noqa: E402
from huiying.exchange.actions import import_file  # noqa: E402
from huiying.lib.tables import write_csv  # noqa: E402

ROWS = 10_000
PER_STATEMENT = 400
PER_TRANSACTION = 2000
TABLES = (
    "cases_reporter", "cases_case", "cases_note", "dispatch_assignment", "oversight_callback",
    "exchange_importedrow", "journal_entry", "search_document",
)  # fmt: skip
SHIFT = 50_000_000
UNIQUE = {"cases_case": ("number", "tracking_code", "source_number")}
POINTING = {
    "cases_case": ("reporter_id",),
    "cases_note": ("case_id",),
    "dispatch_assignment": ("case_id", "note_id", "result_id"),
    "oversight_callback": ("case_id", "note_id"),
    "exchange_importedrow": ("case_id",),
    "journal_entry": ("subject_id",),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = _file(Path(folder))
        before = {table: _last(table) for table in TABLES}
        start = time.perf_counter()
        outcome = import_file(
            path, actor=system("bench"), at=timezone.now(), source=f"bench-{time.time_ns()}"
        )
        took = time.perf_counter() - start
    if outcome.created != ROWS:
        raise SystemExit(f"imported {outcome.created} of {ROWS}: {outcome}")
    written = {table: _rows(table, before[table]) for table in TABLES}
    raw = _insert_again(written)
    line = {
        "measure": "import",
        "rows": ROWS,
        "rows_per_second": round(ROWS / took),
        "raw_per_second": round(ROWS / raw),
        "ratio": round(raw / took, 2),
        "rows_written": {table: len(rows) for table, (_columns, rows) in written.items()},
    }
    sys.stdout.write(json.dumps({"lines": [line]}) + "\n")


def _file(folder: Path) -> Path:
    """Invented messages with replies, in the layout of a message board's export."""
    texts = seed.demo_texts()
    path = folder / "messages.csv"
    headers = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]

    def rows() -> Iterator[list[Any]]:
        for n in range(ROWS):
            title, body, address = texts[n % len(texts)]
            yield [
                n + 1, f"A{n:08d}", title, f"2026-0{n % 9 + 1}-11 10:{n % 60:02d}:00",
                f"{address}：{body}", "您的留言已收悉，已转相关单位处理完毕。",
                f"2026-0{n % 9 + 1}-19 16:{n % 60:02d}:00",
            ]  # fmt: skip

    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        write_csv(stream, headers, rows())
    return path


def _key(table: str) -> str:
    sqlite_index = table == "search_document" and connection.vendor == "sqlite"
    return "rowid" if sqlite_index else "case_id" if table == "exchange_importedrow" else "id"


def _last(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max({_key(table)}), 0) FROM {table}")
        return int(cursor.fetchone()[0])


def _rows(table: str, after: int) -> tuple[list[str], list[list[Any]]]:
    """The rows an import wrote, with new ids and new unique values."""
    key = _key(table)
    wanted = f"{key}, *" if key == "rowid" else "*"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {wanted} FROM {table} WHERE {key} > %s ORDER BY {key}", [after])
        columns = [column[0] for column in cursor.description]
        rows = [list(row) for row in cursor.fetchall()]
    moved = [i for i, c in enumerate(columns) if c in (key, "id", *POINTING.get(table, ()))]
    renamed = [i for i, c in enumerate(columns) if c in UNIQUE.get(table, ())]
    for row in rows:
        for place in moved:
            row[place] = row[place] + SHIFT if row[place] is not None else None
        for place in renamed:
            row[place] = f"{row[place]}~"[-24:] if row[place] else row[place]
    return columns, rows


def _insert_again(written: dict[str, tuple[list[str], list[list[Any]]]]) -> float:
    """Seconds for the same rows by multi-row INSERT, in as many transactions as the import."""
    start = time.perf_counter()
    for first in range(0, ROWS, PER_TRANSACTION):
        share = slice(first, first + PER_TRANSACTION)
        with transaction.atomic(), connection.cursor() as cursor:
            for table, (columns, rows) in written.items():
                times = max(1, round(len(rows) / ROWS))
                part = rows[share.start * times : share.stop * times]
                _insert(cursor, table, columns, part)
    return time.perf_counter() - start


def _insert(cursor: Any, table: str, columns: list[str], rows: list[list[Any]]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    place = "(" + ", ".join(["%s"] * len(columns)) + ")"
    for start in range(0, len(rows), PER_STATEMENT):
        part = rows[start : start + PER_STATEMENT]
        cursor.execute(
            f"INSERT INTO {table} ({names}) VALUES {', '.join([place] * len(part))}",
            [value for row in part for value in row],
        )


if __name__ == "__main__":
    main()
