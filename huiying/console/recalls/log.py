"""通话记录: the calls of some days and how they were answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_GET

from huiying.console import choices
from huiying.console.desks.desk import Tab, seat
from huiying.console.desks.exporting import send
from huiying.console.shell import Console, console
from huiying.exchange.exports import all_of
from huiying.lib.tables import Sheet
from huiying.telephony import access, log
from huiying.telephony.log import Line, Wanted
from huiying.telephony.rules.calls import STATE_LABELS, State
from huiying.telephony.rules.service import CONNECTED, PROMPT, Service
from huiying.ui.fields import Choose, Select
from huiying.ui.paging import numbered, page_of
from huiying.ui.templatetags.ui import share

NAME = gettext_noop("通话记录")
TONES = {
    State.RINGING: "waiting", State.ANSWERED: "going", State.ENDED: "ended", State.MISSED: "bad",
}  # fmt: skip
RESULTS = {
    "answered": gettext_lazy("接通"),
    "prompt": gettext_lazy("15 秒内接通"),
    "slow": gettext_lazy("超过 15 秒接通"),
    "missed": gettext_lazy("未接通"),
    "live": gettext_lazy("正在振铃或通话"),
    "unwritten": gettext_lazy("接通但没有登记"),
}
SORTS = {"wait": gettext_lazy("等得最久"), "talk": gettext_lazy("说得最久")}
HEADS = (
    gettext_noop("时间"), gettext_noop("方向"), gettext_noop("号码（隐去）"), gettext_noop("状态"),
    gettext_noop("等待（秒）"), gettext_noop("通话（秒）"), gettext_noop("分机"),
    gettext_noop("接听人"), gettext_noop("案件编号"), gettext_noop("转接"),
)  # fmt: skip
DAY = {"type": "date"}


class LogForm(forms.Form):
    """The filters of the log; without days, today."""

    since = forms.DateField(
        label=gettext_lazy("自"), required=False, widget=forms.DateInput(attrs=DAY)
    )
    until = forms.DateField(
        label=gettext_lazy("至"), required=False, widget=forms.DateInput(attrs=DAY)
    )
    result = Choose(label=gettext_lazy("结果"), required=False)
    person = Select(label=gettext_lazy("接听人"), required=False)
    way = Choose(label=gettext_lazy("方向"), required=False)
    sort = Choose(label=gettext_lazy("排序"), required=False)

    def __init__(self, data: Any, today: date) -> None:
        super().__init__({"since": today.isoformat(), "until": today.isoformat()} | data.dict())
        self.today = today
        every = [("", _("全部"))]
        results = [(name, str(label)) for name, label in RESULTS.items()]
        self.fields["result"].choices = every + results  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", ""), *choices.people()]  # type: ignore[attr-defined]
        ways = [("", _("呼入")), ("out", _("呼出"))]
        self.fields["way"].choices = ways  # type: ignore[attr-defined]
        sorts = [(name, str(label)) for name, label in SORTS.items()]
        self.fields["sort"].choices = [("", _("最近的")), *sorts]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("结束的一天早于开始的一天，请改正。"))
        return given

    def wanted(self) -> Wanted:
        """What was chosen; a choice that does not exist filters nothing, a wrong day is today."""
        self.is_valid()
        given = self.cleaned_data
        since = given.get("since") or self.today
        until = given.get("until") or max(self.today, since)
        return Wanted(
            since, until, given.get("result", ""), given.get("person"),
            out=given.get("way") == "out", sort=given.get("sort", ""),
        )  # fmt: skip


def tabs_of(current: str) -> list[Tab]:
    """The two pages of the telephone's desk."""
    pages = (("recalls", _("待回拨")), ("calls", _(NAME)))
    return [Tab(label, reverse(f"console:{name}"), name == current) for name, label in pages]


@require_GET
@console
def page(desk: Console) -> HttpResponseBase:
    """The latest first, with the figures of those days above; each opens its calls."""
    seat(desk, _(NAME), access.AT_TELEPHONE)
    form = LogForm(desk.request.GET, timezone.localtime(desk.at).date())
    wanted = form.wanted()
    found, place = log.calls(desk.actor, wanted), desk.request.GET.get("place", "")
    shown = numbered(found, place) if wanted.sort else page_of(found, place, by="first_at")
    query = desk.request.GET.copy()
    query.pop("place", None)
    context = {
        "form": form,
        "page": shown,
        "rows": [
            (line, TONES[State(line.call.state)], clock(line.waited), clock(line.talked))
            for line in log.lines_of(desk.actor, shown.rows)
        ],
        "figures": figures(log.service(desk.actor, wanted)),
        "query": query.urlencode(),
        "tabs": tabs_of("calls"),
        "connected": access.connected(),
        "mine": desk.actor.id,
    }
    return desk.page("console/recalls/log.html", context, current="recalls")


def figures(service: Service) -> list[tuple[str, str, str, str, str]]:
    """(value, label, result and order that show its calls, tone) of each figure above the list."""
    connected, prompt = service.connected, service.in_time
    few = "overdue" if service.too_few_connected else ""
    limits = {
        "share": f"{CONNECTED:.0%}", "of": f"{connected.hits}/{connected.total}",
        "seconds": int(PROMPT.total_seconds()), "prompt": f"{prompt.hits}/{prompt.total}",
    }  # fmt: skip
    return [
        (str(service.total), _("来电"), "", "", ""),
        (share(connected.share), _("接通 %(of)s，标准 %(share)s") % limits, "answered", "", few),
        (share(prompt.share), _("%(seconds)s 秒内接通 %(prompt)s") % limits, "prompt", "", ""),
        (str(service.missed), _("未接通"), "missed", "", ""),
        (clock(service.wait) or "—", _("平均等待"), "answered", "wait", ""),
    ]


def clock(span: timedelta | None) -> str:
    """A duration as telephones show it, 1:05; "" for none."""
    if span is None:
        return ""
    minutes, seconds = divmod(max(int(span.total_seconds()), 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@require_GET
@console
def export(desk: Console, kind: str) -> HttpResponseBase:
    """The log as it is filtered now, numbers masked."""
    seat(desk, _(NAME), access.AT_TELEPHONE)
    form = LogForm(desk.request.GET, timezone.localtime(desk.at).date())
    rows = all_of(log.calls(desk.actor, form.wanted()))
    sheet = Sheet(
        _(NAME),
        [_(head) for head in HEADS],
        [_cells(line) for line in log.lines_of(desk.actor, rows)],
    )
    return send(desk, kind, "calls", "calls", sheet, desk.request.GET.urlencode()[:500])


def _cells(line: Line) -> tuple[object, ...]:
    call = line.call
    return (
        call.first_at, _("呼入") if call.inbound else _("呼出"), call.number_masked,
        _(STATE_LABELS[State(call.state)]), _seconds(line.waited), _seconds(line.talked),
        call.extension, call.person.name if call.person else "", line.case,
        "、".join(one.to for one in call.transfers.all()),
    )  # fmt: skip


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds())
