"""``huiying warehouse``: snapshots of the data as Parquet files, and measures of them."""

import argparse
import sys
from pathlib import Path

from huiying.config import cli
from huiying.config.outfile import check_name, write_tables
from huiying.config.say import _

NAME = "huiying warehouse"
MEASURES = ("volume", "rates", "timeliness", "first-dispatch")
BYS = ("unit", "area", "category", "month", "all")


def about() -> str:
    return _("把数据存成一套 Parquet 快照，供 DuckDB、Spark 等分析；由快照计算指标")


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="take|list|measure")
    take = acts.add_parser("take", help=_("存一套新的快照；期间服务照常"))
    take.add_argument(
        "--texts", action="store_true", help=_("也存诉求的标题和正文（电话、证件号已遮盖）")
    )
    take.add_argument("--keep", type=int, default=7, metavar="N", help=_("保留最近几套，默认 7"))
    acts.add_parser("list", help=_("有哪些快照"))
    measure = acts.add_parser("measure", help=_("由最近一套快照计算一项指标，写成表"))
    measure.add_argument("name", choices=MEASURES, help=_("指标"))
    measure.add_argument(
        "--by", choices=BYS, default="unit", metavar="|".join(BYS), help=_("按什么分行")
    )
    measure.add_argument(
        "--out", type=Path, required=True, metavar="OUT.csv", help=_("写到 .csv 或 .xlsx 文件")
    )
    measure.add_argument(
        "--spark", default="", metavar="MASTER",
        help=_("在 Spark 上计算，如 local[2] 或 spark://…；结果与不用时相同"),
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    if options.act == "take" and options.keep < 1:
        raise cli.Stop(_("--keep 至少为 1。"))
    if options.act == "measure":
        check_name(options.out, "--out")
    cli.setup()
    return {"take": _take, "list": _list, "measure": _measure}[options.act](options)


def _take(options: argparse.Namespace) -> int:
    cli.refuse_old_database()
    from django.utils import timezone

    from huiying.accounts.actors import system
    from huiying.exchange.actions import take_snapshot

    made = take_snapshot(
        actor=system(NAME), at=timezone.now(), texts=options.texts, kept=options.keep
    )
    for name, told in made.tables.items():
        sys.stdout.write(f"{name:<12}{told['rows']:>12,}{told['bytes']:>14,}\n")
    sys.stdout.write(_("已写到 %(folder)s") % {"folder": made.folder} + "\n")
    return 0


def _list(options: argparse.Namespace) -> int:
    del options
    from django.utils import timezone

    from huiying.warehouse.snapshots import all_of

    found = all_of()
    if not found:
        sys.stdout.write(_("还没有数据快照。") + "\n")
    for one in found:
        rows = "  ".join(f"{name} {told['rows']:,}" for name, told in one.tables.items())
        moment = timezone.localtime(one.at)
        sys.stdout.write(f"{moment:%Y-%m-%d %H:%M}  {one.folder}  {rows}\n")
    return 0


def _measure(options: argparse.Namespace) -> int:
    from huiying.exchange.actions.snapshot import EXTRACTS
    from huiying.metrics.measures import MEASURES as KNOWN
    from huiying.warehouse.reading import measured
    from huiying.warehouse.snapshots import newest

    known = KNOWN[options.name]
    if options.by not in known.bys:
        words = {"name": options.name, "bys": "、".join(known.bys)}
        raise cli.Stop(_("%(name)s 只能按这些分行：%(bys)s。") % words)
    columns = {one.name: one.columns for one in EXTRACTS}[known.table]
    sheet = measured(newest(), columns, options.name, options.by, spark=options.spark)
    files = write_tables(options.out, [sheet])
    sys.stdout.write(_("已写出：%(files)s") % {"files": " ".join(map(str, files))} + "\n")
    return 0
