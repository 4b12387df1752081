"""Whether it is the exchange that speaks, and whether it speaks now. Pure.

The same form as our own webhooks: ``Huiying-Signature: t=1772940000,v1=…``, v1 the hexadecimal
HMAC-SHA256 of ``t``, a dot and the body under the shared secret.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from hashlib import sha256

from huiying.lib.errors import Refused

HEADER = "Huiying-Signature"
TOLERANCE = 300  # seconds a message may be old, or ahead of our clock


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class NotSigned(Refused):
    code = "not_signed"
    message = _("缺少签名，或者签名不对。")
    hint = _("请检查共享密钥，并对“时间戳.正文”的原始字节计算 HMAC-SHA256。")


class SignedTooLongAgo(Refused):
    code = "signature_expired"
    message = _("签名的时间与本机相差超过 %(seconds)s 秒。")
    hint = _("请校准交换机的时钟，重发时重新签名。")


def signature(secret: str, moment: int, body: bytes) -> str:
    signed = hmac.new(secret.encode(), f"{moment}.".encode() + body, sha256).hexdigest()
    return f"t={moment},v1={signed}"


def check(secrets: Iterable[str], header: str, body: bytes, now: int) -> None:
    """Raise NotSigned or SignedTooLongAgo unless one of the secrets made the signature."""
    parts = dict(part.partition("=")[::2] for part in header.split(",") if "=" in part)
    moment = parts.get("t", "")
    if not (moment.isascii() and moment.isdecimal() and len(moment) < 13):
        raise NotSigned
    known = [signature(secret, int(moment), body) for secret in secrets]
    given = f"t={moment},v1={parts.get('v1', '')}".encode()
    if not any([hmac.compare_digest(one.encode(), given) for one in known]):  # noqa: C419 (all)
        raise NotSigned
    if abs(now - int(moment)) > TOLERANCE:
        raise SignedTooLongAgo(seconds=TOLERANCE)
