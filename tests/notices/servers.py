"""A mail server and an SMS gateway, small but real: over sockets, on this machine."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Post:
    """What arrived; ``refusing``: answers no from now on."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    refusing: bool = False


@contextmanager
def mail_server() -> Iterator[Post]:
    """As much of SMTP (RFC 5321) as a client needs."""
    post = Post()

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 ready")
            while line := self.rfile.readline().decode().strip():
                verb = line.split(" ")[0].upper()
                if verb == "DATA":
                    self.say("354 go on")
                    self.take()
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    no = verb == "RCPT" and post.refusing
                    self.say("550 nobody here" if no else "250 ok")

        def take(self) -> None:
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line)
            post.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))
            self.say("250 taken")

        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with _served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk), post):
        yield post


@contextmanager
def gateway() -> Iterator[Post]:
    """An SMS gateway that takes our JSON."""
    post = Post()

    class Take(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if not post.refusing:
                post.bodies.append(body)
                post.messages.append(json.loads(body))
                post.headers.append(dict(self.headers.items()))
            self.send_response(503 if post.refusing else 202)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with _served(ThreadingHTTPServer(("127.0.0.1", 0), Take), post):
        yield post


@contextmanager
def _served(server: socketserver.TCPServer, post: Post) -> Iterator[None]:
    post.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
