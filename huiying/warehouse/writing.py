"""Rows into a Parquet file, a stretch at a time, with the types that the columns declare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from huiying.lib.making_way import politely
from huiying.warehouse.tables import STRETCH, Extract, Row


def write(table: Extract, target: Path) -> int:
    """Write all rows; how many."""
    import pyarrow as pa  # noqa: PLC0415  a large library that only a snapshot needs
    from pyarrow import parquet  # noqa: PLC0415

    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "flag": pa.bool_(),
        "moment": pa.timestamp("us"),
    }
    schema = pa.schema([(one.name, types[one.kind]) for one in table.columns])
    count = 0
    with parquet.ParquetWriter(target, schema, compression="zstd") as writer:
        for part in _parts(politely(table.rows())):
            columns = zip(*(_plain(row) for row in part), strict=True)
            arrays = [pa.array(v, type=f.type) for v, f in zip(columns, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            count += len(part)
    return count


def _plain(row: Row) -> Iterator[object]:
    """Moments are written as they are in UTC, without a zone: every engine reads them alike."""
    for value in row:
        aware = isinstance(value, datetime) and value.tzinfo is not None
        yield value.astimezone(UTC).replace(tzinfo=None) if aware else value


def _parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while part := list(islice(source, STRETCH)):
        yield part
