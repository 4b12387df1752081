"""On a Spark cluster of this machine the results are those of one process."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from huiying.exchange.actions.snapshot import EXTRACTS
from huiying.insights.rules import candidates, pairs, views
from huiying.insights.rules.problems import find
from huiying.metrics.measures import MEASURES
from huiying.warehouse.reading import asked, by_duckdb, by_spark
from huiying.warehouse.spark import NoSpark, Spark, session
from huiying.warehouse.tables import Column
from tests.insights.letters import letters
from tests.metrics.test_measures import APRIL, MARCH

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# Spark's client leaves the sockets its results came through to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

needs_java = pytest.mark.skipif(
    not shutil.which("java") or connection.vendor == "postgresql",
    reason="Spark needs Java; a snapshot is the same files whichever database it came from",
)


@pytest.fixture(scope="module")
def cluster() -> Iterator[SparkSession]:
    pytest.importorskip("pyspark", reason="requirements/spark.txt is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pandas' version: no pandas function is used
        with session("local-cluster[2,1,1024]") as running:
            yield running


@needs_java
def test_problems_found_on_a_cluster_are_the_same(
    cluster: SparkSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "CHUNK", 100)
    monkeypatch.setattr(pairs, "CHUNK", 500)
    monkeypatch.setattr(candidates, "CHUNK", 150)
    said = [replace(one, ident=f"{one.ident}/{n}") for n in range(30) for one in letters()]
    assert find(said, engine=Spark(cluster)) == find(said)


@needs_java
@pytest.mark.parametrize("name", sorted(MEASURES))
def test_measures_are_the_same_on_both_engines(
    name: str, cluster: SparkSession, tmp_path: Path
) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    source, measure = tmp_path / "rows.parquet", MEASURES[name]
    columns = {one.name: one.columns for one in EXTRACTS}[measure.table]
    parquet.write_table(pa.Table.from_pylist(_rows(columns)), source)
    for by in measure.bys:
        asking = asked(measure, by, columns)
        here = by_duckdb(asking, measure, source)
        there = by_spark(asking, measure, source, cluster)
        assert list(here.headers) == list(there.headers)
        rows, others = list(here.rows), list(there.rows)
        assert rows
        for one, other in zip(rows, others, strict=True):
            assert one[:2] == other[:2]
            assert one[2:] == pytest.approx(other[2:], abs=1e-12, nan_ok=True)


CHOICES = {
    "role": ("lead", "lead", "assist"),
    "ended": ("", "done", "returned"),
    "excluded": (None, None, "R1"),
    "month": ("2026-03", "2026-04"),
}


def _rows(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Two hundred rows in which every kind of value occurs, and nothing as well."""
    chance = Random(7)
    by_kind: dict[str, tuple[Any, ...]] = {
        "text": ("泉河", "临溪", "", None),
        "number": (0.5, 1.25),
        "flag": (True, False),
        "moment": (MARCH, APRIL, None),
    }

    def value(at: int, one: Column) -> Any:
        if one.kind == "integer":
            return at // 2 if one.name == "case_id" else 1 if one.name == "cycle" else at
        return chance.choice(CHOICES.get(one.name, by_kind[one.kind]))

    return [{one.name: value(at, one) for one in columns} for at in range(200)]


def test_without_java_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(NoSpark) as refused, session("local[1]"):
        pass
    assert "huiying[spark]" in refused.value.hint
