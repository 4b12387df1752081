"""What happened between a case and a foreign platform, as sentences of its timeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

Data = dict[str, Any]


def _passed_on(data: Data) -> str:
    params = {"server": data.get("server", ""), "service": data.get("service", "")}
    if data.get("identity"):
        return _("转交%(server)s：%(service)s，经同意告知姓名和联系方式") % params
    return _("转交%(server)s：%(service)s，不含姓名和联系方式") % params


def _about(text: str) -> Callable[[Data], str]:
    """A sentence about a platform; ``text`` is a msgid marked where it is listed."""
    return lambda data: _(text) % {
        "server": data.get("server", ""), "number": data.get("foreign_number", ""),
    }  # fmt: skip


SENTENCES: dict[str, Callable[[Data], str]] = {
    "PassedOn": _passed_on,
    "PassingArrived": _about(gettext_noop("%(server)s已收到，编号 %(number)s")),
    "PassingFailed": _about(gettext_noop("没有转成%(server)s")),
    "PassingEnded": _about(gettext_noop("%(server)s已办结，编号 %(number)s")),
    "PassingResent": _about(gettext_noop("再次转交%(server)s")),
    "PassingStopped": _about(gettext_noop("不再跟踪%(server)s")),
}
