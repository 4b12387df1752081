"""``huiying demo``: an invented district with sixty days of cases, to try everything on."""

import argparse
import sys
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from huiying.config import cli
from huiying.config.say import _

LOCAL = ZoneInfo("Asia/Shanghai")
AFTERNOON = 15  # a date without an hour ends while everybody is at work


def about() -> str:
    return _("建立演示区：虚构的单位、人员和六十天的案件")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--if-empty", action="store_true", help=_("已有数据时什么也不做"))
    parser.add_argument("--days", type=_count, default=60, help=_("演示多少天（默认 %(default)s）"))
    parser.add_argument(
        "--cases", type=_count, default=1500, help=_("演示多少件案件（默认 %(default)s）")
    )
    parser.add_argument("--seed", type=int, default=7, help=_("随机种子，同一种子得到同样的演示"))
    parser.add_argument(
        "--until", type=_moment, metavar="DATE", help=_("演示到哪一天，如 2026-03-10（默认现在）")
    )


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _moment(text: str) -> datetime:
    """A date (its afternoon) or a date with a time, in Beijing's time."""
    local = datetime.fromisoformat(text)
    if len(text) <= len("2026-03-10"):
        local = local.replace(hour=AFTERNOON)
    return (local if local.tzinfo else local.replace(tzinfo=LOCAL)).astimezone(UTC)


def run(options: argparse.Namespace) -> int:
    cli.setup()
    from django.utils import timezone

    from huiying.demo import actions, signins

    cli.refuse_old_database()
    if options.if_empty and not actions.empty():
        return 0
    until = options.until or timezone.now()
    if until > timezone.now():
        raise cli.Stop(_("--until 不能晚于现在：案件不会发生在将来。"))
    start = time.monotonic()
    sys.stderr.write(_("正在建立演示数据（虚构，约一分钟）…") + "\n")
    try:
        told = actions.build(
            until=until, days=options.days, count=options.cases, seed=options.seed, say=_day
        )
    except KeyboardInterrupt:
        raise cli.Stop(_("已中断，什么也没有保存。要演示数据，请再运行 huiying demo。")) from None
    finally:
        _day("")
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


def _day(day: str) -> None:
    """The day that has just been lived, on one line of a terminal; "" wipes it."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{day:10}" + ("" if day else "\r"))
        sys.stderr.flush()
