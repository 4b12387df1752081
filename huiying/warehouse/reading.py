"""A measure of a snapshot, worked out by DuckDB here or by Spark elsewhere.

The measures are Ibis expressions over tables that stand only for their columns; each engine is
given the SQL that Ibis writes for it, and reads the Parquet files itself.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huiying.lib.tables import Sheet
from huiying.metrics.measures import MEASURES, Measure
from huiying.metrics.parts import By
from huiying.warehouse.snapshots import Snapshot
from huiying.warehouse.spark import session
from huiying.warehouse.tables import Column, Kind

if TYPE_CHECKING:
    from ibis.expr.types import Table
    from pyspark.sql import SparkSession

TYPES: dict[Kind, str] = {
    "text": "string",
    "integer": "int64",
    "number": "float64",
    "flag": "boolean",
    "moment": "timestamp",
}


def measured(
    snapshot: Snapshot, columns: Sequence[Column], name: str, by: By, *, spark: str = ""
) -> Sheet:
    """The rows of a measure. ``columns``: of its table; ``spark``: a master, "" for DuckDB."""
    measure = MEASURES[name]
    path = snapshot.path(measure.table)
    expression = asked(measure, by, columns)
    if not spark:
        return by_duckdb(expression, measure, path)
    with session(spark) as running:
        return by_spark(expression, measure, path, running)


def asked(measure: Measure, by: By, columns: Sequence[Column]) -> Table:
    """The expression of a measure, by what it is asked for."""
    import ibis  # noqa: PLC0415  a large library that only a measure needs

    schema = {one.name: TYPES[one.kind] for one in columns}
    return measure.of(ibis.table(schema, name=measure.table), by)


def by_duckdb(expression: Table, measure: Measure, path: Path) -> Sheet:
    import duckdb  # noqa: PLC0415
    import ibis  # noqa: PLC0415

    with duckdb.connect(config={"autoinstall_known_extensions": False}) as engine:
        engine.read_parquet(str(path)).create_view(measure.table)
        found = engine.execute(str(ibis.to_sql(expression, dialect="duckdb")))
        return Sheet(measure.name, [one[0] for one in found.description or ()], found.fetchall())


def by_spark(expression: Table, measure: Measure, path: Path, running: SparkSession) -> Sheet:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pandas' version: none of its functions is used
        import ibis  # noqa: PLC0415

        words: Any = ibis.pyspark.compile(expression)
    running.read.parquet(str(path)).createOrReplaceTempView(measure.table)
    found = running.sql(str(words))
    return Sheet(measure.name, found.columns, [tuple(row) for row in found.collect()])
