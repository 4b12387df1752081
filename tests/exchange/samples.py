"""An export of a district as its hotline office sends it: 21 columns, two rows."""

from __future__ import annotations

DISTRICT = (
    "工单编号", "工单类型", "问题分类", "标签", "标题", "主要内容", "工单状态", "来电人",
    "来电人电话/账号", "被反映区", "被反映街乡镇", "办理结果", "回复内容", "处理受理方式",
    "办结时间", "企业名称", "是否解决", "是否满意", "工单性质", "村/社区", "小区点位", "主办单位",
)  # fmt: skip
NOTE = "说明：本表由区热线办导出，仅供内部使用"


def district_row(number: str = "20260301000017", **changes: str) -> list[str]:
    """A lamp in 泉河街道, reported by 刘洋, mended and called back."""
    facts = {
        "工单编号": number,
        "工单类型": "投诉",
        "问题分类": "城市管理->路灯",
        "标签": "夜间",
        "标题": "幸福里小区门口路灯不亮",
        "主要内容": "三盏路灯一周没亮。",
        "工单状态": "已办结",
        "来电人": "刘洋",
        "来电人电话/账号": "19900001111",
        "被反映区": "青禾区",
        "被反映街乡镇": "泉河街道",
        "办理结果": "已修复",
        "回复内容": "灯已换新，当晚恢复照明。",
        "处理受理方式": "直派",
        "办结时间": "2026-03-03 10:30:00",
        "企业名称": "",
        "是否解决": "解决",
        "是否满意": "基本满意",
        "工单性质": "主办",
        "村/社区": "幸福里社区",
        "小区点位": "幸福里小区东门",
        "主办单位": "区城市管理委",
    }
    return list((facts | changes).values())


SHORT = ("工单编号", "标题", "主要内容", "受理时间", "办结时间", "来电人", "联系电话")


def short_row(
    number: str,
    title: str = "路灯不亮",
    *,
    received: str = "2026-03-01 09:00",
    closed: str = "",
    name: str = "刘洋",
    phone: str = "19900001111",
) -> list[str]:
    return [number, title, "三盏路灯一周没亮。", received, closed, name, phone]
