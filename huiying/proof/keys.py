"""The key that digests codes, and what is kept of the secrets that browsers hold."""

from __future__ import annotations

from hashlib import sha256
from secrets import token_urlsafe

from django.conf import settings


def key() -> bytes:
    """32 bytes of this service's own."""
    return sha256(b"huiying.proof" + settings.SECRET_KEY.encode()).digest()


def secret() -> str:
    """A new secret for a browser: 256 bits."""
    return token_urlsafe(32)


def kept(token: str) -> str:
    """What the table keeps of a browser's secret; that many bits need no key."""
    return sha256(token.encode()).hexdigest()
