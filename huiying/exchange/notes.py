"""What a person should know of an import besides the counts, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext as _

from huiying.exchange.reading import Opened
from huiying.exchange.rules.fields import IGNORE
from huiying.exchange.rules.row import REMARKS

SHOWN = 12  # unmatched values by name; the rest as a number
WHAT = {"area": "区划", "unit": "承办单位", "category": "问题分类"}


def lines(
    remarks: Counter[str], unmatched: Mapping[str, Counter[str]], opened: Opened
) -> list[str]:
    """Short sentences: the file itself, what was changed or left out, names nobody knows."""
    said = [_("表头上方的说明：%(text)s") % {"text": text[:200]} for text in opened.table.notes]
    if more := opened.table.sheet_names[1:]:
        said.append(_("只导入了第一张工作表，没有导入：%(names)s") % {"names": "、".join(more)})
    if left := [header for header, target in opened.columns.items() if target == IGNORE]:
        said.append(_("没有导入这些列：%(names)s") % {"names": "、".join(left)})
    said += [
        _("%(what)s：%(count)s 行") % {"what": _(REMARKS[code]), "count": count}
        for code, count in remarks.most_common()
    ]
    said += [_unmatched(what, counter) for what, counter in unmatched.items() if counter]
    return said


def _unmatched(what: str, counter: Counter[str]) -> str:
    shown = "、".join(f"{text}（{count}）" for text, count in counter.most_common(SHOWN))
    words = {
        "what": _(WHAT[what]),
        "count": sum(counter.values()),
        "values": len(counter),
        "shown": shown,
    }
    return (
        _("%(what)s在名录中没有找到：%(count)s 行、%(values)s 种，原文随案保存：%(shown)s") % words
    )
