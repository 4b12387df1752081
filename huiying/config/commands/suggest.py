"""``huiying suggest``: a category for each message of a file, with probability and reason."""

import argparse
import sys
from pathlib import Path

from huiying.config.commands.learn import models
from huiying.config.outfile import check_name, write_tables
from huiying.config.say import _

HEADERS = ("id", "category", "probability", "runner_up", "evidence")


def about() -> str:
    return _("为文件中的每条留言建议类别，附概率、第二可能的类别和依据的词")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=_(".xlsx、.csv 或 .csv.gz 文件"))
    parser.add_argument(
        "--id-column", default="", metavar="NAME", help=_("编号所在的列；不写则按表头自动识别")
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="OUT.csv", help=_("写到 .csv 或 .xlsx 文件")
    )
    parser.add_argument(
        "--model", default="category", metavar="NAME", help=_("模型名，默认 category")
    )
    parser.add_argument("--force", action="store_true", help=_("把握不足一半时也写出最可能的类别"))


def run(options: argparse.Namespace) -> int:
    check_name(options.out, "--out")
    from huiying.exchange.labelled import labelled
    from huiying.insights.rules.cards import load
    from huiying.insights.rules.suggesting import ABSTAIN
    from huiying.lib.tables import Sheet

    model, card = load(models(), options.model)
    rows = labelled(options.file, id_column=options.id_column)
    lines = model.lines(rows.letters)
    floor = 0.0 if options.force else ABSTAIN
    written = [
        [
            ident,
            line.label if line.chance >= floor else "",
            round(line.chance, 4),
            line.second,
            " ".join(line.words),
        ]
        for ident, line in zip(rows.idents, lines, strict=True)
    ]
    files = write_tables(options.out, [Sheet("suggestions", HEADERS, written)])
    silent = sum(line.chance < floor for line in lines)
    words = {"count": len(lines), "silent": silent, "version": card.version, "name": card.name}
    sys.stdout.write(
        _("%(count)s 条，其中 %(silent)s 条把握不足、未建议（模型 %(name)s 第 %(version)s 版）。")
        % words
        + "\n"
    )
    sys.stdout.write(_("已写出：%(files)s") % {"files": " ".join(map(str, files))} + "\n")
    return 0
