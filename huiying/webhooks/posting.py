"""One POST to an address of the open internet or of a network the operator allows; nothing is
followed."""

from __future__ import annotations

import http.client
from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext_noop as _

from huiying.files import fetching, reaching
from huiying.files.fetching import NotFetched


def post(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int | None, str]:
    """The status that came back, and what went wrong ("" for a 2xx)."""
    try:
        target = fetching.look_at(url, inner=settings.INNER_NETS)
        status = reaching.exchange(target, "POST", body, headers).status
    except NotFetched as refused:
        return None, str(refused.params["why"])
    except (OSError, http.client.HTTPException, ValueError):
        return None, _("对方没有正常应答")
    return status, "" if 200 <= status < 300 else _("对方没有接受")
