"""The facts a column of a file can hold, and what else can be done with a column."""

from __future__ import annotations

KEEP, IGNORE = "keep", "ignore"

# Field → label (a gettext msgid), in the order in which a person would tell them.
FIELDS: dict[str, str] = {
    "number": "编号",
    "received": "受理时间",
    "kind": "诉求类型",
    "title": "标题",
    "body": "内容",
    "category": "问题分类",
    "category1": "一级分类",
    "category2": "二级分类",
    "category3": "三级分类",
    "category4": "四级分类",
    "category5": "五级分类",
    "name": "诉求人",
    "phone": "电话",
    "email": "电子邮箱",
    "confidential": "是否保密",
    "address": "地址",
    "area": "区",
    "street": "街道乡镇",
    "community": "社区村",
    "lon": "经度",
    "lat": "纬度",
    "point": "坐标（经度,纬度）",
    "channel": "渠道",
    "level": "级别",
    "unit": "承办单位",
    "dispatched": "派单时间",
    "due": "办理时限",
    "state": "状态",
    "outcome": "办理结果",
    "reply": "答复内容",
    "replied": "答复时间",
    "closed": "办结时间",
    "solved": "是否解决",
    "satisfied": "是否满意",
}
TIMES = ("received", "dispatched", "due", "replied", "closed")
TEXTS = ("title", "body", "category", "category1", "category2", "category3")

CHOICES: dict[str, str] = {
    **FIELDS,
    KEEP: "随案保存（不识别）",
    IGNORE: "不导入",
}
