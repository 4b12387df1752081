"""Reply templates: which fit, and what would be sent."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from huiying.accounts.actors import Actor
from huiying.cases import access
from huiying.cases.models import Case, ReplyTemplate
from huiying.cases.refusals import NoSuchCase
from huiying.cases.rules.templates import Rendered, check, render
from huiying.cases.rules.workflow import BY_NAME
from huiying.directory import queries as directory
from huiying.lib.errors import Refused

LOCAL = ZoneInfo("Asia/Shanghai")


class NoSuchTemplate(Refused):
    code = "no_such_template"
    message = _("没有找到这个答复模板，它可能已停用。")
    hint = _("请刷新页面重新选择，或直接填写。")


class NoSuchVerb(Refused):
    code = "template_verb"
    message = _("没有“%(verb)s”这一步，或这一步不需要填写文字。")
    hint = _("请从列表中选择模板用于哪一步。")


def templates_for(verb: str, category_id: int | None) -> list[ReplyTemplate]:
    """The templates for a step of a case, the nearest first: of the category itself, of those
    above it, then the general ones; within each by name."""
    chain = directory.categories().above(category_id) if category_id else ()
    near = {ident: place for place, ident in enumerate(chain)}
    which = Q(category=None) | Q(category__in=chain)
    found = ReplyTemplate.objects.filter(which, verb=verb, active=True)
    return sorted(found, key=lambda t: (near.get(t.category_id or 0, len(near)), t.name))


def preview(template_id: int, case: Case, actor: Actor, at: datetime) -> Rendered:
    """Exactly what would be sent to the person of this case, and which variables are empty.

    Raises NoSuchTemplate, NoSuchCase when the actor may not see the case.
    """
    if not access.sees(actor, case):
        raise NoSuchCase(number=case.number)
    template = ReplyTemplate.objects.filter(pk=template_id, active=True).first()
    if template is None:
        raise NoSuchTemplate
    return render(template.text, values_of(case, actor, at))


def check_template(verb: str, text: str) -> None:
    """Whether a template may be saved: a known step that takes words, and known variables."""
    known = BY_NAME.get(verb)
    if known is None or not known.text:
        raise NoSuchVerb(verb=known.label if known else verb)
    check(text)


def verbs_with_words() -> list[tuple[str, str]]:
    """The steps a template can be for, with their labels: choices for the page that edits them."""
    return [(verb.name, verb.label) for verb in BY_NAME.values() if verb.text and not verb.system]


def values_of(case: Case, actor: Actor, at: datetime) -> dict[str, str]:
    """The value of every variable for one case; "" where there is none yet."""
    unit = directory.units().rows.get(case.lead_unit_id or 0)
    area = directory.areas().rows.get(case.area_id or 0)
    category = directory.categories().rows.get(case.category_id or 0)
    return {
        "案件编号": case.number,
        "查询码": case.tracking_code,
        "查询网址": getattr(settings, "BASE_URL", ""),
        "标题": case.title,
        "诉求类型": str(case.get_kind_display()),
        "分类": category.name if category else "",
        "地址": case.address,
        "区划": area.name if area else "",
        "承办单位": unit.name if unit else "",
        "受理时间": moment(case.received_at),
        "办理时限": moment(case.due_at) if case.due_at else "",
        "今天": day(at),
        "热线电话": getattr(settings, "HOTLINE_NUMBER", "12345"),
        "经办人": actor.name,
    }


def day(at: datetime) -> str:
    """``2026年3月10日``, in the city's time."""
    local = at.astimezone(LOCAL)
    return f"{local.year}年{local.month}月{local.day}日"


def moment(at: datetime) -> str:
    """``2026年3月10日 17:00``, in the city's time."""
    return f"{day(at)} {at.astimezone(LOCAL):%H:%M}"
