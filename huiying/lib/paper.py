"""HTML to a PDF, in a process of its own: its memory and its faults stay out of the service's.

The page brings its pictures as ``data:`` addresses; nothing is fetched from a network or a disk.
"""

from __future__ import annotations

import subprocess
import sys

from huiying.lib.errors import Refused

SECONDS = 60


class NoPaper(Refused):
    code = "no_pdf"
    message = "没有做成 PDF：%(why)s"
    hint = "请用浏览器打印同一页面；并请管理员安装软件包 libpangoft2-1.0-0 和 fonts-noto-cjk。"


def pdf_of(html: str, *, seconds: float = SECONDS) -> bytes:
    """The PDF of a whole HTML page; raises ``NoPaper`` where it cannot be made in ``seconds``."""
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", __name__],
            input=html.encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NoPaper(why=f"> {seconds:g} s") from None
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise NoPaper(why=_last_line(done.stderr))
    return done.stdout


def _last_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:200] if lines else "?"


def main() -> None:
    """The page from standard input, the PDF to standard output."""
    from weasyprint import HTML  # noqa: PLC0415  # needs Pango: only this process pays for it
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    page = HTML(
        string=sys.stdin.buffer.read().decode(),
        url_fetcher=URLFetcher(allowed_protocols=["data"]),
    )
    page.write_pdf(sys.stdout.buffer, pdf_ua=False)


if __name__ == "__main__":
    main()
