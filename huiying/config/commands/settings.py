"""``huiying settings``: the table of all settings."""

import argparse
import sys

from huiying.config import env
from huiying.config.say import _


def about() -> str:
    return _("列出全部 HUIYING_* 设置及其默认值")


def arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # it has none


def run(options: argparse.Namespace) -> int:
    del options
    sys.stdout.write(env.table())
    return 0
