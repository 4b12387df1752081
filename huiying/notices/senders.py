"""The ways out: mail over SMTP, SMS over an HTTP gateway. Where none is connected, nothing goes.

The gateway gets a POST of JSON ``{"id", "to", "text"}``, signed as webhooks are (header
``Huiying-Signature``) with HUIYING_SMS_KEY. Any 2xx means taken; ``id`` is the same at every try,
so that a gateway can leave out what it has sent before.
"""

from __future__ import annotations

import hmac
import json
import smtplib
import time
from hashlib import sha256
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext_noop as _

from huiying.cases.types import Reporter
from huiying.notices.rules.words import Words

PATIENCE = 10.0  # seconds for the gateway
HEADER = "Huiying-Signature"


class NotSent(Exception):
    """The other side did not take it; ``str()`` says why, without the address."""


def mail_connected() -> bool:
    return bool(settings.MAIL_CONNECTED)


def sms_connected() -> bool:
    return bool(settings.SMS_URL)


def connected() -> bool:
    """Whether any way out is there."""
    return mail_connected() or sms_connected()


def channel_for(reporter: Reporter | None) -> str:
    """How the person can be told, "" for not at all; a mail costs nothing and wakes nobody."""
    if reporter is None:
        return ""
    if mail_connected() and reporter.email_sealed:
        return "mail"
    return "sms" if sms_connected() and reporter.phone_sealed else ""


def send_mail(ident: str, to: str, words: Words) -> None:
    """Raises NotSent. The message id is the same at every try: readers show it once."""
    host = settings.BASE_URL.partition("://")[2].partition(":")[0] or "localhost"
    letter = EmailMessage(
        words.subject, words.text, to=[to], headers={"Message-ID": f"<notice-{ident}@{host}>"}
    )
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused:
        raise NotSent(_("收件地址被邮件服务器拒绝")) from None
    except (smtplib.SMTPException, OSError, ValueError):
        raise NotSent(_("邮件服务器没有接受")) from None


def send_sms(ident: str, to: str, words: Words) -> None:
    """Raises NotSent."""
    body = json.dumps({"id": ident, "to": to, "text": words.text}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", HEADER: _signature(body)}
    request = Request(settings.SMS_URL, body, headers)  # noqa: S310 (an administrator's setting)
    try:
        with build_opener(_Stay).open(request, timeout=PATIENCE):
            return
    except HTTPError as refused:
        with refused:
            raise NotSent(_("短信网关没有接受")) from None
    except (URLError, OSError, ValueError):
        raise NotSent(_("短信网关没有应答")) from None


class _Stay(HTTPRedirectHandler):
    """A gateway that sends us elsewhere with somebody's number in hand is not followed."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def _signature(body: bytes) -> str:
    moment = int(time.time())
    signed = hmac.new(settings.SMS_KEY.encode(), f"{moment}.".encode() + body, sha256).hexdigest()
    return f"t={moment},v1={signed}"
