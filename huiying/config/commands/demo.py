"""``huiying demo``: an invented district with sixty days of cases, to try everything on."""

import argparse
import sys
import time

from huiying.config import cli
from huiying.config.say import _


def about() -> str:
    return _("建立演示区：虚构的单位、人员和六十天的案件")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--if-empty", action="store_true", help=_("已有数据时什么也不做"))
    parser.add_argument("--days", type=int, default=60, help=_("演示多少天，默认 60"))
    parser.add_argument("--cases", type=int, default=1200, help=_("演示多少件案件，默认 1200"))
    parser.add_argument("--seed", type=int, default=7, help=_("随机种子，同一种子得到同样的演示"))


def run(options: argparse.Namespace) -> int:
    cli.setup()
    from django.utils import timezone

    from huiying.demo import actions, signins
    from huiying.lib.errors import Refused

    if options.if_empty and not actions.empty():
        return 0
    start = time.monotonic()
    sys.stderr.write(_("正在建立演示数据（虚构，约一分钟）…") + "\n")
    try:
        told = actions.build(
            until=timezone.now(), days=options.days, count=options.cases, seed=options.seed
        )
    except Refused as refused:
        sys.stderr.write(f"{refused}\n{refused.hint}\n")
        return 2
    took = time.monotonic() - start
    sys.stdout.write(
        _("演示区已建成：%(cases)s 件案件，%(steps)s 步办理，用时 %(seconds)s 秒。")
        % {"cases": told.cases, "steps": told.steps, "seconds": f"{took:.0f}"}
        + "\n"
    )
    for code, times in told.refused.most_common():
        sys.stdout.write(
            _("其中被业务规则拒绝：%(code)s ×%(times)s") % {"code": code, "times": times} + "\n"
        )
    sys.stdout.write(signins.table() + "\n")
    return 0
