"""One table into its files: CSV as it is read, the others out of that CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from huiying.exchange.publishing.tables import Table
from huiying.lib.making_way import politely
from huiying.lib.tables import write_csv

TYPES = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}


def write(table: Table, folder: Path) -> tuple[int, list[str]]:
    """Write a table; how many rows, and the endings of its files."""
    source = folder / f"{table.name}.csv"
    with source.open("w", encoding="utf-8", newline="") as stream:
        count = write_csv(stream, [c.name for c in table.columns], politely(table.rows()))
    _parquet(table, source)
    endings = ["csv", "parquet"]
    if table.place:
        _geojson(table, source)
        endings.append("geojson")
    return count, endings


def _parquet(table: Table, source: Path) -> None:
    """DuckDB reads the CSV by the declared types and writes Parquet; nothing is guessed."""
    import duckdb  # noqa: PLC0415  a large library that only the nightly task needs

    columns = {column.name: TYPES[column.kind] for column in table.columns}
    with duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False}) as engine:
        rows = engine.read_csv(
            str(source), header=True, columns=columns, delimiter=",", quotechar='"',
            escapechar='"', date_format="%Y-%m-%d", all_varchar=False,
        )  # fmt: skip
        rows.write_parquet(str(source.with_suffix(".parquet")), compression="zstd")


def _geojson(table: Table, source: Path) -> None:
    """A FeatureCollection (RFC 7946) of the rows that have a place, written row by row."""
    kinds = {column.name: column.kind for column in table.columns}
    with source.with_suffix(".geojson").open("w", encoding="utf-8") as stream:
        stream.write('{"type":"FeatureCollection","features":[')
        for number, feature in enumerate(politely(_features(source, kinds))):
            stream.write(",\n" if number else "\n")
            stream.write(json.dumps(feature, ensure_ascii=False))
        stream.write("\n]}\n")


def _features(source: Path, kinds: dict[str, str]) -> Iterator[dict[str, object]]:
    with source.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            lon, lat = row.pop("lon"), row.pop("lat")
            if lon and lat:
                yield {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": [float(lon), float(lat)]},
                    "properties": {name: _value(text, kinds[name]) for name, text in row.items()},
                }


def _value(text: str, kind: str) -> object:
    if not text:
        return None
    return int(text) if kind == "integer" else float(text) if kind == "number" else text
