"""Common problems and their types as tables; titles are masked, no person is in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.accounts.actors import Actor
from huiying.exchange.exports import all_of
from huiying.insights.kinds import Kind
from huiying.insights.queries import Wanted, problems_for
from huiying.lib.tables import Sheet


def problem_sheet(actor: Actor, wanted: Wanted, at: datetime) -> Sheet:
    """What the board shows with these filters, in its order. Raises TooManyRows."""
    heads = [
        _("编号"), _("共性问题"), _("事情"), _("热度"), _("人数"), _("案件"), _("在办"),
        _("退单"), _("区划"), _("主办单位"), _("分类"), _("第一次反映"), _("最近一次反映"),
    ]  # fmt: skip
    found = problems_for(actor, wanted, at).select_related("area", "unit", "category")
    rows: list[list[Any]] = [
        [
            one.pk, one.title, one.matter, one.heat, one.voices, one.size, one.going, one.returned,
            one.area.name if one.area else "", one.unit.name if one.unit else "",
            one.category.name if one.category else "", _day(one.first_at), _day(one.last_at),
        ]
        for one in all_of(found)
    ]  # fmt: skip
    return Sheet(_("共性问题"), heads, rows)


def kind_sheet(found: Sequence[Kind]) -> Sheet:
    """The types above the problems, in the order given."""
    heads = [
        _("类型"), _("热度"), _("问题数"), _("人数"), _("案件"), _("在办"), _("地点数"),
        _("近 30 天新反映"), _("之前 30 天新反映"), _("第一次反映"), _("最近一次反映"),
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [
            one.matter, one.heat, one.problems, one.voices, one.cases, one.going, one.places,
            one.lately, one.before, _day(one.first), _day(one.last),
        ]
        for one in found
    ]  # fmt: skip
    return Sheet(_("类型"), heads, rows)


def _day(at: datetime | None) -> str:
    return timezone.localtime(at).date().isoformat() if at else ""
