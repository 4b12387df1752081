"""``huiying retention``: what the retention rules say is due, and doing it."""

import argparse
import sys
from datetime import datetime

from huiying.config import cli
from huiying.config.say import _

LISTED = 50


def about() -> str:
    return _("按保存期限匿名或销毁已办结的案件；默认只列出，不改动")


def arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--dry-run", action="store_true", help=_("只列出到期的案件（默认）"))
    group.add_argument("--apply", action="store_true", help=_("匿名或销毁，不可恢复"))
    parser.add_argument("--most", type=int, metavar="N", help=_("最多处理的案件数"))
    parser.add_argument("--all", action="store_true", help=_("列出全部案件，而不只是前 50 件"))


def run(options: argparse.Namespace) -> int:
    if options.most is not None and options.most < 1:
        raise cli.Stop(_("--most 应为不小于 1 的整数"))
    cli.setup()
    from django.utils import timezone

    from huiying.accounts.actors import system
    from huiying.cases.actions import retention

    at = timezone.now()
    if not options.apply:
        _show(at, options)
        return 0
    done = retention.apply(at=at, actor=system(_("保存期限")), most=options.most)
    words = {"anonymised": done.anonymised, "destroyed": done.destroyed, "passed": done.passed}
    sys.stdout.write(
        _("已匿名 %(anonymised)s 件，已销毁 %(destroyed)s 件；%(passed)s 件已有变化，本次跳过")
        % words
        + "\n"
    )
    return 0


def _show(at: datetime, options: argparse.Namespace) -> None:
    from django.utils.timezone import localtime

    from huiying.cases.due import plan
    from huiying.cases.rules.retention import Act

    found = plan(at, options.most)
    say = sys.stdout.write
    for (_act, rule), count in found.counts().items():
        say(_("%(count)s 件　%(rule)s") % {"count": count, "rule": rule} + "\n")
    shown = found.items if options.all else found.items[:LISTED]
    names = {Act.ANONYMISE: _("匿名"), Act.DESTROY: _("销毁")}
    for item in shown:
        say(
            f"{item.number}\t{localtime(item.closed_at):%Y-%m-%d}\t{names[item.act]}\t{item.category}\n"
        )
    if len(shown) < len(found.items):
        rest = len(found.items) - len(shown)
        say(_("……另有 %(count)s 件，用 --all 全部列出") % {"count": rest} + "\n")
    if found.held:
        say(_("等待关联案件：%(numbers)s") % {"numbers": "、".join(found.held)} + "\n")
    if not found.items:
        say(_("没有到期的案件") + "\n")
    else:
        say(_("以上只是列出。确认后执行：huiying retention --apply") + "\n")
