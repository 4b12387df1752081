"""The signature by which a receiver knows that it is us, and that it is now.

``Huiying-Signature: t=1772940000,v1=…`` where v1 is the hexadecimal HMAC-SHA256 of ``t``, a dot and
the body, under the webhook's secret. A receiver refuses a ``t`` that is minutes old.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from django.conf import settings

HEADER = "Huiying-Signature"


def secret_of(salt: str) -> str:
    """The secret of a webhook: made from the service's own, so that none is kept."""
    made = hmac.new(settings.SECRET_KEY.encode(), f"webhook:{salt}".encode(), sha256)
    return f"whsec_{made.hexdigest()}"


def signature(secret: str, moment: int, body: bytes) -> str:
    signed = hmac.new(secret.encode(), f"{moment}.".encode() + body, sha256).hexdigest()
    return f"t={moment},v1={signed}"
