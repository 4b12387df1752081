"""From HUIYING_DATABASE_URL to Django's database dictionary."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from huiying.config.env import BadSetting
from huiying.config.say import _

# synchronous=FULL: an accepted case survives a power cut. The cache and the memory map keep the
# hot pages of a large file in reach of every query.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384; "
    "PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864"
)
BUSY_SECONDS = 20


def database(url: str, home: Path, pool_size: int) -> dict[str, Any]:
    """Django's settings for the database at ``url``; empty means SQLite in ``home``."""
    if not url:
        return _sqlite(home / "huiying.sqlite3")
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        name = url.removeprefix("sqlite:///")
        if name == url or not name:
            raise BadSetting(
                _("HUIYING_DATABASE_URL：应写 sqlite:///相对路径.db 或 sqlite:////绝对路径.db。")
            )
        return _sqlite(Path(unquote(name)).expanduser().resolve())
    if scheme in {"postgresql", "postgres"}:
        return _postgresql(url, pool_size)
    raise BadSetting(
        _(
            "HUIYING_DATABASE_URL：不支持“%(scheme)s”。"
            "应写 sqlite:///… 或 postgresql://用户:密码@主机:5432/库名。"
        )
        % {"scheme": scheme or url}
    )


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "huiying.config.sqlite3",
        "NAME": file,
        # Connections live as long as their thread: the pragmas run once, not at each request.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A transaction takes the write lock at its start, so that it waits there instead
            # of failing half-way with "database is locked".
            "transaction_mode": "IMMEDIATE",
            "timeout": BUSY_SECONDS,
            "init_command": SQLITE_PRAGMAS,
        },
    }


def _postgresql(url: str, pool_size: int) -> dict[str, Any]:
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    try:
        port = parts.port
    except ValueError:
        raise BadSetting(_("HUIYING_DATABASE_URL：端口不是数字。")) from None
    if not name:
        raise BadSetting(_("HUIYING_DATABASE_URL：主机之后缺少库名。"))
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # ?host=/run/postgresql names a socket folder, as libpq does.
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        # Statements that come again are planned once per connection: half of the server's work.
        "OPTIONS": {
            **query,
            "server_side_binding": True,
            "prepare_threshold": 3,
            "pool": {"min_size": 1, "max_size": max(1, pool_size), "timeout": 20},
        },
    }
