"""The part of a file a browser asks for (RFC 9110, 14.1.2): without it Safari plays no sound."""

from __future__ import annotations

import re

_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def part_of(header: str, size: int) -> range | None:
    """The byte positions asked for; None when everything is to be sent.

    An empty range means that nothing of what was asked for exists (answer 416). Several parts at
    once are not served: everything is sent instead, as the standard allows.
    """
    asked = _ONE.fullmatch(header.strip())
    if asked is None or asked[0] == "bytes=-":
        return None
    first, last = asked[1], asked[2]
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(min(int(first), size), min(int(last) + 1 if last else size, size))
