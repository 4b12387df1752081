"""The database as one file, and back; for both databases we run on."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import connection, connections

from huiying.config.say import _
from huiying.lib.errors import Refused


class DumpFailed(Refused):
    code = "dump_failed"


def name() -> str:
    """What the dump of the configured database is called inside a backup."""
    return "database.sqlite3" if connection.vendor == "sqlite" else "database.pgdump"


def has_data() -> bool:
    """Whether the configured database has tables."""
    if connection.vendor == "sqlite" and not Path(_settings()["NAME"]).exists():
        return False
    return bool(connection.introspection.table_names())


def save(target: Path) -> None:
    """A consistent copy, made while others write."""
    if connection.vendor == "sqlite":
        source = sqlite3.connect(f"file:{_settings()['NAME']}?mode=ro", uri=True)
        with contextlib.closing(source), contextlib.closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        return
    _postgresql("pg_dump", "--format=custom", "--no-owner", "--file", str(target))


def load(source: Path) -> None:
    """Replace the configured database by ``source``."""
    connections.close_all()
    if connection.vendor == "sqlite":
        _check_sqlite(source)
        target = Path(_settings()["NAME"])
        target.parent.mkdir(parents=True, exist_ok=True)
        for rest in (f"{target}-wal", f"{target}-shm"):
            Path(rest).unlink(missing_ok=True)
        shutil.move(source, target)
        return
    _postgresql(
        "pg_restore",
        *("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"),
        *("--dbname", str(_settings()["NAME"]), str(source)),
    )


def _settings() -> Mapping[str, Any]:
    return connection.settings_dict


def _check_sqlite(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as probe:
        found = probe.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise DumpFailed(_("备份中的数据库已损坏：%(why)s"), why=found)


def _postgresql(program: str, *arguments: str) -> None:
    given = _settings()
    environment = dict(os.environ, PGDATABASE=str(given["NAME"]))
    for variable, key in (
        ("PGHOST", "HOST"),
        ("PGPORT", "PORT"),
        ("PGUSER", "USER"),
        ("PGPASSWORD", "PASSWORD"),
    ):
        if given[key]:
            environment[variable] = str(given[key])
    if sslmode := given.get("OPTIONS", {}).get("sslmode"):
        environment["PGSSLMODE"] = str(sslmode)
    try:
        done = subprocess.run(  # noqa: S603  (a fixed program, arguments of our own)
            [program, *arguments], env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise DumpFailed(
            _("找不到 %(program)s。请安装 PostgreSQL 客户端：apt-get install postgresql-client"),
            program=program,
        ) from None
    if done.returncode:
        raise DumpFailed(
            _("%(program)s 失败：%(why)s"), program=program, why=done.stderr.strip()[-2000:]
        )
