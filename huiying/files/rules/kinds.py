"""The kinds of file that are kept, told by content alone: a file's name proves nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """How a file of a kind is checked and kept."""

    IMAGE = "image"
    HEIF = "heif"
    PDF = "pdf"
    AUDIO = "audio"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Kind:
    """``inline``: a browser may show it in the page; everything else is downloaded."""

    media_type: str
    extension: str
    family: Family
    inline: bool = False


JPEG = Kind("image/jpeg", "jpg", Family.IMAGE, inline=True)
PNG = Kind("image/png", "png", Family.IMAGE, inline=True)
WEBP = Kind("image/webp", "webp", Family.IMAGE, inline=True)
GIF = Kind("image/gif", "gif", Family.IMAGE, inline=True)
HEIF = Kind("image/heif", "heic", Family.HEIF)
PDF = Kind("application/pdf", "pdf", Family.PDF)
MP3 = Kind("audio/mpeg", "mp3", Family.AUDIO, inline=True)
M4A = Kind("audio/mp4", "m4a", Family.AUDIO, inline=True)
WAV = Kind("audio/wav", "wav", Family.AUDIO, inline=True)
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = Kind(f"{_OFFICE}wordprocessingml.document", "docx", Family.OFFICE)
XLSX = Kind(f"{_OFFICE}spreadsheetml.sheet", "xlsx", Family.OFFICE)

KEPT: dict[str, Kind] = {
    kind.media_type: kind for kind in (JPEG, PNG, WEBP, PDF, MP3, M4A, WAV, DOCX, XLSX)
}
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})
_STARTS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", PDF),
    (b"ID3", MP3),
    *((bytes((0xFF, second)), MP3) for second in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2)),
)
_RIFF = {b"WEBP": WEBP, b"WAVE": WAV}


def kind_of(data: bytes) -> Kind | None:
    """The kind of some bytes by their first ones, None when it is none that is taken.

    Office files and MP4 audio are only a guess here; `office` and `audio` look inside.
    """
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        return HEIF if brand in _HEIF_BRANDS else None if brand == b"avif" else M4A
    if data[:4] == b"PK\x03\x04":
        return XLSX if data.find(b"xl/") >= 0 > data.find(b"word/") else DOCX
    if data[:4] == b"RIFF":
        return _RIFF.get(data[8:12])
    return next((kind for start, kind in _STARTS if data.startswith(start)), None)


def plain_name(name: str, extension: str, *, longest: int = 120) -> str:
    """A name fit to be shown and saved: no folders, no control characters, the true extension."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    base = "".join(
        c for c in base if c.isprintable() and c not in '<>:"|?*\u202e\u2066\u2067\u2068'
    )
    stem, dot, tail = base.rpartition(".")
    known = {extension, "jpeg"} if extension == "jpg" else {extension}
    if not dot or tail.lower() not in known:
        stem = base
        for ending in (".jpg", ".jpeg", ".gif", ".png", ".webp"):
            stem = stem[: -len(ending)] if stem.lower().endswith(ending) else stem
    stem = stem.strip(" .") or "file"
    return f"{stem[: longest - len(extension) - 1]}.{extension}"


def size_text(size: int) -> str:
    """A size as people read it: ``20 MB``, ``3.4 MB``, ``512 KB``."""
    if size >= 1024 * 1024:
        return f"{size / 1024 / 1024:.1f}".removesuffix(".0") + " MB"
    return f"{max(1, round(size / 1024))} KB"
