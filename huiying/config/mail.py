"""From HUIYING_MAIL_URL to Django's mail settings."""

from typing import Any
from urllib.parse import unquote, urlsplit

from huiying.config.env import BadSetting
from huiying.config.say import _

NO_MAIL = "django.core.mail.backends.console.EmailBackend"  # letters go to the log


def mail(url: str) -> dict[str, Any]:
    """Django's EMAIL_* settings; an empty ``url`` writes letters to the log."""
    if not url:
        return {"EMAIL_BACKEND": NO_MAIL}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise BadSetting(
            _("HUIYING_MAIL_URL：应写 smtp://用户:密码@主机:587 或 smtps://用户:密码@主机:465。")
        )
    encrypted = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if encrypted else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": encrypted,
        "EMAIL_USE_TLS": not encrypted and bool(parts.username),
        "EMAIL_TIMEOUT": 10,  # a mail server that hangs must not hold a worker
    }
