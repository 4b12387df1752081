"""``huiying export``: a list of cases as an Excel or CSV file."""

import argparse
import sys
from pathlib import Path

from huiying.config import cli
from huiying.config.say import _


def about() -> str:
    return _("把案件列表导出为 Excel 或 CSV；联系方式只以掩码导出")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["cases"], metavar="cases", help=_("导出案件"))
    parser.add_argument(
        "--to", type=Path, required=True, metavar="FILE", help=_("写到 .xlsx 或 .csv 文件")
    )
    parser.add_argument(
        "--query",
        default="",
        help=_("与案件列表网址问号之后相同的条件，如 state=handling&since=2026-01-01"),
    )


def run(options: argparse.Namespace) -> int:
    kind = options.to.suffix.lower().removeprefix(".")
    if kind not in ("xlsx", "csv"):
        raise cli.Stop(_("--to 的文件名应以 .xlsx 或 .csv 结尾"))
    if not options.to.resolve().parent.is_dir():
        raise cli.Stop(_("没有文件夹 %(folder)s") % {"folder": options.to.resolve().parent})
    cli.setup()
    from django.http import QueryDict
    from django.utils import timezone

    from huiying.accounts.actors import system
    from huiying.cases.listing import Filter
    from huiying.exchange.actions import send_cases

    wanted = Filter.parse(QueryDict(options.query))
    with options.to.open("wb") as target:
        count = send_cases(
            actor=system("huiying export"),
            wanted=wanted,
            kind=kind,
            target=target,
            at=timezone.now(),
        )
    words = {"count": count, "file": options.to}
    sys.stdout.write(_("已导出 %(count)s 件到 %(file)s") % words + "\n")
    return 0
