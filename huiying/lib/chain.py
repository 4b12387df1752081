"""A chain of SHA-256 digests over canonical bytes: one changed row changes all after it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any


def canonical(value: Any) -> bytes:
    """The one JSON form of a value: sorted keys, no spaces, UTF-8, moments in UTC microseconds.

    Raises ValueError for what has no single form: NaN, infinity, a moment without a zone.
    """
    return _encode(value).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        if value.tzinfo is None:  # the machine's zone would become part of the digest
            raise ValueError(f"{value} has no zone and so no canonical form")
        utc = value.astimezone(UTC).replace(tzinfo=None)
        return f"{utc.isoformat(timespec='microseconds')}Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


# Made once: ``json.dumps`` with options builds a new encoder at each call.
_encode = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain
).encode


def link(previous: bytes, payload: bytes) -> bytes:
    """The digest of an entry: over the digest before it and its own bytes."""
    return sha256(previous + payload).digest()
