"""``huiying verify-journal``: whether anybody tampered with what is on record."""

import argparse
import sys

from huiying.config import cli
from huiying.config.say import _


def about() -> str:
    return _("核对日志的哈希链：有无被改、被删、被换的记录")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--expect", metavar="HASH", help=_("另处记下的链尾哈希；找不到它说明末尾被截断")
    )


def run(options: argparse.Namespace) -> int:
    cli.setup()
    from huiying.journal import queries

    proof = queries.verify(expect=options.expect)
    if proof.broken is None:
        words: dict[str, object] = {"count": proof.entries, "head": proof.head}
        sys.stdout.write(_("日志完整：%(count)s 条，链尾 %(head)s") % words + "\n")
        return 0
    reasons = {"missing": _("缺失"), "changed": _("被改动"), "cut": _("末尾被截断")}
    words = {"entry": proof.broken, "why": reasons.get(proof.why, proof.why)}
    raise cli.Stop(_("日志第 %(entry)s 条不成立：%(why)s。请保全现场，与备份比对。") % words)
