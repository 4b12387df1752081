"""A public case in words for everybody: what and where, who has it and by when."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from huiying.cases.public import DONE, NEW, PublicCase


def title(case: PublicCase) -> str:
    """An editor's title, else what and where: never the person's words."""
    if case.title:
        return case.title
    return "，".join(filter(None, (case.area, case.category or _("未分类"))))


def standing(stage: str, unit: str, due_at: datetime | None) -> str:
    """Where a case is, for everybody."""
    if stage == DONE:
        return _("这件事已经办结。")
    if stage == NEW or not unit:
        return _("这件事已经受理，正在确定承办单位。")
    if due_at is None:
        return _("%(unit)s正在办理。") % {"unit": unit}
    due = date_format(timezone.localtime(due_at), _("n月j日 H:i"))
    return _("%(unit)s正在办理，须在 %(due)s 前办结。") % {"unit": unit, "due": due}
