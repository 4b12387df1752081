"""How often one address may try: no machine guesses codes, and nobody is locked out long."""

from __future__ import annotations

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _

from huiying.lib.errors import Refused

WINDOW_SECONDS = 600
TRIES = 20  # look-ups in a window; a family behind one address needs a few
ANSWERS = 30


class TooOften(Refused):
    code = "too_often"
    message = _("查询过于频繁，请 %(minutes)s 分钟后再试。")
    hint = _("也可以拨打热线，由话务员为您查询。")


def slow_down(request: HttpRequest, what: str, most: int) -> None:
    """Count one try of an address; raises TooOften beyond ``most`` in a window.

    The count lives in the process's cache: with several processes the limit is that much looser,
    which 65 random bits of a tracking code can bear.
    """
    key = f"tries:{what}:{get_client_ip_address(request)}"
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out between the two
        return
    if count > most:
        raise TooOften(minutes=WINDOW_SECONDS // 60)
