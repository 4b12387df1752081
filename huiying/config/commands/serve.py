"""``huiying serve``: the whole service, web and background, under one supervisor."""

import argparse
import os
import sys

from huiying.config import cli, supervisor
from huiying.config.say import _
from huiying.config.tending import Service

# Python runs one thread of a process at a time; more of them only help while some wait. SQLite has
# one writer at a time: they would wait for each other. On PostgreSQL one works while the other's
# change reaches the disk.
THREADS = {"sqlite": 1, "postgresql": 2}


def about() -> str:
    return _("启动服务：网页与后台任务，一同启停")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help=_("监听的地址（默认 %(default)s）"))
    parser.add_argument("--port", type=int, default=8000, help=_("监听的端口（默认 %(default)s）"))
    parser.add_argument(
        "--workers",
        type=int,
        default=2,
        help=_("网页进程数，通常等于处理器核数（默认 %(default)s）"),
    )
    parser.add_argument(
        "--no-worker", action="store_true", help=_("不启动后台进程（另用 huiying worker 运行时）")
    )


def run(options: argparse.Namespace) -> int:
    if options.workers < 1:
        raise cli.Stop(_("--workers 至少为 1"))
    cli.setup()
    from django.conf import settings
    from django.db import connection

    from huiying.demo import signins

    supervisor.refuse_taken_port(options.host, options.port)
    cli.refuse_old_database()
    children = [("web", _web(options, connection.vendor))]
    if not options.no_worker:
        children.append(("worker", (sys.executable, "-m", "huiying", "worker")))
    known = signins.table()
    connection.close()
    home = str(settings.HOME)
    Service(home, options.host, options.port, tuple(children), known).become()
    return 0


def _web(options: argparse.Namespace, vendor: str) -> tuple[str, ...]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1"]
    command += ["--host", options.host, "--port", str(options.port)]
    command += ["--workers", str(options.workers), "--respawn-failed-workers"]
    # An idle thread keeps its database connection: let it live.
    command += [
        "--blocking-threads",
        str(THREADS[vendor]),
        "--blocking-threads-idle-timeout",
        "600",
    ]
    command += ["--workers-kill-timeout", "5", "--log-level", "warning"]
    # granian reads GRANIAN_* itself: whoever tunes it further can.
    os.environ.setdefault("GRANIAN_BACKLOG", "2048")
    return (*command, "huiying.config.wsgi:application")
