"""The notice of a whistle 吹哨报到通知 as a letter."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from huiying.console.whistles.pages import Page
from huiying.lib.letters import Grid, Letter


def notice_of(page: Page) -> Letter:
    """Who is called, for what, where and when."""
    row = page.head.row
    facts = [(_("集合时间"), _moment(row.meet_at)), (_("集合地点"), row.place)]
    if page.cases:
        facts.append((_("引用的案件"), " ".join(one.case.number for one in page.cases)))
    heads = [_("报到单位"), _("要它做什么"), _("签到时限")]
    called = [
        (str(part.one.unit), part.one.asked, _moment(part.one.sign_due)) for part in page.parts
    ]
    about = {"title": row.title, "kind": page.head.kind}
    opening = _("为处理“%(title)s”（%(kind)s），请你单位按时签到，并于下列时间派员到场，共同办理。")
    return Letter(
        title=_("吹哨报到通知"),
        number=_("%(street)s 第 %(n)s 号") % {"street": row.street, "n": row.pk},
        to="、".join(str(part.one.unit) for part in page.parts),
        body=[
            opening % about, row.words, Grid((), facts), Grid(heads, called),
            _(
                "依据《北京市接诉即办工作条例》第十六条，有关部门应当及时响应、履职，按照街道、乡镇协调"
                "调度共同办理。有异议的，请在签到时限内书面说明理由，由区级裁定。"
            ),
        ],
        signed=row.street.name, day=date_format(timezone.localtime(row.blown_at), "Y-m-d"),
    )  # fmt: skip


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "Y-m-d H:i")
