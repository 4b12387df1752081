"""Cases as rows for analysis: facts without anybody's name, number or words."""

from __future__ import annotations

from collections.abc import Iterator

from huiying.cases.models import Case
from huiying.lib.text import mask_personal
from huiying.warehouse.tables import Column, Extract, Row, stretches

FIELDS = (
    "id", "number", "kind", "channel", "level", "state", "category__code", "category__name",
    "area__code", "area__name", "lead_unit__code", "lead_unit__name", "cycle", "returns",
    "received_at", "dispatched_at", "due_at", "reported_at", "closed_at", "lon", "lat",
)  # fmt: skip


def _cases() -> Iterator[Row]:
    return stretches(Case.objects.filter(confidential=False), FIELDS, Case)


def _messages() -> Iterator[Row]:
    found = Case.objects.filter(confidential=False, anonymised_at=None)
    fields = ("number", "title", "body", "received_at")
    for number, title, body, at in stretches(found, fields, Case):
        yield number, mask_personal(title), mask_personal(body), at


CASES = Extract(
    "cases",
    "案件，一件一行；保密的案件不在内，位置为案件位置",
    (
        Column("case_id", "integer", "案件"),
        Column("number", "text", "编号"),
        Column("kind", "text", "诉求类型"),
        Column("channel", "text", "渠道"),
        Column("level", "text", "时限级别"),
        Column("state", "text", "状态"),
        Column("category_code", "text", "分类代码"),
        Column("category", "text", "分类"),
        Column("area_code", "text", "区划代码"),
        Column("area", "text", "区划"),
        Column("unit_code", "text", "主办单位代码"),
        Column("unit", "text", "主办单位"),
        Column("cycle", "integer", "第几次办理"),
        Column("returns", "integer", "退单次数"),
        Column("received_at", "moment", "接收时间"),
        Column("dispatched_at", "moment", "派单时间"),
        Column("due_at", "moment", "办结时限"),
        Column("reported_at", "moment", "办结回复时间"),
        Column("closed_at", "moment", "结案时间"),
        Column("lon", "number", "经度 WGS-84"),
        Column("lat", "number", "纬度 WGS-84"),
    ),
    _cases,
)
MESSAGES = Extract(
    "messages",
    "诉求的标题和正文，电话、证件号已遮盖；仅在要求时写出",
    (
        Column("number", "text", "编号"),
        Column("title", "text", "标题"),
        Column("body", "text", "主要内容"),
        Column("received_at", "moment", "接收时间"),
    ),
    _messages,
)
