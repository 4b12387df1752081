"""What a key becomes before it is kept: addresses of people are not to be read from the table."""

from __future__ import annotations

from hashlib import blake2b

from django.conf import settings


def digest(key: str) -> str:
    """32 hexadecimal digits, keyed with the service's own secret."""
    secret = blake2b(settings.SECRET_KEY.encode()).digest()
    return blake2b(key.encode(), digest_size=16, key=secret).hexdigest()
