"""One POST to an address of the open internet or of a network the operator allows; nothing is
followed."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext_noop as _

from huiying.files import fetching
from huiying.files.fetching import NotFetched

CALM = 5.0  # seconds for the connection, and without a byte of the answer
PATIENCE = 20.0  # seconds for the whole answer


def post(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int | None, str]:
    """The status that came back, and what went wrong ("" for a 2xx)."""
    try:
        target = fetching.look_at(url, inner=settings.INNER_NETS)
        status = _post(target, body, headers)
    except NotFetched as refused:
        return None, str(refused.params["why"])
    except (OSError, http.client.HTTPException, ValueError):
        return None, _("对方没有正常应答")
    return status, "" if 200 <= status < 300 else _("对方没有接受")


def _post(target: fetching.Target, body: bytes, headers: Mapping[str, str]) -> int:
    connection = http.client.HTTPConnection(target.host, target.port, timeout=CALM)
    sock = socket.create_connection((target.ip, target.port), timeout=CALM)
    try:
        if target.secure:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=target.host)
        connection.sock = sock
        enough = threading.Timer(PATIENCE, _hang_up, (sock,))
        enough.start()
        try:
            connection.request("POST", target.path, body, dict(headers))
            return connection.getresponse().status
        finally:
            enough.cancel()
    finally:
        sock.close()


def _hang_up(sock: socket.socket) -> None:
    """End an answer that comes drop by drop."""
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
