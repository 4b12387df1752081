"""What the columns of real exports are called.

Layouts: an export of a Beijing district (21 columns), of a district sub-centre (32 columns),
Shanghai's grid and hotline table, 济南历下's interface, the message boards of Chinese cities, and
the 311 files of American cities. The general table serves whatever is like them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from huiying.exchange.rules.fields import FIELDS, IGNORE
from huiying.lib.text import normalise

_SIGNS = re.compile(r"[\s*:：_\-\"'“”]+")


def plain(header: str) -> str:
    """A header for comparing: no case, width, blanks, stars of required columns, underscores."""
    return _SIGNS.sub("", normalise(header))


# Field → headers, the likelier first: when a file has two of them, the other one is kept as it is.
GENERAL: dict[str, tuple[str, ...]] = {
    "number": (
        "工单编号", "诉求编号", "案件编号", "留言编号", "受理编号", "任务编号", "案件号", "工单号",
        "事件编号", "编号", "taskid", "gdbh", "SRNumber", "ServiceRequestNum", "SR Number",
        "Service Request Number", "service_request_id", "Unique Key", "CaseID", "case_enquiry_id",
        "Case Number", "Request ID", "Ticket ID", "SRRecordID",
    ),
    "received": (
        "受理时间", "创建时间", "来电时间", "诉求时间", "接收时间", "登记时间", "留言时间",
        "反映时间", "提交时间", "上报时间", "填单时间", "建单时间", "立案时间", "discovertime",
        "createTime", "CreatedDate", "Created Date", "requested_datetime", "Opened", "open_dt",
        "Open Date", "Date Created",
    ),
    "kind": ("工单类型", "诉求类型", "事项类型", "诉求性质", "信件类型", "来电类型", "bldlx"),
    "title": (
        "标题", "诉求标题", "问题标题", "工单标题", "留言主题", "主题", "title", "case_title",
        "Descriptor", "Subject",
    ),
    "body": (
        "主要内容", "诉求内容", "工单内容", "问题描述", "留言详情", "留言内容", "内容", "详情",
        "描述", "案件描述", "事件描述", "description", "content", "Request Details", "Details",
    ),
    "category": (
        "问题分类", "诉求分类", "问题类型", "案件类别", "分类", "类别", "infoscname",
        "eventTypeName", "RequestType", "SRType", "Request Type", "Service Type", "service_name",
        "Complaint Type", "SR Type", "Case Type", "Category",
    ),
    "category1": ("一级问题分类", "诉求类型一级", "一级问题", "一级分类", "大类", "infobcname"),
    "category2": ("二级问题分类", "诉求类型二级", "二级问题", "二级分类", "小类"),
    "category3": ("三级问题分类", "诉求类型三级", "三级问题", "三级分类"),
    "category4": ("四级问题分类", "四级问题", "四级分类"),
    "category5": ("五级问题分类", "五级问题", "五级分类"),
    "name": (
        "来电人", "诉求人", "反映人", "来电人姓名", "诉求人姓名", "留言用户", "联系人", "姓名",
        "举报人", "投诉人",
    ),
    "phone": (
        "来电人电话/账号", "来电人电话", "联系方式", "联系电话", "来电号码", "手机号", "手机号码",
        "电话", "诉求人电话", "反映人电话", "phone",
    ),
    "email": ("电子邮箱", "邮箱", "email"),
    "confidential": ("是否保密", "保密", "信息保密", "是否匿名保密"),
    "address": (
        "小区点位", "问题点位", "详细地址", "问题地址", "事发地址", "发生地址", "诉求地址", "地址",
        "地点", "点位", "address", "Incident Address", "Street Address", "Location Address",
    ),
    "area": ("被反映区", "所属区", "所属区县", "区县", "行政区", "事发区县"),
    "street": (
        "被反映街乡镇", "被反映街道", "街乡镇", "街道乡镇", "所属街道", "街道", "街镇",
        "所属街镇",
    ),
    "community": (
        "村/社区", "所在村社区", "社区/村", "村社区", "社区村", "所属社区", "社区", "居村",
    ),
    "lon": ("经度", "lon", "lng", "longitude", "x", "long"),
    "lat": ("纬度", "lat", "latitude", "y"),
    "point": ("坐标", "经纬度", "gps"),
    "channel": (
        "来源", "诉求来源", "工单来源", "来电渠道", "受理渠道", "渠道", "受理方式",
        "infotypename", "RequestSource", "MethodReceived", "Open Data Channel Type", "Origin",
    ),
    "level": ("紧急程度", "级别", "诉求级别", "jjcd", "Priority"),
    "unit": (
        "承办单位", "主办单位", "办理单位", "责任单位", "处置单位", "二级承办单位简称",
        "二级承办单位", "executedeptname", "Agency", "Agency Name", "Responsible Agency",
        "Owner Department", "Department", "agency_responsible", "Owner",
    ),
    "dispatched": ("派单时间", "派发时间", "交办时间", "派遣时间", "承办单位转派时间"),
    "due": (
        "办理时限", "办结时限", "截止时间", "到期时间", "案件截止", "DueDate", "Due Date",
        "target_dt", "expected_datetime",
    ),
    "state": (
        "工单状态", "案件状态", "办理状态", "状态", "gdzt", "status", "SRStatus", "case_status",
    ),
    "outcome": ("办理结果", "办结情况"),
    "reply": (
        "回复内容", "答复意见", "答复内容", "处理结果", "办理情况", "反馈内容", "reply",
        "Resolution Description", "status_notes", "closure_reason",
    ),
    "replied": ("答复时间", "回复时间", "反馈时间"),
    "closed": (
        "办结时间", "结案时间", "完成时间", "ClosedDate", "CloseDate", "Closed Date", "closed_dt",
        "Closed", "Date Closed",
    ),
    "solved": ("是否解决", "解决情况", "解决与否", "回访解决情况"),
    "satisfied": ("是否满意", "满意度", "满意情况", "满意与否", "回访满意情况"),
}  # fmt: skip

# Never taken in: row serials change with every export; identity numbers are more than a case
# needs (个人信息保护法 art. 6).
IGNORED = ("序号", "行号", "身份证号", "身份证号码", "证件号", "证件号码", "身份证")
# A second phone or name that no field takes would lie unsealed among the kept columns.
PERSONAL = re.compile(r"(电话|手机|身份证|证件号|姓名|联系人|微信号)")


@dataclass(frozen=True, slots=True)
class Layout:
    """An export we know. ``marks``: headers of which most must be there to recognise it."""

    key: str
    label: str
    source: str
    marks: tuple[str, ...]
    fields: dict[str, str] = field(default_factory=dict)  # header → field, beside GENERAL
    channel: str = ""


LAYOUTS: tuple[Layout, ...] = (
    Layout(
        "beijing_district", "北京区级导出（21 列）", "beijing-district",
        ("被反映街乡镇", "处理受理方式", "来电人电话/账号", "工单性质", "小区点位", "村/社区"),
        channel="hotline",
    ),
    Layout(
        "beijing_centre", "北京区级分中心导出（32 列）", "beijing-centre",
        ("承办单位流转过程", "承办单位转派时间", "派单类型", "回复市中心时间", "是否经过指挥协调",
         "问题点位"),
        channel="hotline",
    ),
    Layout(
        "shanghai_grid", "上海网格与热线表", "shanghai-grid",
        ("taskid", "discovertime", "infobcname", "infoscname", "infotypename", "executedeptname"),
        {"streetname": "street", "communityname": "community"},
    ),
    Layout(
        "jinan_lixia", "济南历下接口", "jinan-lixia",
        ("gdbh", "gdzt", "bldlx", "jjcd", "gridCode", "imageUrl"),
        {"name": "unit"},
        channel="hotline",
    ),
    Layout(
        "messages", "网上留言", "messages",
        ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情"),
        channel="web",
    ),
    Layout(
        "los_angeles", "Los Angeles 311", "los-angeles-311",
        ("SRNumber", "RequestType", "RequestSource", "CreatedDate", "TBMPage", "CDMember"),
    ),
    Layout(
        "baltimore", "Baltimore 311", "baltimore-311",
        ("ServiceRequestNum", "SRType", "SRStatus", "MethodReceived", "CloseDate", "PolicePost"),
    ),
    Layout(
        "new_york", "New York 311", "new-york-311",
        ("Unique Key", "Complaint Type", "Descriptor", "Incident Zip", "Cross Street 1"),
    ),
)  # fmt: skip
BY_KEY = {layout.key: layout for layout in LAYOUTS}


@cache
def general() -> dict[str, tuple[str, int]]:
    """Header in plain form → field, and its place among the field's headers."""
    table: dict[str, tuple[str, int]] = {}
    for name, headers in GENERAL.items():
        for place, header in enumerate(headers):
            table.setdefault(plain(header), (name, place))
    return table


@cache
def ignored() -> frozenset[str]:
    return frozenset(plain(header) for header in IGNORED)


@cache
def known_headers() -> frozenset[str]:
    """Every header of every layout: by these the header row is found."""
    names = {header for headers in GENERAL.values() for header in headers}
    names.update(mark for layout in LAYOUTS for mark in layout.marks)
    return frozenset(names) | frozenset(IGNORED)


def recognise(headers: list[str]) -> Layout | None:
    """The layout most of whose marks are among the headers; None when none has half of them."""
    given = {plain(header) for header in headers}

    def share(layout: Layout) -> float:
        return sum(plain(mark) in given for mark in layout.marks) / len(layout.marks)

    best = max(LAYOUTS, key=share)
    return best if share(best) >= 0.5 else None


assert set(GENERAL) <= set(FIELDS), IGNORE  # noqa: S101  (one table cannot drift from the other)
