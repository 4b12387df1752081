"""How often one address may try: no machine guesses codes, and nobody is locked out long.

Tries are counted for all processes together and outlive a restart. Reading a page with a right
code only looks at the count; what is counted is what is sent, and what was looked up in vain.
"""

from __future__ import annotations

from datetime import datetime
from math import ceil

from axes.helpers import get_client_ip_address
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from huiying.lib.errors import Refused
from huiying.marks import actions as marks
from huiying.marks.queries import counted

WINDOW_SECONDS = 600
TRIES = 20  # look-ups in a window; a family behind one address needs a few
ANSWERS = 30
SAFE = ("GET", "HEAD")


class TooOften(Refused):
    code = "too_often"
    message = _("查询过于频繁，请 %(minutes)s 分钟后再试。")
    hint = _("也可以拨打热线，由话务员为您查询。")


def slow_down(request: HttpRequest, what: str, most: int, *, seconds: int = WINDOW_SECONDS) -> None:
    """Raise TooOften when an address has used up its ``most`` tries of a window of ``seconds``.

    What is sent counts as a try at once; for a page that is only read, `missed` counts.
    """
    at = timezone.now()
    key = _key(request, what)
    if request.method in SAFE:
        count, until = counted(key, at)
        used = count >= most
    else:
        tries = marks.count(key, seconds=seconds, at=at)
        used, until = tries.count > most, tries.until
    if used:
        raise TooOften(minutes=_minutes(until, at))


def missed(request: HttpRequest, what: str) -> None:
    """Count a look-up of something that there is not: that is what guessing consists of."""
    if request.method in SAFE:  # what was sent has been counted already
        marks.count(_key(request, what), seconds=WINDOW_SECONDS, at=timezone.now())


def _key(request: HttpRequest, what: str) -> str:
    return f"tries:{what}:{get_client_ip_address(request)}"


def _minutes(until: datetime | None, at: datetime) -> int:
    return max(1, ceil((until - at).total_seconds() / 60)) if until else WINDOW_SECONDS // 60
