"""The English catalogue is complete: whatever a page or a refusal can say, it says in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "huiying"
CATALOGUE = PACKAGE / "locale/en/LC_MESSAGES/django.po"
CHINESE = re.compile("[一-鿿]")
CALLS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
SLOT = re.compile(r"%\((\w+)\)")


def sources() -> Iterator[tuple[Path, bytes]]:
    """Python as it is; templates as Python that calls gettext."""
    for file in sorted(PACKAGE.rglob("*.py")):
        yield file, file.read_bytes()
    for file in sorted(PACKAGE.rglob("templates/**/*")):
        if file.suffix in (".html", ".txt", ".js"):
            yield file, templatize(file.read_text(encoding="utf-8"), origin=str(file)).encode()


def said() -> dict[str, str]:
    """Every Chinese msgid in the sources, with the place where it is said first."""
    found: dict[str, str] = {}
    for file, source in sources():
        for line, messages, _comments, _context in extract("python", BytesIO(source), CALLS):
            for text in messages if isinstance(messages, tuple) else (messages,):
                if text and CHINESE.search(text):
                    found.setdefault(text, f"{file.relative_to(PACKAGE)}:{line}")
    return found


def english() -> dict[str, tuple[str, ...]]:
    with CATALOGUE.open("rb") as file:
        read = read_po(file)
    translated: dict[str, tuple[str, ...]] = {}
    for message in read:
        strings = [message.string] if isinstance(message.string, str) else message.string or []
        for ident in [message.id] if isinstance(message.id, str) else message.id:
            if ident and not message.fuzzy:
                translated[ident] = tuple(strings)
    return translated


def test_every_text_has_its_english() -> None:
    known = english()
    texts = said()
    assert len(texts) > 1500
    assert {text: place for text, place in texts.items() if not all(known.get(text, ("",)))} == {}


def test_the_english_fills_in_nothing_that_the_chinese_does_not_give() -> None:
    wrong = {
        text: strings
        for text, strings in english().items()
        if any(set(SLOT.findall(string)) - set(SLOT.findall(text)) for string in strings)
    }
    assert wrong == {}


def test_no_english_text_is_still_chinese() -> None:
    quoted = {text for text, strings in english().items() if any(map(CHINESE.search, strings))}
    assert len(quoted) < 20, quoted  # examples of what to write, and words of a Chinese notice
