"""Articles out of a file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from huiying.console.shell import Console, console
from huiying.knowledge import access
from huiying.knowledge import actions as knowledge
from huiying.lib.errors import Refused

LARGEST = 20 * 1024 * 1024  # bytes


@require_http_methods(["GET", "POST"])
@console
def page(desk: Console) -> HttpResponseBase:
    """GET: what the file has to look like. POST: a file, taken in whole or not at all."""
    access.check_writer(desk.actor)
    context: dict[str, Any] = {"missing": False}
    if desk.request.method == "POST":
        file = desk.request.FILES.get("file")
        if file is None or not file.size or file.size > LARGEST:
            context["missing"] = True
        else:
            context |= _taken(desk, file.chunks(), Path(file.name or "x").suffix)
    bad = context["missing"] or context.get("problem") or context.get("rows")
    status = 422 if bad else 200
    return desk.page("console/knowledge/import.html", context, current="knowledge", status=status)


def _taken(desk: Console, chunks: Any, ending: str) -> dict[str, Any]:
    with tempfile.NamedTemporaryFile(suffix=ending if ending in (".csv", ".xlsx") else "") as kept:
        for chunk in chunks:
            kept.write(chunk)
        kept.flush()
        try:
            done = knowledge.import_file(path=Path(kept.name), actor=desk.actor, at=desk.at)
        except Refused as refused:
            return {"problem": desk.problem(refused)}
    rows = [(line, desk.problem(refused)) for line, refused in done.problems]
    return {"done": done, "rows": rows}
