"""``huiying export``: cases, units, rates or the journal as an Excel or CSV file."""

import argparse
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from huiying.config import cli
from huiying.config.outfile import check_name, whole
from huiying.config.say import _

if TYPE_CHECKING:
    from huiying.lib.tables import Sheet

BY = ("unit", "area", "category")
NAME = "huiying export"


def about() -> str:
    return _("导出案件、单位、三率或日志为 Excel 或 CSV；诉求人只以掩码导出，每次导出记入日志")


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="what", required=True, metavar="cases|units|rates|journal")
    cases = acts.add_parser("cases", help=_("案件清单；件数不限"), epilog=_examples())
    units = acts.add_parser("units", help=_("单位名录；可用 huiying directory import units 再导入"))
    rates = acts.add_parser("rates", help=_("一个月的三率，附分子、分母和区间"))
    journal = acts.add_parser("journal", help=_("日志：谁在什么时间对什么做了什么，附哈希"))
    for sub in (cases, units, rates, journal):
        sub.add_argument(
            "--to",
            type=Path,
            required=True,
            metavar="FILE",
            help=_("写到 .xlsx 或 .csv 文件；写完整后才替换已有的同名文件"),
        )
    cases.add_argument(
        "--query",
        default="",
        help=_("与案件列表网址问号之后相同的条件，如 state=handling&since=2026-01-01"),
    )
    rates.add_argument("--month", metavar="YYYY-MM", help=_("月份，默认本月"))
    rates.add_argument(
        "--by", choices=BY, default="unit", metavar="|".join(BY), help=_("按什么分行")
    )
    rates.add_argument("--below", metavar="CODE", help=_("只要这个编号之下的各行，默认最上一层"))
    journal.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help=_("从这一天起"))
    journal.add_argument("--until", type=_day, metavar="YYYY-MM-DD", help=_("到这一天为止（含）"))
    journal.add_argument("--topic", default="", help=_("只要这一类对象，如 case、export、person"))


def _examples() -> str:
    return _("""\
示例：
  huiying export cases --to 在办.xlsx --query 'state=handling'
  huiying export cases --to 上半年.csv --query 'since=2026-01-01&until=2026-06-30'""")


def run(options: argparse.Namespace) -> int:
    check_name(options.to, "--to")
    kind = options.to.suffix.lower().removeprefix(".")
    cli.setup()
    if options.what == "cases":
        return _cases(options, kind)
    sheet, query = {"units": _units, "rates": _rates, "journal": _journal}[options.what](options)
    return _table(options, kind, sheet, query)


def _cases(options: argparse.Namespace, kind: str) -> int:
    from django.http import QueryDict
    from django.utils import timezone

    from huiying.accounts.actors import system
    from huiying.cases.listing import Filter
    from huiying.exchange.actions import send_cases

    wanted = Filter.parse(QueryDict(options.query))
    with whole(options.to) as target:
        count = send_cases(
            actor=system(NAME), wanted=wanted, kind=kind, target=target, at=timezone.now()
        )
    words = {"count": count, "file": options.to}
    sys.stdout.write(_("已导出 %(count)s 件到 %(file)s") % words + "\n")
    return 0


def _table(options: argparse.Namespace, kind: str, sheet: "Sheet", query: str) -> int:
    from django.utils import timezone

    from huiying.accounts.actors import system
    from huiying.exchange.actions import send_sheet

    with whole(options.to) as target:
        count = send_sheet(
            actor=system(NAME),
            what=options.what,
            sheet=sheet,
            kind=kind,
            target=target,
            query=query,
            at=timezone.now(),
        )
    words = {"count": count, "file": options.to}
    sys.stdout.write(_("已导出 %(count)s 行到 %(file)s") % words + "\n")
    return 0


def _units(_options: argparse.Namespace) -> tuple["Sheet", str]:
    from huiying.exchange.registers import unit_sheet

    return unit_sheet(), ""


def _rates(options: argparse.Namespace) -> tuple["Sheet", str]:
    from django.utils import timezone

    from huiying.accounts.actors import system
    from huiying.exchange import rates
    from huiying.lib.periods import Month

    month = Month.parse(options.month) if options.month else Month.of(timezone.now())
    scope = rates.scope_below(str(month), options.by, options.below)
    return rates.board_sheet(system(NAME), scope, options.by), rates.query_of(scope, options.by)


def _journal(options: argparse.Namespace) -> tuple["Sheet", str]:
    from huiying.exchange.registers import journal_sheet

    since, until, topic = options.since, options.until, options.topic
    till = None if until is None else _midnight(until + timedelta(days=1))
    query = {"since": since, "until": until, "topic": topic}
    told = "&".join(f"{name}={value}" for name, value in query.items() if value)
    return journal_sheet(None if since is None else _midnight(since), till, topic), told


def _midnight(day: date) -> datetime:
    from django.utils import timezone

    return timezone.make_aware(datetime.combine(day, time()))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("“%(text)s”不是日期，请写成 2026-01-31") % {"text": text}
        ) from None
