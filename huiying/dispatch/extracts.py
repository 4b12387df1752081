"""Assignments 派单 as rows for analysis."""

from __future__ import annotations

from collections.abc import Iterator

from huiying.dispatch.models import Assignment
from huiying.warehouse.tables import Column, Extract, Row, stretches

FIELDS = (
    "id", "case_id", "cycle", "role", "unit__code", "unit__name", "ended", "binding",
    "dispatched_at", "sign_due", "resolve_due", "signed_at", "contacted_at", "reported_at",
    "ended_at", "reworks",
)  # fmt: skip


def _assignments() -> Iterator[Row]:
    found = Assignment.objects.filter(case__confidential=False)
    return stretches(found, FIELDS, Assignment)


ASSIGNMENTS = Extract(
    "assignments",
    "派单，一件派到一个单位为一行",
    (
        Column("assignment_id", "integer", "派单"),
        Column("case_id", "integer", "案件，见 cases"),
        Column("cycle", "integer", "第几次办理"),
        Column("role", "text", "lead 主办、assist 协办、copy 抄送"),
        Column("unit_code", "text", "单位代码"),
        Column("unit", "text", "单位"),
        Column("ended", "text", "怎样结束；进行中为空"),
        Column("binding", "flag", "是否指定（不得再退）"),
        Column("dispatched_at", "moment", "派单时间"),
        Column("sign_due", "moment", "签收时限"),
        Column("resolve_due", "moment", "办结时限"),
        Column("signed_at", "moment", "签收时间"),
        Column("contacted_at", "moment", "联系诉求人时间"),
        Column("reported_at", "moment", "办结回复时间"),
        Column("ended_at", "moment", "结束时间"),
        Column("reworks", "integer", "退回重办次数"),
    ),
    _assignments,
)
