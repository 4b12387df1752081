"""Recordings are kept as they are; each must be nothing but the recording it says it is."""

from __future__ import annotations

from huiying.files.rules.kinds import M4A, MP3, Kind
from huiying.files.rules.refusals import Broken, UnknownKind

_BITRATES = {  # kbit/s by index: (MPEG-1 layer III, MPEG-2/2.5 layer III), ISO/IEC 11172-3 2.4.2.3
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
MOST_PADDING = 64 * 1024  # zero bytes some encoders leave between tag and sound


def check(data: bytes, kind: Kind, name: str) -> None:
    """Raise Broken for a damaged recording, UnknownKind for a film or something else."""
    if kind is MP3:
        _mp3(data, name)
    elif kind is M4A:
        _m4a(data, name)
    else:
        _wav(data, name)


def _mp3(data: bytes, name: str) -> None:
    start = _after_tag(data)
    while start < len(data) and data[start] == 0 and start < MOST_PADDING * 16:
        start += 1
    for _frame in range(3):  # three frames in a row do not happen by chance
        length = _frame_length(data[start : start + 4])
        if not length or start + length > len(data):
            raise Broken(name=name)
        start += length


def _after_tag(data: bytes) -> int:
    if data[:3] != b"ID3" or len(data) < 10:
        return 0
    a, b, c, d = data[6:10]
    return 10 + (a << 21 | b << 14 | c << 7 | d) + (10 if data[5] & 0x10 else 0)


def _frame_length(head: bytes) -> int:
    """Bytes of an MPEG layer III frame, 0 when this is no frame's head."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0 or head[1] >> 1 & 3 != 1:
        return 0
    version, rate, bits = head[1] >> 3 & 3, head[2] >> 2 & 3, head[2] >> 4
    if version == 1 or rate == 3 or bits in (0, 15):
        return 0
    first = version == 3
    samples = 144 if first else 72
    return samples * _BITRATES[first][bits] * 1000 // _RATES[version][rate] + (head[2] >> 1 & 1)


def _m4a(data: bytes, name: str) -> None:
    """ISO/IEC 14496-12: boxes to the very end, a movie box with sound and without pictures."""
    position, movie = 0, b""
    while position < len(data):
        size, kind, header = _box(data, position)
        if size < header or position + size > len(data):
            raise Broken(name=name)
        if kind == b"moov":
            movie = data[position : position + size]
        position += size
    if not movie:
        raise Broken(name=name)
    handlers = {movie[i + 12 : i + 16] for i in _places(movie, b"hdlr")}
    if b"soun" not in handlers or b"vide" in handlers:
        raise UnknownKind(name=name)


def _box(data: bytes, at: int) -> tuple[int, bytes, int]:
    size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
    if size == 1:
        return int.from_bytes(data[at + 8 : at + 16]), kind, 16
    return (len(data) - at if size == 0 else size), kind, 8


def _places(data: bytes, word: bytes) -> list[int]:
    found, at = [], data.find(word)
    while at >= 0:
        found.append(at)
        at = data.find(word, at + 1)
    return found


def _wav(data: bytes, name: str) -> None:
    told = int.from_bytes(data[4:8], "little") + 8
    if data[8:12] != b"WAVE" or told > len(data) + 1 or told < len(data) - 1:
        raise Broken(name=name)
    if b"fmt " not in data[12:512] or b"data" not in data:
        raise Broken(name=name)
