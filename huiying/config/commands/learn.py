"""``huiying learn``: a model of the categories of a file, or of the closed cases."""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from huiying.config import cli, env
from huiying.config.say import _

if TYPE_CHECKING:
    from huiying.insights.rules.cards import Card


def about() -> str:
    return _("从有类别的留言文件或已办结的工单学习，供建议类别和承办单位")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help=_(".xlsx、.csv 或 .csv.gz 文件")
    )
    parser.add_argument(
        "--label-column", default="", metavar="NAME", help=_("要学的那一列，如 category")
    )
    parser.add_argument(
        "--id-column", default="", metavar="NAME", help=_("编号所在的列；不写则按表头自动识别")
    )
    parser.add_argument("--cases", action="store_true", help=_("从本系统的工单学习类别和承办单位"))
    parser.add_argument(
        "--model", default="category", metavar="NAME", help=_("模型名，默认 category")
    )
    parser.add_argument("--force", action="store_true", help=_("即使新模型不如原来的，也替换"))


def run(options: argparse.Namespace) -> int:
    if bool(options.file) == options.cases:
        raise cli.Stop(_("请给出文件和 --label-column，或只写 --cases"))
    if options.cases:
        return _from_cases(options)
    if not options.label_column:
        raise cli.Stop(_("请用 --label-column 指明要学的是哪一列"))
    from huiying.exchange.labelled import labelled
    from huiying.insights.rules.cards import keep
    from huiying.insights.rules.learning import learn

    rows = labelled(options.file, options.label_column, id_column=options.id_column)
    learned = learn(rows.letters, rows.labels, rows.idents, tell=_progress)
    at = datetime.now().astimezone()
    source = options.file.name
    _report(keep(models(), options.model, learned, source=source, at=at, force=options.force))
    return 0


def models() -> Path:
    """Where models are kept."""
    return Path(env.HOME(os.environ)) / "models"


def _from_cases(options: argparse.Namespace) -> int:
    cli.setup()
    cli.refuse_old_database()
    from django.utils import timezone

    from huiying.insights.teaching import learn_from_cases

    for card in learn_from_cases(at=timezone.now(), force=options.force, tell=_progress):
        _report(card)
    return 0


def _progress(step: str) -> None:
    """One line a step, on a terminal only."""
    if sys.stderr.isatty():
        told = {"read": _("正在读取"), "folds": _("正在试学五次"), "whole": _("正在学习全部")}
        sys.stderr.write(f"{told[step]}\n")


def _report(card: "Card") -> None:
    worth = card.evaluation
    words = {
        "name": card.name,
        "version": card.version,
        "examples": card.examples,
        "labels": len(card.labels),
        "f1": f"{worth.macro_f1:.4f}",
        "accuracy": f"{worth.accuracy:.4f}",
        "certain": f"{worth.certain_accuracy:.4f}",
        "error": f"{worth.calibration_error:.4f}",
    }
    sys.stdout.write(
        _(
            "模型 %(name)s 第 %(version)s 版：%(examples)s 条，%(labels)s 类。"
            "五折检验（相近的留言在同一折）：宏平均 F1 %(f1)s，准确率 %(accuracy)s，"
            "最有把握的 70%% 准确率 %(certain)s，校准误差 %(error)s。"
        )
        % words
        + "\n"
    )
    if card.left_out:
        shown = "、".join(f"{label} {count}" for label, count in sorted(card.left_out.items()))
        sys.stdout.write(_("样本太少而没有学的：%(labels)s") % {"labels": shown} + "\n")
