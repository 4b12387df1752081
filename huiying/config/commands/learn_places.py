"""``huiying learn-places``: the parts of addresses, from a file of annotated ones."""

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from huiying.config.commands.learn import models
from huiying.config.say import _

if TYPE_CHECKING:
    from huiying.insights.rules.chain_learning import Example


def about() -> str:
    return _("从标注过的地址学习，使留言里的道路、小区、门牌认得更准")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help=_("每行一个字和它的标注，地址之间空一行")
    )
    parser.add_argument(
        "--check", type=Path, metavar="FILE", help=_("另一份用来检验；不写则从 FILE 留出十分之一")
    )
    parser.add_argument("--force", action="store_true", help=_("即使新模型不如原来的，也替换"))


def run(options: argparse.Namespace) -> int:
    from huiying.insights.rules.place_cards import keep
    from huiying.insights.rules.place_learning import learn_places

    examples = _read(options.file)
    checks = _read(options.check) if options.check else []
    learned = learn_places(examples, checks, tell=_progress)
    card = keep(
        models(),
        learned,
        source=options.file.name,
        checked=(options.check or options.file).name,
        at=datetime.now().astimezone(),
        force=options.force,
    )
    told = {
        "version": card.version,
        "examples": card.examples,
        "checks": card.checks,
        "f1": f"{card.coarse.f1:.4f}",
        "precision": f"{card.coarse.precision:.4f}",
        "recall": f"{card.coarse.recall:.4f}",
        "fine": f"{card.fine.f1:.4f}",
    }
    sys.stdout.write(
        _(
            "地址模型第 %(version)s 版：学习 %(examples)s 条，用没有学过的 %(checks)s 条检验："
            "粗类 F1 %(f1)s（准确 %(precision)s，找全 %(recall)s），细类 F1 %(fine)s。"
        )
        % told
        + "\n"
    )
    return 0


def _read(path: Path) -> list["Example"]:
    from huiying.config import cli
    from huiying.insights.rules.addresses import annotated

    try:
        with path.open(encoding="utf-8-sig") as lines:
            return annotated(lines)
    except (OSError, UnicodeDecodeError) as error:
        words = _("读不了文件 %(file)s：它应是 UTF-8 文本") % {"file": path}
        raise cli.Stop(words) from error


def _progress(epoch: int) -> None:
    """One line a round, on a terminal only."""
    if sys.stderr.isatty():
        sys.stderr.write(_("第 %(n)s 遍") % {"n": epoch} + "\n")
