"""What a key of another system is for. A key without a scope does nothing there."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    OPEN311 = "open311", _("Open311：提交诉求和进展")
    READ = "api:read", _("接口：读取")
    WRITE = "api:write", _("接口：读取和办理")


# What a scope opens beside itself.
ALSO: dict[str, frozenset[str]] = {Scope.READ: frozenset({Scope.WRITE})}


def opens(scopes: object, wanted: str) -> bool:
    """Whether a key with these scopes may be used for ``wanted``; writing includes reading."""
    held = set(scopes) if isinstance(scopes, list | tuple) else set()
    return bool(held & ({wanted} | ALSO.get(wanted, frozenset())))
