"""What the words in files mean. Every function gives None for a word it does not know."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from huiying.exchange.rules.layouts import plain

SHANGHAI = ZoneInfo("Asia/Shanghai")
# 诉求 says nothing about the kind; most of what is filed under it asks for something to be done.
DEFAULT_KIND = "help"
KINDS = {
    "consultation": ("咨询", "问询", "政策咨询", "consultation", "inquiry", "question"),
    "help": ("求助", "诉求", "服务", "求决", "申诉求决", "help", "request"),
    "complaint": ("投诉", "投诉举报", "意见", "批评", "complaint"),
    "tipoff": ("举报", "控烟", "控烟举报", "检举", "揭发", "tipoff"),
    "suggestion": ("建议", "意见建议", "表扬", "感谢", "suggestion", "compliment"),
}
# In a title the word of the kind stands in the open: “关于……的建议”.
_IN_TITLE = (
    ("举报", "tipoff"), ("投诉", "complaint"), ("咨询", "consultation"), ("建议", "suggestion"),
    ("求助", "help"),
)  # fmt: skip
CHANNELS = {
    "hotline": (
        "热线", "电话", "来电", "12345", "12345热线", "市民热线", "语音", "phone", "call",
        "voicemail", "fax",
    ),
    "web": (
        "网络", "网站", "互联网", "微信", "微博", "app", "小程序", "邮件", "网上", "留言",
        "市长信箱", "领导信箱", "人民网", "web", "online", "email", "mail", "mobileapp",
        "mobile", "selfservice", "website", "twitter", "短信",
    ),
    "visit": ("走访", "来访", "上门", "窗口", "walkin", "visit", "councilsoffice"),
    "inspection": (
        "巡查", "网格", "网格巡查", "采集员", "监督员上报", "监督员", "巡查上报",
        "driverselfreport", "internal", "inspection",
    ),
    "column": ("专栏", "媒体", "随手拍", "啄木鸟"),
    "device": ("设备", "传感器", "视频", "物联网", "device", "sensor", "system"),
    "api": ("接口", "api"),
}  # fmt: skip
LEVELS = {
    "urgent": ("紧急", "特急", "加急", "突发", "应急", "urgent", "high", "emergency", "1"),
    "difficult": ("疑难", "复杂", "重大", "difficult"),
    "general": ("一般", "普通", "平件", "正常", "normal", "standard", "low", "medium", "0"),
}
# Cancelled, referred and transferred matters are over for the office that exported them.
STATES = {
    "closed": (
        "已办结", "办结", "已结案", "结案", "已完成", "完成", "已关闭", "关闭", "已归档", "归档",
        "已办理", "已回访", "已评价", "已答复", "已回复", "已处理", "已解决", "作废", "已作废",
        "已撤销", "撤单", "不予受理", "closed", "cancelled", "canceled", "referredout",
        "resolved", "completed", "done", "archived", "2",
    ),
    "filed": (
        "办理中", "处理中", "处置中", "待办理", "待处理", "已派单", "待签收", "已签收", "待接收",
        "已转派", "待反馈", "待回访", "待核查", "待结案", "已受理", "待派单", "已派发", "退单",
        "延期", "挂账", "督办", "inprogress", "assigned", "pending", "inprocess", "1",
    ),
    "received": ("待受理", "新建", "未受理", "未处理", "登记", "草稿", "open", "new", "received",
                 "submitted", "0"),
}  # fmt: skip
SOLVED = {
    "yes": ("解决", "已解决", "是", "完全解决", "基本解决", "yes", "y", "solved"),
    "partly": ("部分解决", "部分", "正在解决", "解决中", "partly"),
    "no": ("未解决", "没有解决", "否", "不解决", "no", "n", "unsolved"),
}
SATISFIED = {
    "yes": ("满意", "非常满意", "很满意", "是", "yes", "y", "satisfied"),
    "fairly": ("基本满意", "比较满意", "较满意", "一般", "fairly"),
    "no": ("不满意", "非常不满意", "很不满意", "否", "no", "n", "unsatisfied", "dissatisfied"),
}
NOTHING = frozenset(
    ("", "-", "--", "—", "/", "无", "空", "未评价", "未回访", "暂无", "不详", "未知", "null",
     "none", "n/a", "na", "nan", "未提供", "未留")
)  # fmt: skip
SECRET = ("保密", "要求保密", "信息保密", "不公开")
NAMELESS = ("匿名", "匿名用户", "anonymous", "游客")
YES = ("是", "y", "yes", "true", "1", "保密", "要求保密")


def _turned(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {plain(word): value for value, words in table.items() for word in words}


_KINDS, _CHANNELS, _LEVELS = _turned(KINDS), _turned(CHANNELS), _turned(LEVELS)
_STATES, _SOLVED, _SATISFIED = _turned(STATES), _turned(SOLVED), _turned(SATISFIED)
_BRACKETS = re.compile(r"[(（].*?[)）]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_DATE_IN_NUMBER = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01])")


def clean(text: str) -> str:
    """Without characters that databases and pages cannot hold."""
    return text if text.isprintable() else _CONTROL.sub("", text)


def nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: empty, a dash, 无, N/A."""
    return text.strip().lower() in NOTHING


def _look(text: str, table: dict[str, str]) -> str | None:
    """The meaning of a word; a remark in brackets behind it does not change it."""
    found = table.get(plain(text))
    return found or table.get(plain(_BRACKETS.sub("", text)))


def kind_of(text: str) -> str | None:
    """One of the five kinds of 条例 art. 2."""
    return _look(text, _KINDS)


def kind_in_title(title: str) -> str | None:
    """The kind a title names, the first word that stands in it."""
    found = [(title.find(word), kind) for word, kind in _IN_TITLE if word in title]
    return min(found)[1] if found else None


def channel_of(text: str) -> str | None:
    found = _look(text, _CHANNELS)
    if found is None:
        words = (w for w in _CHANNELS if len(w) > 1 and not w.isascii() and w in text)
        found = next((_CHANNELS[word] for word in words), None)
    return found


def level_of(text: str) -> str | None:
    return _look(text, _LEVELS)


def state_of(text: str) -> str | None:
    """closed, filed (with somebody elsewhere) or received; “Closed (Duplicate)” is closed."""
    return _look(text, _STATES)


def solved_of(text: str) -> str | None:
    return _look(text, _SOLVED)


def satisfied_of(text: str) -> str | None:
    return _look(text, _SATISFIED)


def is_secret(text: str) -> bool:
    """Whether a name or phone says that the person asked for confidentiality (GB/T 33358)."""
    return any(word in text for word in SECRET)


def is_yes(text: str) -> bool:
    return plain(text) in YES


def contact_part(text: str) -> str:
    """A name or phone, "" where the cell only says that there is none."""
    text = text.strip()
    return "" if nothing(text) or plain(text) in NAMELESS else text


def day_in_number(number: str, latest: datetime) -> datetime | None:
    """The first moment of the day that a number carries, such as 20210105004321; else None."""
    for match in _DATE_IN_NUMBER.finditer(number):
        try:
            day = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
        moment = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
        if moment <= latest:
            return moment
    return None
