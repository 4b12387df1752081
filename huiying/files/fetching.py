"""Fetching a file from an address a stranger gave, without reaching anything of our own.

The name is resolved once, every address it has must be a public one, and the connection goes to
that very address: a name that answers differently the second time (DNS rebinding) gains nothing.
Redirects are followed by hand, each looked at anew. Proxies of the environment are not used.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext_noop as _

from huiying.lib.errors import Refused

PORTS = {"http": 80, "https": 443}
REDIRECTS = 3
CALM = 5.0  # seconds without a byte
PATIENCE = 20.0  # seconds for everything
LONGEST = 2000  # characters of an address
BLOCK = 64 * 1024
MOVED = frozenset({301, 302, 303, 307, 308})

WRONG = _("网址格式不对，或端口不是 80、443")

Resolve = Callable[..., list[Any]]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class NotFetched(Refused):
    """The file was not brought in; ``why`` says the reason, without what the other side said."""

    code = "not_fetched"
    message = _("没有取得文件 %(url)s：%(why)s")
    hint = _("请给出可以公开访问的 http 或 https 网址，或直接上传文件。")


@dataclass(frozen=True, slots=True)
class Target:
    """An address looked at: where to connect, and what to ask for there."""

    url: str
    secure: bool
    host: str
    port: int
    ip: str
    path: str


def look_at(url: str, *, inner: Sequence[Network] = (), resolve: Resolve | None = None) -> Target:
    """Resolve an address and refuse whatever is not plainly public. Raises NotFetched.

    ``inner``: networks of one's own that may be reached as well, at any port.
    """
    parts = _parts(url)
    host = (parts.hostname or "").rstrip(".")
    usual = PORTS[parts.scheme]
    port = parts.port or usual
    if port != usual and not inner:
        raise NotFetched(url=url[:200], why=WRONG)
    try:
        found = (resolve or socket.getaddrinfo)(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched(url=url[:200], why=_("找不到这个主机")) from None
    ips = [str(entry[4][0]) for entry in found]
    own = bool(ips) and all(_within(ip, inner) for ip in ips)
    if port != usual and not own:
        raise NotFetched(url=url[:200], why=WRONG)
    if not own and not (ips and all(map(is_public, ips))):
        raise NotFetched(url=url[:200], why=_("只能访问公网地址"))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(url, parts.scheme == "https", host, port, ips[0], path)


def _within(text: str, networks: Sequence[Network]) -> bool:
    ip = ipaddress.ip_address(text.partition("%")[0])
    return any(ip in network for network in networks)


def _parts(url: str) -> Any:
    printable = url.isascii() and url.isprintable() and " " not in url
    try:
        parts = urlsplit(url)
        plain = (
            printable
            and len(url) <= LONGEST
            and parts.scheme in PORTS
            and bool(parts.hostname)
            and parts.username is None
            and parts.port != 0
        )
    except ValueError:
        plain = False
    if not plain:
        raise NotFetched(url=url[:200], why=WRONG)
    return parts


def is_public(text: str) -> bool:
    """Whether an address belongs to the open internet, also when it wraps another one."""
    try:
        ip = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if wrapped is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            return _plain(wrapped)
    return _plain(ip)


def _plain(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def fetch(url: str, *, most: int, resolve: Resolve | None = None) -> bytes:
    """The bytes at an address, at most ``most`` of them. Raises NotFetched."""
    until = time.monotonic() + PATIENCE
    for _step in range(REDIRECTS + 1):
        target = look_at(url, resolve=resolve)
        try:
            moved, data = _get(target, most, until)
        except (OSError, http.client.HTTPException, ValueError):
            raise NotFetched(url=url[:200], why=_("对方没有正常应答")) from None
        if not moved:
            return data
        url = urljoin(url, moved)
    raise NotFetched(url=url[:200], why=_("跳转次数太多"))


def _get(target: Target, most: int, until: float) -> tuple[str, bytes]:
    """Where it moved to ("" when it did not), and the bytes."""
    connection = http.client.HTTPConnection(target.host, target.port, timeout=CALM)
    sock = socket.create_connection((target.ip, target.port), timeout=CALM)
    try:
        if target.secure:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=target.host)
        connection.sock = sock
        connection.request("GET", target.path, headers={"User-Agent": "Huiying", "Accept": "*/*"})
        answer = connection.getresponse()
        if answer.status in MOVED:
            return answer.getheader("Location") or "", b""
        if answer.status != 200:
            raise NotFetched(url=target.url[:200], why=_("对方没有给出文件"))
        return "", _read(answer, target, most, until)
    finally:
        sock.close()


def _read(answer: http.client.HTTPResponse, target: Target, most: int, until: float) -> bytes:
    if int(answer.getheader("Content-Length") or 0) > most:
        raise NotFetched(url=target.url[:200], why=_("文件太大"))
    data = b""
    while block := answer.read1(BLOCK):
        data += block
        if len(data) > most:
            raise NotFetched(url=target.url[:200], why=_("文件太大"))
        if time.monotonic() > until:
            raise NotFetched(url=target.url[:200], why=_("用时太长"))
    return data
