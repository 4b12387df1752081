"""Annotated addresses: reading them, and how well parts were found. Pure.

The files are of the usual two columns: a token, a space, its label (B-road, I-road, …, O); an
empty line ends an address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from huiying.insights.rules.chain_learning import Example
from huiying.insights.rules.coarse import Part, coarse
from huiying.insights.rules.normal import compared
from huiying.lib.errors import Refused

# Of these kinds names are remembered: they come again in other addresses. Never of persons.
_NAMED = "prov city district devzone town community road subroad poi subpoi"
NAMED = frozenset(_NAMED.split())


class NotAnnotated(Refused):
    code = "not_annotated"
    message = "第 %(line)s 行不是“字 标注”两列。"
    hint = "每行一个字和它的标注（如 B-road、I-road），用空格分开；地址之间空一行。"


def named(kind: str) -> bool:
    return kind in NAMED


def annotated(lines: Iterable[str]) -> list[Example]:
    """The addresses of a file. Raises NotAnnotated."""
    found: list[Example] = []
    text, parts = "", list[Part]()
    for number, written in enumerate(lines, 1):
        line = written.strip("\r\n\ufeff ")
        if not line:
            if text:
                found.append(Example(text, tuple(parts)))
            text, parts = "", []
            continue
        token, _, label = line.rpartition(" ")
        if not token.strip() or label[:2].upper() not in ("B-", "I-", "O"):
            raise NotAnnotated(line=number)
        start, kind = len(text), label[2:].lower() or "other"
        text += _plain(token.strip())
        if parts and parts[-1][2] == kind and label[0] not in "Bb":
            start = parts.pop()[0]
        parts.append((start, len(text), kind))
    return [*found, Example(text, tuple(parts))] if text else found


def _plain(token: str) -> str:
    """A token made comparable, never empty: what is invisible becomes a line."""
    return compared(token) or "-"


@dataclass(frozen=True, slots=True)
class Worth:
    """How well parts are found: of those found, of those that are, and both (F1)."""

    precision: float
    recall: float
    f1: float


def worth(
    found: Sequence[Sequence[Part]],
    truth: Sequence[Sequence[Part]],
    kind_of: Callable[[str], str] = coarse,
) -> Worth:
    """Parts count as found when start, end and kind agree; kinds called "" are left out."""
    right = said = are = 0
    for mine, theirs in zip(found, truth, strict=True):
        one = {(a, b, kind) for a, b, k in mine if (kind := kind_of(k))}
        other = {(a, b, kind) for a, b, k in theirs if (kind := kind_of(k))}
        right, said, are = right + len(one & other), said + len(one), are + len(other)
    precision, recall = right / max(said, 1), right / max(are, 1)
    return Worth(precision, recall, 2 * right / max(said + are, 1))
