"""Words that go to the public must not lead to a person. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from huiying.lib.errors import Refused
from huiying.lib.text import find_personal


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class PersonInside(Refused):
    code = "person_inside"
    message = _("文字里有个人信息（电话、证件号或邮箱），不能公开。")
    hint = _("请去掉“%(part)s”再提交。")


class ReporterInside(Refused):
    code = "reporter_inside"
    message = _("文字里有诉求人的姓名，不能公开。")
    hint = _("请改为不指明诉求人的说法，例如“有市民反映”。")


def check(texts: Iterable[str], reporter: str = "") -> None:
    """Raise when a text holds a phone, an identity number, an e-mail, or the reporter's name."""
    for text in texts:
        found = find_personal(text)
        if found:
            raise PersonInside(part=text[found[0].start : found[0].end][:4] + "…")
        if len(reporter.strip()) > 1 and reporter.strip() in text:
            raise ReporterInside
