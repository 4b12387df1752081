"""Why an earlier case may be the same matter, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.cases.rules.similar import Likeness


def why_said(why: Likeness) -> str:
    """Place, day and words in one line: 同一区域 · 3 天前 · 内容 82% 相同."""
    parts = []
    if why.metres is not None:
        parts.append(_("相距 %(n)d 米") % {"n": why.metres})
    elif why.same_area:
        parts.append(_("同一区域"))
    ago = ngettext("%(n)d 天前", "%(n)d 天前", why.days) % {"n": why.days}
    parts.append(ago if why.days else _("今天"))
    parts.append(_("内容 %(n)d%% 相同") % {"n": why.percent})
    return " · ".join(parts)
