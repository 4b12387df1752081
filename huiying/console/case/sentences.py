"""What happened, as a sentence: the one place where events become words people read.

Who and when stand beside the sentence, the words that came with the act below it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from huiying.cases.actions.facts import CORRECTABLE
from huiying.cases.kinds import Channel
from huiying.cases.rules.workflow import CLOSING_LABELS, DECLINING_LABELS, Closing, Declining
from huiying.console import clocks
from huiying.console.relay import sentences as relay
from huiying.directory import queries as directory
from huiying.directory.kinds import CaseKind, Level
from huiying.journal.queries import Line

Data = dict[str, Any]
Sentence = Callable[[Data], str]


def sentence(line: Line) -> str:
    """The sentence of one journal line; an event of a newer version shows its plain name."""
    said = SENTENCES.get(line.event)
    return said(line.data) if said else line.event


def _plain(text: str) -> Sentence:
    """A sentence without particulars; ``text`` is a msgid marked where it is listed."""
    return lambda _data: _(text)


def _received(data: Data) -> str:
    return _("接收了%(kind)s，来自%(channel)s") % {
        "kind": _label(CaseKind, data.get("kind")),
        "channel": _label(Channel, data.get("channel")),
    }


def _declined(data: Data) -> str:
    way = data.get("way", "")
    text = _(DECLINING_LABELS[Declining(way)]) if way in set(Declining) else way
    return _("不予派单：%(way)s") % {"way": text}


def _asked(data: Data) -> str:
    params = {"due": _when(data.get("due_at"))}
    if data.get("to") == "party":
        return _("委托外部单位办理，%(due)s前答复") % params
    return _("询问诉求人，%(due)s前答复") % params


def _by_party(person: str, party: str) -> Sentence:
    return lambda data: _(party) if data.get("to") == "party" else _(person)


def _shared(data: Data) -> str:
    return _("向诉求人公开附件") if data.get("to_person") else _("不再向诉求人公开附件")


def _classified(data: Data) -> str:
    changes = data.get("changes") or {}
    return _("更正了%(what)s") % {"what": "；".join(_change(k, v) for k, v in changes.items())}


def _change(name: str, pair: list[Any]) -> str:
    label = _(CORRECTABLE.get(name, name))
    before, after = (_value(name, value) for value in pair)
    if before == after:
        return label
    return _("%(label)s（%(before)s → %(after)s）") % {
        "label": label,
        "before": before,
        "after": after,
    }


def _value(name: str, value: Any) -> str:
    if value is None or value == "":
        return _("空")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    read = READ.get(name)
    return read(value) if read else str(value)


def _reporter_corrected(data: Data) -> str:
    names = {"name": _("姓名"), "phone": _("电话"), "email": _("邮箱")}
    return _("更正了诉求人的%(what)s") % {
        "what": "、".join(names.get(f, f) for f in data.get("fields", ()))
    }


def _shown(data: Data) -> str:
    purpose = data.get("purpose", "")
    if purpose:
        return _("查看了诉求人联系方式，用途：%(purpose)s") % {"purpose": purpose}
    return _("查看了诉求人联系方式")


def _proven(data: Data) -> str:
    if data.get("kind") == "email":
        return _("诉求人用验证码验证了邮箱")
    return _("诉求人用验证码验证了电话")


def _split(data: Data) -> str:
    count = len(data.get("part_ids", ()))
    return ngettext("拆分为 %(n)d 个分项", "拆分为 %(n)d 个分项", count) % {"n": count}


def _closed(data: Data) -> str:
    closing = data.get("closing", "")
    text = _(CLOSING_LABELS[Closing(closing)]) if closing in set(Closing) else closing
    return _("结案：%(closing)s") % {"closing": text}


def _reopened(data: Data) -> str:
    return _("重新办理，第 %(cycle)s 轮") % {"cycle": data.get("cycle", "")}


def _imported(data: Data) -> str:
    return _("由导入文件建立") if data.get("created") else _("由导入文件更新")


def _dispatched(data: Data) -> str:
    text = _("指定承办：%(unit)s") if data.get("binding") else _("派单：%(unit)s")
    parts = [text % {"unit": data.get("unit", "")}]
    if helpers := data.get("assisting"):
        parts.append(_("协办 %(units)s") % {"units": _units(helpers)})
    if copied := data.get("copied"):
        parts.append(_("抄送 %(units)s") % {"units": _units(copied)})
    if handler := data.get("handler"):
        parts.append(_("经办人 %(name)s") % {"name": handler})
    if due := data.get("due_at"):
        parts.append(_("%(due)s前办结") % {"due": _when(due)})
    return _("，").join(parts)


def _handler_named(data: Data) -> str:
    return _("%(unit)s指定%(name)s经办") % {"unit": data.get("unit"), "name": data.get("handler")}


def _transferred(data: Data) -> str:
    return _("%(unit)s转派给%(to)s") % {"unit": data.get("unit"), "to": data.get("to_unit")}


def _returned(data: Data) -> str:
    return _("%(unit)s退单，建议由%(to)s承办；依据：%(basis)s（第 %(times)s 次退单）") % {
        "unit": data.get("unit"),
        "to": data.get("proposed_unit"),
        "basis": data.get("basis", "—"),
        "times": data.get("times", 1),
    }


def _called_in(data: Data) -> str:
    return _("请求协办：%(units)s") % {"units": _units(data.get("unit_ids", ()))}


def _reported(data: Data) -> str:
    params = {"unit": data.get("unit", "")}
    if data.get("on_time", True):
        return _("%(unit)s反馈办理结果，在时限内") % params
    return _("%(unit)s反馈办理结果，已超过时限") % params


def _clock_asked(data: Data) -> str:
    if data.get("kind") == "suspension":
        return _("申请挂账至 %(until)s") % {"until": _when(data.get("until"))}
    return _("申请延期")


def _clock_decided(data: Data) -> str:
    paused, granted = data.get("kind") == "suspension", data.get("granted")
    if not granted:
        return _("未批准挂账") if paused else _("未批准延期")
    params = {"due": _when(data.get("due_after"))}
    return (_("批准挂账，办结时限改为 %(due)s") if paused else _("批准延期至 %(due)s")) % params


def _verified(data: Data) -> str:
    return _("现场核查通过") if data.get("on_site") else _("核查通过")


def _sent_back(data: Data) -> str:
    return _("退回重办，%(due)s前办结") % {"due": _when(data.get("due_at"))}


SOLVED = {
    "yes": gettext_noop("解决"),
    "partly": gettext_noop("部分解决"),
    "no": gettext_noop("未解决"),
}
SATISFIED = {
    "yes": gettext_noop("满意"),
    "fairly": gettext_noop("基本满意"),
    "no": gettext_noop("不满意"),
}


def _called_back(data: Data) -> str:
    if not data.get("reached"):
        return _("回访未接通")
    solved = SOLVED.get(data.get("solved", ""), "")
    satisfied = SATISFIED.get(data.get("satisfied", ""), "")
    return _("回访：%(solved)s，%(satisfied)s") % {
        "solved": _(solved) if solved else "—",
        "satisfied": _(satisfied) if satisfied else "—",
    }


def _excuse_decided(data: Data) -> str:
    return _("认定诉求不合理") if data.get("granted") else _("未认定为不合理")


def _with_unit(text: str) -> Sentence:
    return lambda data: _(text) % {"unit": data.get("unit") or _unit(data.get("unit_id"))}


def _label(choices: Any, value: Any) -> str:
    return str(choices(value).label) if value in choices.values else str(value or "")


def _named(row: Any) -> str:
    return row.name if row else "—"


def _unit(ident: int | None) -> str:
    row = directory.units().rows.get(ident or 0)
    return row.label if row else "—"


def _units(idents: list[int]) -> str:
    return "、".join(_unit(ident) for ident in idents)


def _when(text: str | None) -> str:
    """A moment as the journal keeps it, in local time."""
    try:
        return clocks.moment(datetime.fromisoformat(text)) if text else "—"
    except ValueError:
        return text or "—"


READ: dict[str, Callable[[Any], str]] = {
    "category_id": lambda value: _named(directory.categories().rows.get(value)),
    "area_id": lambda value: _named(directory.areas().rows.get(value)),
    "accused_unit_id": _unit,
    "kind": lambda value: _label(CaseKind, value),
    "level": lambda value: _label(Level, value),
}


SENTENCES: dict[str, Sentence] = {
    "Received": _received,
    "Filed": _plain(gettext_noop("立案，等待派单")),
    "Answered": _plain(gettext_noop("当场答复并结案")),
    "Declined": _declined,
    "Voided": _plain(gettext_noop("作废")),
    "Noted": _plain(gettext_noop("内部备注")),
    "Voiced": _plain(gettext_noop("又有人反映同一问题")),
    "PersonTold": _plain(gettext_noop("告知诉求人")),
    "Asked": _asked,
    "RequestAnswered": _by_party(gettext_noop("诉求人已答复"), gettext_noop("外部单位已答复")),
    "RequestExpired": _by_party(
        gettext_noop("诉求人逾期未答复"), gettext_noop("外部单位逾期未答复")
    ),
    "RequestWithdrawn": _by_party(
        gettext_noop("撤回了给诉求人的询问"), gettext_noop("撤回了给外部单位的委托")
    ),
    "Attached": _plain(gettext_noop("上传附件")),
    "AttachmentShared": _shared,
    "AttachmentRemoved": _plain(gettext_noop("移除附件")),
    "Classified": _classified,
    "CauseSet": _plain(gettext_noop("登记成因")),
    "ReporterCorrected": _reporter_corrected,
    "ReporterShown": _shown,
    "CallLinked": _plain(gettext_noop("由热线来电登记")),
    "CallerPutThrough": lambda data: _("已转接 %(to)s") % {"to": data.get("to", "")},
    "RecordingLinked": _plain(gettext_noop("通话录音已挂到案件")),
    "RecordingShown": _plain(gettext_noop("查看了通话录音的地址")),
    "Whistled": _with_unit(gettext_noop("%(unit)s为本案吹哨")),
    "ArticleUsed": _plain(gettext_noop("按知识库的口径答复")),
    "ContactProven": _proven,
    "Merged": _plain(gettext_noop("并入主案")),
    "DuplicateTaken": _plain(gettext_noop("另一案件并入本案")),
    "Unmerged": _plain(gettext_noop("取消并案")),
    "SplitOff": _split,
    "Closed": _closed,
    "Reopened": _reopened,
    "Anonymised": _plain(gettext_noop("按保存期限匿名化诉求人信息")),
    "Destroyed": _plain(gettext_noop("按保存期限销毁")),
    "Imported": _imported,
    "Dispatched": _dispatched,
    "Recalled": _with_unit(gettext_noop("撤回派给%(unit)s的单")),
    "Signed": _with_unit(gettext_noop("%(unit)s签收")),
    "HandlerNamed": _handler_named,
    "Transferred": _transferred,
    "Returned": _returned,
    "Contacted": _with_unit(gettext_noop("%(unit)s联系了诉求人")),
    "Progressed": _with_unit(gettext_noop("%(unit)s反馈了进展")),
    "CalledIn": _called_in,
    "Contributed": _with_unit(gettext_noop("%(unit)s协办反馈")),
    "Reported": _reported,
    "ClockAsked": _clock_asked,
    "ClockDecided": _clock_decided,
    "ClockResumed": _plain(gettext_noop("恢复计时")),
    "Verified": _verified,
    "SentBack": _sent_back,
    "CalledBack": _called_back,
    "ExcuseAsked": _plain(gettext_noop("提请认定诉求不合理")),
    "ExcuseDecided": _excuse_decided,
    **relay.SENTENCES,
}
