"""``huiying directory``: units, areas, classes, limits, working days: from and into files."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huiying.config import cli
from huiying.config.say import _

if TYPE_CHECKING:
    from huiying.directory.sheets import Report
    from huiying.directory.sheets.report import RowReport

KINDS = "areas, units, categories, conditions, crosswalks, policies, calendar, borders"


def about() -> str:
    return _("导入、导出名录：区划、单位、分类、时限、工作日历")


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="import|export|holidays")
    bring = acts.add_parser(
        "import", help=_("从 Excel、CSV 或 GeoJSON 导入；默认一行有误则全部不导入")
    )
    save = acts.add_parser("export", help=_("导出为 Excel（边界为 GeoJSON），可再导入"))
    for sub in (bring, save):
        sub.add_argument("kind", metavar="KIND", help=KINDS)
        sub.add_argument("file", type=Path, metavar="FILE", help=_("文件"))
        sub.add_argument("--standard", default="", help=_("分类标准号，如 GB/T 30428.2-2013"))
    year = acts.add_parser(
        "holidays", help=_("由国务院办公厅的放假通知录入一年的工作日，已有的日子以通知为准")
    )
    year.add_argument("year", type=int, metavar="YEAR", help=_("年份，如 2027"))
    year.add_argument("file", type=Path, metavar="FILE", help=_("通知原文的文本文件，一个节日一行"))
    year.add_argument("--calendar", default="", help=_("工作日历的名称，默认第一个"))
    bring.add_argument("--dry-run", action="store_true", help=_("只报告会怎样，不导入"))
    bring.add_argument("--partial", action="store_true", help=_("有误的行跳过，其余照常导入"))
    bring.add_argument("--crs", default="", help=_("坐标来源：wgs84、gcj02 或 bd09"))
    bring.add_argument("--code-kind", default="", help="component, event, demand")
    bring.add_argument("--json", action="store_true", help=_("以 JSON 输出逐行报告"))


def run(options: argparse.Namespace) -> int:
    cli.setup()
    return {"export": _export, "import": _import, "holidays": _holidays}[options.act](options)


def _holidays(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from huiying.directory import actions
    from huiying.directory.models import WorkCalendar
    from huiying.journal.events import By

    try:
        notice = options.file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise cli.Stop(
            _("不能读取 %(file)s（须是 UTF-8 文本）：%(why)s")
            % {"file": options.file, "why": problem}
        ) from None
    calendars = WorkCalendar.objects.order_by("pk")
    if options.calendar:
        calendars = calendars.filter(name=options.calendar)
    calendar = calendars.first()
    if calendar is None:
        raise cli.Stop(_("没有这个工作日历；huiying init 会建立第一个"))
    by = By(None, "huiying directory holidays")
    put = actions.put_year(
        calendar_id=calendar.pk, year=options.year, notice=notice, by=by, at=timezone.now()
    )
    words = {"calendar": calendar.name, "year": options.year}
    counts = {"added": put.added, "changed": len(put.changed)}
    sys.stdout.write(
        _("%(calendar)s：%(year)s 年录入 %(added)s 天，改动 %(changed)s 天") % (words | counts)
        + "\n"
    )
    return 0


def _export(options: argparse.Namespace) -> int:
    from huiying.directory import sheets

    count = sheets.export_file(options.kind, options.file, standard=options.standard)
    words = {"file": options.file, "count": count}
    sys.stdout.write(_("已导出 %(count)s 行到 %(file)s") % words + "\n")
    return 0


def _import(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from huiying.directory import sheets
    from huiying.journal.events import By

    report = sheets.import_file(
        options.kind,
        options.file,
        by=By(None, "huiying directory import"),
        at=timezone.now(),
        options=sheets.Options(options.crs, options.standard, options.code_kind),
        dry_run=options.dry_run,
        partial=options.partial,
    )
    sys.stdout.write(_as_json(report) if options.json else _as_text(report))
    return 1 if report.refused and not options.partial else 0


def _as_text(report: "Report") -> str:
    lines = [_line(row) for row in report.rows if row.outcome != "unchanged"]
    counts = report.counts
    lines.append(
        _("新增 %(created)s，修改 %(changed)s，不变 %(unchanged)s，有误 %(refused)s") % counts
    )
    if report.dry_run:
        lines.append(_("这是试运行，没有导入。"))
    elif not report.applied:
        lines.append(_("没有导入任何一行。请改正后重试，或用 --partial 跳过有误的行。"))
    return "\n".join(lines) + "\n"


def _line(row: "RowReport") -> str:
    words = {
        "created": _("新增"),
        "changed": _("修改"),
        "refused": _("有误"),
    }
    text = _("第 %(row)s 行") % {"row": row.row} + f" {words[row.outcome]} {row.key}"
    if row.refused is not None:
        return f"{text}：{_said(row.refused.message, row.refused.params)} {_hint(row)}".rstrip()
    return f"{text}：{'、'.join(row.fields)}" if row.fields else text


def _hint(row: "RowReport") -> str:
    assert row.refused is not None  # noqa: S101  (only asked for refused rows)
    return _said(row.refused.hint, row.refused.params) if row.refused.hint else ""


def _said(text: str, params: dict[str, object]) -> str:
    filled = {name: _(value) if value and isinstance(value, str) else value
              for name, value in params.items()}  # fmt: skip
    return _(text) % filled if params else _(text)


def _as_json(report: "Report") -> str:
    rows: list[dict[str, Any]] = [
        {
            "row": row.row,
            "key": row.key,
            "outcome": row.outcome,
            "fields": list(row.fields),
            "code": row.refused.code if row.refused else None,
            "why": _said(row.refused.message, row.refused.params) if row.refused else None,
            "hint": _hint(row) if row.refused else None,
        }
        for row in report.rows
    ]
    whole = {
        "file": report.file,
        "applied": report.applied,
        "dry_run": report.dry_run,
        "counts": report.counts,
        "rows": rows,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
