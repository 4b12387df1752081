"""Reply templates: plain text with variables in braces, such as ``您的诉求{案件编号}已受理``. Pure.

Full-width braces ｛｝ mean the same. There is no language in them: no conditions, no loops, so
that whoever writes letters can write templates.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from huiying.lib.errors import Refused


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


# Every variable and what stands in its place; the reference for the page that edits templates.
VARIABLES: dict[str, str] = {
    "案件编号": _("公开的案件编号"),
    "查询码": _("诉求人查询进度用的查询码"),
    "查询网址": _("诉求人查询进度的网址"),
    "标题": _("案件标题"),
    "诉求类型": _("咨询、求助、投诉、举报或建议"),
    "分类": _("案件分类的名称"),
    "地址": _("案件地址"),
    "区划": _("案件所在街道或社区"),
    "承办单位": _("主办单位的名称"),
    "受理时间": _("收到诉求的日期和时间"),
    "办理时限": _("应办结的日期和时间"),
    "今天": _("发送当日的日期"),
    "热线电话": _("热线的号码"),
    "经办人": _("发送人的姓名"),
}
EMPTY = "—"  # stands for a variable that has no value yet
MOST = 2000  # characters of a template

_PIECE = re.compile(r"[{｛]([^{}｛｝\n]*)[}｝]|[{}｛｝]")


class UnknownVariables(Refused):
    code = "template_variables"
    message = _("模板中有无法识别的变量：%(unknown)s。")
    hint = _("可用的变量：%(known)s。")


class LooseBrace(Refused):
    code = "template_brace"
    message = _("模板第 %(line)s 行的花括号不成对：“%(near)s”。")
    hint = _("变量应写成 {案件编号} 的样子，前后各一个花括号，中间不换行。")


class BadTemplate(Refused):
    code = "template_text"
    message = _("模板正文为空，或超过 %(most)s 字。")
    hint = _("请填写正文；过长的说明可另附文件。")


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text to be sent; ``missing`` are variables that had no value and became a dash."""

    text: str
    missing: tuple[str, ...] = ()


def variables_of(text: str) -> list[str]:
    """The variables of a template, each once, in order. Raises LooseBrace."""
    found: dict[str, None] = {}
    for piece in _PIECE.finditer(text):
        if piece[1] is None:
            line = text.count("\n", 0, piece.start()) + 1
            near = text[max(0, piece.start() - 8) : piece.start() + 8].replace("\n", " ")
            raise LooseBrace(line=line, near=near)
        found[piece[1].strip()] = None
    return list(found)


def check(text: str) -> None:
    """Raise BadTemplate, LooseBrace or UnknownVariables (which lists all of them) if it is bad."""
    if not text.strip() or len(text) > MOST:
        raise BadTemplate(most=MOST)
    unknown = [name for name in variables_of(text) if name not in VARIABLES]
    if unknown:
        known = "、".join(VARIABLES)
        raise UnknownVariables(unknown="、".join(map(_suggested, unknown)), known=known)


def _suggested(name: str) -> str:
    near = difflib.get_close_matches(name, VARIABLES, n=1, cutoff=0.5)
    return f"{{{name}}}（{{{near[0]}}}？）" if near else f"{{{name}}}"


def render(text: str, values: Mapping[str, str]) -> Rendered:
    """Fill in a checked template. Braces inside a value are only text and are not filled again."""
    check(text)
    missing = tuple(name for name in variables_of(text) if not values.get(name, "").strip())

    def value_of(piece: re.Match[str]) -> str:
        return values.get(piece[1].strip(), "").strip() or EMPTY

    return Rendered(_PIECE.sub(value_of, text).strip(), missing)
