"""Addresses of strangers: only the open internet is reached, and never more than was allowed."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from huiying.files.fetching import NotFetched, fetch, is_public, look_at


def answers(*ips: str) -> Callable[..., list[Any]]:
    return lambda *_args, **_more: [(0, 0, 0, "", (ip, 80)) for ip in ips]


@pytest.mark.parametrize(
    "ip",
    ["127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
     "100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1%eth0",
     "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
     "2002:7f00:1::", "2001:db8::1", "nonsense"],
)  # fmt: skip
def test_no_inner_address_is_public(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize("ip", ["8.8.8.8", "223.5.5.5", "2400:3200::1", "::ffff:8.8.8.8"])
def test_the_open_internet_is_public(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.cn/a", "gopher://example.cn", "http://", "//example.cn",
     "http://user:pw@example.cn/", "http://example.cn:22/", "https://example.cn:80/",
     "http://example.cn/\r\nX: y", "http://exa mple.cn/", "http://例子.cn/", "http://[::1",
     "http://example.cn/" + "a" * 3000],
)  # fmt: skip
def test_an_address_that_is_not_plain_is_refused_without_asking_for_its_name(url: str) -> None:
    def asked(*_args: Any, **_more: Any) -> list[Any]:
        raise AssertionError("it was resolved")

    with pytest.raises(NotFetched):
        look_at(url, resolve=asked)


def test_one_inner_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(NotFetched):
        look_at("http://example.cn/a", resolve=answers("8.8.8.8", "127.0.0.1"))
    assert look_at("http://example.cn/a", resolve=answers("8.8.8.8")).ip == "8.8.8.8"


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "localhost", "[::1]"])
def test_every_way_to_write_this_machine_is_refused(host: str) -> None:
    with pytest.raises(NotFetched):
        fetch(f"http://{host}/", most=10)


class Pages(BaseHTTPRequestHandler):
    """/ok gives bytes, /far leads inside, /loop to itself, /long lies about its length."""

    def do_GET(self) -> None:
        path = self.path
        moved = {"/far": "http://127.0.0.1/", "/loop": "/loop", "/near": "/ok"}.get(path)
        self.send_response(302 if moved else 404 if path == "/none" else 200)
        if moved:
            self.send_header("Location", moved)
        self.end_headers()
        if not moved:
            self.wfile.write(b"x" * (5000 if path == "/long" else 5))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Quiet."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., list[Any]]]:
    """A server that answers for the public address 8.8.8.8; gives the resolver."""
    running = HTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    plain = socket.create_connection

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        assert address == ("8.8.8.8", 80)
        return plain(("127.0.0.1", running.server_port), timeout=timeout)

    monkeypatch.setattr(socket, "create_connection", connect)

    def resolve(host: str, *_args: Any, **_more: Any) -> list[Any]:
        return answers("8.8.8.8" if host == "example.cn" else host)()

    yield resolve
    running.shutdown()
    thread.join()
    running.server_close()


def test_a_file_is_fetched_also_where_it_moved_to(server: Callable[..., list[Any]]) -> None:
    assert fetch("http://example.cn/ok", most=5, resolve=server) == b"xxxxx"
    assert fetch("http://example.cn/near", most=5, resolve=server) == b"xxxxx"


@pytest.mark.parametrize("path", ["far", "loop", "none", "long"])
def test_a_way_inside_a_circle_nothing_and_too_much_are_refused(
    server: Callable[..., list[Any]], path: str
) -> None:
    with pytest.raises(NotFetched):
        fetch(f"http://example.cn/{path}", most=1000, resolve=server)
