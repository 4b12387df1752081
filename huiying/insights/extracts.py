"""Common problems and their cases as rows for analysis."""

from __future__ import annotations

from collections.abc import Iterator

from huiying.insights.models import Member, Problem
from huiying.warehouse.tables import Column, Extract, Row, stretches


def _problems() -> Iterator[Row]:
    fields = ("id", "title", "matter", "heat", "voices", "size", "trend", "first_at", "last_at")
    return stretches(Problem.objects.filter(merged_into=None, size__gt=0), fields, Problem)


def _members() -> Iterator[Row]:
    return stretches(Member.objects.all(), ("case_id", "problem_id", "likely"), Member)


PROBLEMS = Extract(
    "problems",
    "共性问题，一个一行",
    (
        Column("problem_id", "integer", "问题"),
        Column("title", "text", "标题"),
        Column("matter", "text", "事情"),
        Column("heat", "number", "热度"),
        Column("voices", "integer", "人数"),
        Column("cases", "integer", "案件数"),
        Column("trend", "text", "走势"),
        Column("first_at", "moment", "第一次反映"),
        Column("last_at", "moment", "最近一次反映"),
    ),
    _problems,
)
MEMBERS = Extract(
    "members",
    "哪一件案件属于哪个共性问题",
    (
        Column("case_id", "integer", "案件，见 cases"),
        Column("problem_id", "integer", "问题，见 problems"),
        Column("likely", "number", "有多像，0 到 1"),
    ),
    _members,
)
