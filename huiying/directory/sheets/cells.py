"""Single cells of our layouts: yes or no, words of a list, dates, codes of other rows."""

from __future__ import annotations

from datetime import date

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext_noop as _

from huiying.directory.models import Area, Category, CodeSet, Unit, WorkCalendar
from huiying.directory.refusals import AREA, CALENDAR, CATEGORY, CODE_SET, UNIT, NotFound
from huiying.lib.errors import Refused

YES, NO = "是", "否"
SOURCE = "zh-hans"  # sheets are written in one language, whoever writes them


class BadCell(Refused):
    code = "bad_cell"
    message = _("“%(column)s”这一格看不懂：“%(value)s”。")
    hint = _("可以填：%(choices)s。")


def yes(text: str, column: str, *, default: bool) -> bool:
    if not text:
        return default
    if text not in (YES, NO):
        raise BadCell(column=column, value=text, choices=f"{YES}、{NO}")
    return text == YES


def shown(choices: type[TextChoices], value: str) -> str:
    """The Chinese word for a value, "" for none."""
    with translation.override(SOURCE):
        return str(choices(value).label) if value else ""


def chosen(choices: type[TextChoices], text: str, column: str) -> str:
    """The value for a Chinese word or for the value itself; "" for an empty cell."""
    with translation.override(SOURCE):
        words = {str(choice.label): str(choice.value) for choice in choices}
    if not text or text in words.values():
        return text
    if text not in words:
        raise BadCell(column=column, value=text, choices="、".join(words))
    return words[text]


def day(text: str, column: str) -> date | None:
    """A date such as 2026-01-31, 2026/1/31 or 2026年1月31日; None for an empty cell."""
    if not text:
        return None
    plain = text.replace("年", "-").replace("月", "-").replace("日", "")
    parts = plain.replace("/", "-").replace(".", "-").split("-")
    try:
        year, month, number = (int(part) for part in parts)
        return date(year, month, number)
    except ValueError:
        raise BadCell(column=column, value=text, choices="2026-01-31") from None


def unit_id(code: str) -> int | None:
    return _ident(Unit, UNIT, code=code) if code else None


def area_id(code: str) -> int | None:
    return _ident(Area, AREA, code=code) if code else None


def calendar_id(name: str) -> int | None:
    return _ident(WorkCalendar, CALENDAR, name=name) if name else None


def code_set_id(standard: str) -> int:
    return _ident(CodeSet, CODE_SET, standard=standard)


def category_id(standard: str, kind: str, code: str) -> int | None:
    if not code:
        return None
    key = {"code_set__standard": standard, "kind": kind, "code": code}
    return _ident(Category, CATEGORY, **key)


def _ident(
    model: type[Unit | Area | WorkCalendar | CodeSet | Category], what: str, **key: str
) -> int:
    ident = model.objects.filter(**key).values_list("pk", flat=True).first()
    if ident is None:
        raise NotFound(what=what, key=" ".join(key.values()))
    return int(ident)
