"""Links in letters that confirm or end a subscription: signed, so that nobody guesses them."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

CONFIRM_WITHIN = timedelta(days=3)
_CONFIRM, _END = "subscription.confirm", "subscription.end"


def to_confirm(ident: int) -> str:
    return signing.dumps(ident, salt=_CONFIRM)


def to_end(ident: int) -> str:
    return signing.dumps(ident, salt=_END)


def confirmed(token: str) -> int | None:
    """The subscription a link confirms; None when the link is none of ours or too old."""
    return _read(token, _CONFIRM, CONFIRM_WITHIN)


def ended(token: str) -> int | None:
    """The subscription a link ends; such a link never grows old."""
    return _read(token, _END, None)


def _read(token: str, salt: str, within: timedelta | None) -> int | None:
    try:
        ident = signing.loads(token, salt=salt, max_age=within)
    except signing.BadSignature:
        return None
    return ident if isinstance(ident, int) else None
