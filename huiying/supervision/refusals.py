"""Why something in an inbox cannot be opened."""

from __future__ import annotations

from huiying.cases.refusals import NoSuchCase


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class NoSuchItem(NoSuchCase):
    code = "no_such_item"
    message = _("没有这条提醒，或者它不是给您的。")
    hint = _("请从“提醒”的列表打开。")
