"""``huiying problems``: the common problems of a file of messages."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from huiying.config import cli
from huiying.config.outfile import check_name, write_tables
from huiying.config.say import _

if TYPE_CHECKING:
    from huiying.insights.rules.problems import Message, Problem
    from huiying.lib.engines import Engine
    from huiying.lib.tables import Sheet

RANKED = (
    "rank", "problem_id", "problem_title", "matter", "heat", "voices", "messages", "likes",
    "first", "last", "trend", "ids",
)  # fmt: skip
SHOWN = 10


def about() -> str:
    return _("从留言文件中找出共性问题：同一地点的同一件事，按热度排序")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help=_(".xlsx、.csv 或 .csv.gz 文件")
    )
    parser.add_argument(
        "--cases",
        action="store_true",
        help=_("不读文件，把系统里还没有归组的案件归入共性问题；中断后再次执行即可继续"),
    )
    parser.add_argument(
        "--id-column", default="", metavar="NAME", help=_("编号所在的列；不写则按表头自动识别")
    )
    parser.add_argument(
        "--out", type=Path, metavar="OUT.csv",
        help=_("每条留言属于哪个问题（.csv 或 .xlsx）；排序表写到 OUT.ranked.csv 或第二张工作表"),
    )  # fmt: skip
    parser.add_argument(
        "--spark", default="", metavar="MASTER",
        help=_("在 Spark 上读和比较，如 local[2] 或 spark://…；结果与不用时相同"),
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    if options.cases:
        return _cases(options)
    if options.file is None or options.out is None:
        raise cli.Stop(_("请写明 FILE 和 --out；要归组系统里的案件，请用 --cases。"))
    check_name(options.out, "--out")
    from huiying.exchange.messages import messages_of, opened
    from huiying.insights.rules.problems import find

    with opened(options.file, id_column=options.id_column) as rows:
        messages = messages_of(rows)
    with _engine(options.spark) as engine:
        found = find(messages, engine=engine)
    written = write_tables(options.out, [_members(messages, found), _ranked(messages, found)])
    shared = sum(len(one.rows) > 1 for one in found)
    words = {"messages": len(messages), "problems": len(found), "shared": shared}
    sys.stdout.write(
        _("%(messages)s 条留言，%(problems)s 个问题，其中 %(shared)s 个不止一条。") % words + "\n"
    )
    for at, one in enumerate(found[:SHOWN], 1):
        sys.stdout.write(f"{at:>3}  {one.heat.points:6.2f}  {len(one.rows):>4}  {one.title}\n")
    sys.stdout.write(_("已写出：%(files)s") % {"files": " ".join(map(str, written))} + "\n")
    return 0


@contextmanager
def _engine(master: str) -> Iterator["Engine"]:
    from huiying.lib.engines import HERE

    if not master:
        yield HERE
        return
    from huiying.warehouse.spark import Spark, session

    with session(master) as running:
        yield Spark(running)


def _cases(options: argparse.Namespace) -> int:
    if options.file is not None or options.out is not None or options.spark:
        raise cli.Stop(
            _("--cases 不与 FILE、--out 或 --spark 同用；归组的结果在“共性问题”页面查看和导出。")
        )
    cli.setup()
    cli.refuse_old_database()
    from django.utils import timezone

    from huiying.insights.filling import fill

    def told(done: int) -> None:
        sys.stderr.write(_("已看过 %(n)s 件") % {"n": done} + "\n")

    placed = fill(timezone.now(), told)
    sys.stdout.write(_("新归组 %(n)s 件。") % {"n": placed} + "\n")
    return 0


def _members(messages: Sequence["Message"], found: Sequence["Problem"]) -> "Sheet":
    """One line a message, in the order of the file."""
    from huiying.lib.tables import Sheet

    of = {row: problem for problem in found for row in problem.rows}
    rows = [
        [message.ident, of[at].ident, of[at].title, of[at].heat.points]
        for at, message in enumerate(messages)
    ]
    return Sheet("members", ("id", "problem_id", "problem_title", "heat"), rows)


def _ranked(messages: Sequence["Message"], found: Sequence["Problem"]) -> "Sheet":
    """One line a problem, the hottest first."""
    from huiying.lib.tables import Sheet

    rows = [
        [
            rank, one.ident, one.title, one.matter, one.heat.points, one.voices, len(one.rows),
            one.support, one.first, one.last, one.trend.value,
            " ".join(messages[row].ident for row in one.rows),
        ]
        for rank, one in enumerate(found, 1)
    ]  # fmt: skip
    return Sheet("ranked", RANKED, rows)
