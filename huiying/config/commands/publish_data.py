"""``huiying publish-data``: write the open data anew, now."""

import argparse
import sys

from huiying.config import cli
from huiying.config.say import _


def about() -> str:
    return _("立即重写开放数据（平时每天夜里自动更新）")


def arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(options: argparse.Namespace) -> int:
    del options
    cli.setup()
    from django.utils import timezone

    from huiying.exchange.publishing.publish import publish

    edition = publish(timezone.now())
    for name, told in edition.tables.items():
        files = "  ".join(f"{ending} {size:,}" for ending, size in told["files"].items())
        sys.stdout.write(f"{name:<12}{told['rows']:>9,}  {files}\n")
    sys.stdout.write(_("已写到 %(folder)s") % {"folder": edition.folder} + "\n")
    return 0
