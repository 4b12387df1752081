"""PDF files are kept as they are, so those that could do something by themselves are refused.

Names may be written with ``#xx`` escapes and objects may hide in compressed object streams
(ISO 32000-1, 7.3.5 and 7.5.7): both are undone before looking.
"""

from __future__ import annotations

import re
import zlib

from huiying.files.rules.refusals import ActivePdf, Broken, LockedPdf

MOST_UNPACKED = 64 * 1024 * 1024  # bytes of object streams that are looked into
CHUNK = 4096

_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_NAME = re.compile(rb"/[^\s/<>\[\](){}%]{0,120}#[0-9A-Fa-f]{2}[^\s/<>\[\](){}%]{0,120}")
_OBJECT_STREAM = re.compile(rb"/ObjStm\b")
_STREAM = re.compile(rb"\bstream\r?\n")
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
# "/JS" alone may turn up by chance in packed pixels; what follows it as an action may not.
_ACTIVE: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("JavaScript", re.compile(rb"/JavaScript")),
    ("JS", re.compile(rb"/JS\s*(?:[(<]|\d+\s+\d+\s+R)")),
    ("Launch", re.compile(rb"/Launch\b")),
    ("EmbeddedFile", re.compile(rb"/EmbeddedFile")),
)


def check(data: bytes, name: str) -> None:
    """Raise Broken, LockedPdf or ActivePdf unless this is a whole, plain PDF."""
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2048:]:
        raise Broken(name=name)
    plain = _NAME.sub(_unescape, data)
    if re.search(rb"/Encrypt\b", plain):
        raise LockedPdf(name=name)
    _look(plain, name)
    left = MOST_UNPACKED
    for packed in _object_streams(plain, data):
        unpacked = _unpack(packed, left, name)
        left -= len(unpacked)
        _look(_NAME.sub(_unescape, unpacked), name)


def _unescape(match: re.Match[bytes]) -> bytes:
    return _ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), match[0])


def _look(data: bytes, name: str) -> None:
    for what, pattern in _ACTIVE:
        if pattern.search(data):
            raise ActivePdf(name=name, what=what)


def _object_streams(plain: bytes, data: bytes) -> list[tuple[bytes, bytes]]:
    """(dictionary, packed bytes) of every object stream.

    Undoing escapes may shorten packed bytes by chance, so both spellings of the file are read.
    """
    found = []
    for text in {plain, data}:
        for mark in _OBJECT_STREAM.finditer(text):
            start = _STREAM.search(text, mark.end())
            if start is None:
                continue
            head = text[text.rfind(b"obj", 0, mark.start()) : start.start()]
            end = text.find(b"endstream", start.end())
            found.append((head, text[start.end() : end if end > 0 else len(text)]))
    return found


def _unpack(stream: tuple[bytes, bytes], most: int, name: str) -> bytes:
    head, packed = stream
    if b"/Filter" not in head:
        return packed
    given = _FILTER.search(head)
    if given is None or re.findall(rb"/\w+", given[1]) != [b"/FlateDecode"]:
        raise ActivePdf(name=name, what="ObjStm")  # packed so that nobody can look inside
    worker, found, size = zlib.decompressobj(), [], 0
    for start in range(0, len(packed), CHUNK):
        try:
            found.append(worker.decompress(packed[start : start + CHUNK], most - size + 1))
        except zlib.error:
            break  # readers show what came before the damage, so that is what is looked at
        size += len(found[-1])
        if size > most:
            raise ActivePdf(name=name, what="ObjStm")
    return b"".join(found)
