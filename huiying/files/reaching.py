"""One exchange with another system over HTTP, at an address that was looked at.

Nothing is followed. `fetching.look_at` decides what may be reached; the connection goes to the
very address it found.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from huiying.files.fetching import Target

CALM = 5.0  # seconds for the connection, and without a byte of the answer
PATIENCE = 20.0  # seconds for the whole answer


class NotSent(OSError):
    """No connection came about: the other side has certainly seen nothing of the request."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. ``body``: at most as many bytes as were asked for, and one more."""

    status: int
    kind: str
    body: bytes


def exchange(
    target: Target, method: str, body: bytes | None, headers: Mapping[str, str], *, most: int = 0
) -> Reply:
    """Send one request and read at most ``most`` + 1 bytes of the answer.

    Raises NotSent, OSError, http.client.HTTPException, ValueError.
    """
    connection = http.client.HTTPConnection(target.host, target.port, timeout=CALM)
    sock = _connected(target)
    try:
        connection.sock = sock
        enough = threading.Timer(PATIENCE, _hang_up, (sock,))
        enough.start()
        try:
            connection.request(method, target.path, body, dict(headers))
            answer = connection.getresponse()
            data = answer.read(most + 1) if most else b""
        finally:
            enough.cancel()
        return Reply(answer.status, answer.getheader("Content-Type") or "", data)
    finally:
        sock.close()


def _connected(target: Target) -> socket.socket:
    sock: socket.socket | None = None
    try:
        sock = socket.create_connection((target.ip, target.port), timeout=CALM)
        if target.secure:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=target.host)
    except (OSError, ValueError) as why:
        if sock is not None:
            sock.close()
        raise NotSent(str(why)) from why
    return sock


def _hang_up(sock: socket.socket) -> None:
    """End an answer that comes drop by drop."""
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
