"""``huiying import``: cases from an Excel or CSV export of another system."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from huiying.config import cli
from huiying.config.say import _

if TYPE_CHECKING:
    from huiying.exchange.actions import Outcome


def about() -> str:
    return _("从其他系统导出的 Excel 或 CSV 导入案件；重复导入只更新有变化的")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=_(".xlsx 或 .csv 文件"))
    parser.add_argument("--mapping", default="", metavar="NAME", help=_("按已保存的列对应导入"))
    parser.add_argument(
        "--source", default="", metavar="NAME", help=_("来源名称；同一来源的同一编号是同一案件")
    )
    parser.add_argument("--channel", default="", help=_("文件未写渠道时的渠道，如 hotline、web"))
    parser.add_argument("--crs", default="", help=_("坐标来源：wgs84、gcj02 或 bd09"))
    parser.add_argument(
        "--allow-refused",
        type=float,
        default=20,
        metavar="PERCENT",
        help=_("有误的行超过百分之多少时整份不导入（默认 20）"),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("只报告会怎样，不导入"))
    parser.add_argument("--json", action="store_true", help=_("以 JSON 输出结果"))


def run(options: argparse.Namespace) -> int:
    """0: all rows are in; 1: some rows were refused; 2: the whole file was."""
    if not 0 <= options.allow_refused <= 100:
        raise cli.Stop(_("--allow-refused 应为 0 到 100 之间的数"))
    cli.setup()
    from django.utils import timezone

    from huiying.accounts.actors import system
    from huiying.exchange.actions import import_file

    outcome = import_file(
        options.file,
        actor=system("huiying import"),
        at=timezone.now(),
        source=options.source,
        mapping_name=options.mapping,
        channel=options.channel,
        crs=options.crs,
        dry_run=options.dry_run,
        progress=None if options.json else _progress,
        allow_refused_share=options.allow_refused / 100,
    )
    sys.stdout.write(_as_json(outcome) if options.json else _as_text(outcome, options))
    if outcome.why is not None:
        params = outcome.why.params
        hint = outcome.why.hint
        sys.stderr.write(f"huiying: {_filled(outcome.why.message, params)}\n")
        sys.stderr.write(f"{_filled(hint, params)}\n" if hint else "")
        return 2
    return 1 if outcome.refused else 0


def _filled(text: str, params: dict[str, object]) -> str:
    return _(text) % params if params else _(text)


def _progress(phase: str, done: int, total: int) -> None:
    """One line that counts up, on a terminal only."""
    if not sys.stderr.isatty():
        return
    if phase == "checking":
        sys.stderr.write("\r" + _("正在检查：%(done)s 行") % {"done": done})
    else:
        sys.stderr.write(
            "\r" + _("正在导入：%(done)s / %(total)s") % {"done": done, "total": total}
        )
        if done >= total:
            sys.stderr.write("\n")


def _as_json(outcome: "Outcome") -> str:
    whole = {
        "rows": outcome.rows,
        "created": outcome.created,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "refused": outcome.refused,
        "refused_file": str(outcome.refused_file) if outcome.refused_file else None,
    }
    return json.dumps(whole, ensure_ascii=False) + "\n"


def _as_text(outcome: "Outcome", options: argparse.Namespace) -> str:
    counts = {
        "rows": outcome.rows,
        "created": outcome.created,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "refused": outcome.refused,
    }
    lines = []
    if outcome.why is None:
        lines.append(
            _(
                "%(rows)s 行：新增 %(created)s，更新 %(updated)s，不变 %(unchanged)s，"
                "未导入 %(refused)s"
            )
            % counts
        )
    if outcome.source:
        lines.append(_("来源：%(source)s") % {"source": outcome.source})
    lines += [f"· {note}" for note in outcome.notes]
    if outcome.refused_file:
        lines.append(_("未导入的行和原因：%(file)s") % {"file": outcome.refused_file})
    if options.dry_run:
        lines.append(_("这是试运行，没有导入。"))
    return "\n".join([*lines, ""])
