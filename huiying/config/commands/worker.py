"""``huiying worker``: the background process alone."""

import argparse

from huiying.config import cli
from huiying.config.say import _


def about() -> str:
    return _("只运行后台进程：任务、定时工作、日志投递（serve 已包含）")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--once", action="store_true", help=_("做完目前到期的一切后退出，而不是一直运行")
    )


def run(options: argparse.Namespace) -> int:
    cli.setup()
    from huiying.config.background import Background

    background = Background()
    if options.once:
        background.once()
        return 0
    background.run()
    return 0
