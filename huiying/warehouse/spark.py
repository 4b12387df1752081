"""The work of a province on Spark: an engine for `huiying.lib.engines`, and its session."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import huiying
from huiying.lib.errors import Refused

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROOT = Path(huiying.__file__).resolve().parents[1]
Shared = TypeVar("Shared")
Piece = TypeVar("Piece")
Result = TypeVar("Result")


class NoSpark(Refused):
    code = "no_spark"
    message = "没有用上 Spark：%(why)s"
    hint = "请安装 Java 17 或更新版本，并执行 pip install 'huiying[spark]'；不用 Spark 时结果相同。"


@contextmanager
def session(master: str) -> Iterator[SparkSession]:
    """A session at ``master`` (``local[2]``, ``spark://…``, ``yarn``), ended afterwards.

    Machines of a cluster need the same version of Huiying installed. Raises NoSpark.
    """
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise NoSpark(why="java")
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415  an extra
    except ImportError as why:
        raise NoSpark(why=str(why)) from None
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.driver.maxResultSize": "0",
    }
    if master.startswith("local"):
        # The workers' Python is read from here alone; `python3` of the path may not have Huiying.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        settings |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.executorEnv.PYTHONPATH": str(ROOT),
        }
    builder = SparkSession.builder.appName("huiying").master(master)
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        made = builder.getOrCreate()
    except Exception as why:  # whatever Java says
        raise NoSpark(why=str(why).splitlines()[0][:200]) from why
    try:
        yield made
    finally:
        made.stop()


class Spark:
    """Pieces run on the cluster; what they share is sent once."""

    def __init__(self, session: SparkSession) -> None:
        self._context = session.sparkContext
        self._shared: object = None
        self._sent: Any = None

    def run(
        self, work: Callable[[Shared, Piece], Result], shared: Shared, pieces: Sequence[Piece]
    ) -> Iterable[Result]:
        """A single piece is not worth a journey."""
        if len(pieces) < 2:
            return [work(shared, piece) for piece in pieces]
        task = partial(_work, work, self._broadcast(shared))
        return self._context.parallelize(list(pieces), len(pieces)).map(task).collect()

    def _broadcast(self, shared: object) -> Any:
        if self._sent is None or shared is not self._shared:
            if self._sent is not None:
                self._sent.destroy()
            self._shared, self._sent = shared, self._context.broadcast(shared)
        return self._sent


def _work(work: Callable[[Any, Any], Any], sent: Any, piece: Any) -> Any:
    return work(sent.value, piece)
