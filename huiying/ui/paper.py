"""A page of the service as a PDF: its own style sheets within it, nothing fetched, no scripts."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse

from huiying.lib.paper import pdf_of

SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
SCRIPT = re.compile(r"<script\b.*?</script>|<template\b.*?</template>", re.DOTALL)
LIGHT = re.compile(r"light-dark\(([^,()]+),[^()]*\)")
LAYER = re.compile(r"@layer [\w, -]+([{;])")


def as_pdf(page: HttpResponse, name: str) -> HttpResponse:
    """A rendered page as it would be printed on A4. Raises NoPaper."""
    html = SCRIPT.sub("", page.content.decode())
    html = SHEET.sub(lambda match: f"<style>{_sheet(match[1])}</style>", html)
    response = HttpResponse(pdf_of(html), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _sheet(address: str) -> str:
    """The text of one of our own style sheets by its address; "" for any other."""
    prefix = settings.STATIC_URL
    path = address.removeprefix(prefix)
    stem, _, ending = path.rpartition(".")
    plain = re.sub(r"\.[0-9a-f]{12}$", "", stem) + f".{ending}"  # without the digest in its name
    return _read(plain) if address.startswith(prefix) else ""


@cache
def _read(path: str) -> str:
    found = finders.find(path)
    if not isinstance(found, str):
        return ""
    return LIGHT.sub(r"\1", unlayered(Path(found).read_text(encoding="utf-8")))


def unlayered(css: str) -> str:
    """The rules without their layers, which the maker of PDFs does not know."""
    while match := LAYER.search(css):
        if match[1] == ";":
            css = css[: match.start()] + css[match.end() :]
            continue
        end = _closing(css, match.end())
        css = css[: match.start()] + css[match.end() : end] + css[end + 1 :]
    return css


def _closing(css: str, start: int) -> int:
    depth = 1
    for place in range(start, len(css)):
        depth += {"{": 1, "}": -1}.get(css[place], 0)
        if depth == 0:
            return place
    return len(css)
