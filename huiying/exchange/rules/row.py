"""The facts of one row, and what is said about rows besides their refusal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

# What was changed or left out, counted for the report: code → gettext msgid.
REMARKS: dict[str, str] = {
    "point_whole_degrees": "坐标只有整数度，没有采用",
    "point_zero": "坐标是 0,0，没有采用",
    "point_out_of_range": "坐标超出经纬度范围，没有采用",
    "point_not_a_number": "坐标不是数字，没有采用",
    "point_swapped": "经度、纬度写反，已对调",
    "received_from_number": "没有受理时间，取编号中的日期",
    "received_from_closed": "没有受理时间，取办结时间",
    "received_from_import": "没有受理时间，取导入时间",
    "closed_same_day": "办结只写了日期，取受理时间",
    "closed_before": "办结或答复早于受理，没有采用，原文随案保存",
    "closed_unknown": "已办结而没有办结时间，取受理时间",
    "time_unreadable": "次要时间不能识别，原文随案保存",
    "due_too_early": "办理时限早于派单，原文随案保存",
    "title_cut": "标题过长，全文放入内容",
    "kind_unknown": "诉求类型不能识别，按“求助”",
    "kind_missing": "没有诉求类型，按标题用词或“求助”",
    "state_unknown": "状态不能识别，按有无办结时间判断",
    "channel_unknown": "渠道不能识别，按默认渠道",
    "answers_incomplete": "回访结果不全，原文随案保存",
    "secret": "要求保密，没有导入联系方式",
    # of rows that come again
    "corrected_here": "已在本系统人工更正，没有覆盖",
    "state_kept": "文件中已不是办结，本系统状态不变",
    "not_reopened": "文件中已不是办结，本系统已结案，不倒退",
    "in_hand": "文件中已办结，但本系统正在办理，状态不变",
    "anonymised": "案件已按保存期限匿名，没有更新",
    "repeated": "与文件中前面的行完全相同，未重复导入",
}


@dataclass(frozen=True, slots=True)
class Row:
    """The facts of one case, names of the directory still as text. Coordinates are WGS-84."""

    line: int
    number: str
    kind: str
    channel: str
    level: str
    title: str
    body: str
    address: str
    state: str  # received, filed or closed
    received: datetime
    received_sure: bool  # False: the moment of import stands in
    dispatched: datetime | None
    due: datetime | None
    closed: datetime | None
    replied: datetime | None
    name: str
    phone: str
    email: str
    confidential: bool
    point: tuple[float, float] | None
    area: tuple[str, str, str]  # district, street, community
    category: tuple[str, ...]  # from the top down, or one path
    unit: str
    reply: str
    solved: str
    satisfied: str
    extra: dict[str, str]
    remarks: tuple[str, ...]
