"""Verdicts 考核结论 as rows for analysis."""

from __future__ import annotations

from collections.abc import Iterator

from huiying.scorecard.models import Verdict
from huiying.warehouse.tables import Column, Extract, Row, stretches

FIELDS = (
    "id", "case_id", "cycle", "period", "unit__code", "unit__name", "area__code", "area__name",
    "category__code", "category__name", "responded", "solved", "satisfied", "excluded__code", "at",
)  # fmt: skip


def _verdicts() -> Iterator[Row]:
    return stretches(Verdict.objects.all(), FIELDS, Verdict)


VERDICTS = Extract(
    "verdicts",
    "回访考核结论，一件一次办理为一行；剔除的也在内",
    (
        Column("verdict_id", "integer", "结论"),
        Column("case_id", "integer", "案件，见 cases；案件已销毁则为空"),
        Column("cycle", "integer", "第几次办理"),
        Column("month", "text", "月份，如 2026-03"),
        Column("unit_code", "text", "单位代码"),
        Column("unit", "text", "单位"),
        Column("area_code", "text", "区划代码"),
        Column("area", "text", "区划"),
        Column("category_code", "text", "分类代码"),
        Column("category", "text", "分类"),
        Column("responded", "flag", "是否响应"),
        Column("solved", "flag", "是否解决"),
        Column("satisfied", "flag", "是否满意"),
        Column("excluded", "text", "剔除规则代码，计入的为空"),
        Column("at", "moment", "回访时间"),
    ),
    _verdicts,
)
