"""Questions of a category and the answers to them. Pure.

Datatypes and their meaning: Open311 GeoReport v2, GET Service Definition.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST = {"string": 200, "text": 4000}  # characters
MOST_OTHERS = 30  # answers to questions nobody asked that are kept
OTHER_LONGEST = 1000


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class Datatype(StrEnum):
    STRING = "string"
    NUMBER = "number"
    DATETIME = "datetime"
    TEXT = "text"
    ONE = "singlevaluelist"
    MANY = "multivaluelist"


LISTS = frozenset({Datatype.ONE, Datatype.MANY})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is asked; ``values`` are key and name of each choice."""

    code: str
    description: str
    datatype: Datatype
    datatype_description: str = ""
    required: bool = False
    variable: bool = True
    automated: bool = False
    order: int = 1
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an answer cannot be taken: ``why`` is a msgid, ``code`` the question's."""

    code: str
    why: str


def parse_values(text: str) -> tuple[tuple[str, str], ...]:
    """One choice a line: key, blank, name; a line without a blank is its own name."""
    lines = (line.strip().split(maxsplit=1) for line in text.splitlines() if line.strip())
    return tuple((parts[0], parts[-1]) for parts in lines)


def check_values(datatype: str, text: str) -> str:
    """What is wrong with the choices of a question ("" for nothing): a msgid."""
    values = parse_values(text)
    keys = [key for key, _name in values]
    if datatype in LISTS and not values:
        return _("单选和多选须有选项。")
    if datatype not in LISTS and values:
        return _("只有单选和多选才有选项。")
    return _("选项的代码不能重复。") if len(set(keys)) != len(keys) else ""


def check_answers(
    questions: Iterable[Asked], given: Mapping[str, Sequence[str]]
) -> tuple[dict[str, str], list[Problem]]:
    """Answers by the words of their question, fit to be kept, and what is wrong with the rest.

    Choices are kept by name. Answers to questions that are not asked are kept under their code
    while they are few and short: clients send more than one asks for.
    """
    kept: dict[str, str] = {}
    problems: list[Problem] = []
    known = {question.code: question for question in questions if question.variable}
    for question in known.values():
        answers = [text.strip() for text in given.get(question.code, ()) if text.strip()]
        if not answers:
            if question.required and not question.automated:
                problems.append(Problem(question.code, _("这一项必填。")))
            continue
        why = _wrong(question, answers)
        if why:
            problems.append(Problem(question.code, why))
        else:
            names = dict(question.values)
            kept[question.description] = "、".join(names.get(text, text) for text in answers)
    others = [(code, texts) for code, texts in given.items() if code not in known]
    for code, texts in others[:MOST_OTHERS]:
        text = "、".join(text.strip() for text in texts if text.strip())
        if text and code:
            kept.setdefault(code[:60], text[:OTHER_LONGEST])
    return kept, problems


def _wrong(question: Asked, answers: list[str]) -> str:
    """Why the answers do not fit the question; "" when they do."""
    if question.datatype is not Datatype.MANY and len(answers) > 1:
        return _("只能有一个答案。")
    if question.datatype in LISTS:
        keys = {key for key, _name in question.values}
        return "" if keys.issuperset(answers) else _("没有这个选项。")
    return _wrong_text(question.datatype, answers[0])


def _wrong_text(datatype: Datatype, text: str) -> str:
    if datatype is Datatype.NUMBER:
        return "" if _is_number(text) else _("应为数字。")
    if datatype is Datatype.DATETIME:
        return "" if _is_moment(text) else _("应为时间，如 2026-03-10T09:00:00+08:00。")
    if datatype is Datatype.STRING and len(text.splitlines()) > 1:
        return _("只能有一行文字。")
    return "" if len(text) <= LONGEST[datatype] else _("文字太长。")


def _is_number(text: str) -> bool:
    try:
        return len(text) <= 40 and math.isfinite(float(text))
    except ValueError:
        return False


def _is_moment(text: str) -> bool:
    try:
        return len(text) <= 40 and bool(datetime.fromisoformat(text))
    except ValueError:
        return False
