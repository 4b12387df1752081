"""Letters at the desk: the page, the same as a PDF, the same as a Word file."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpResponse

from huiying.console.shell import Console
from huiying.lib.letters import Letter, docx_of
from huiying.ui.paper import as_pdf

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def answer(
    desk: Console, letter: Letter, *, form: str, back: str, current: str, name: str
) -> HttpResponse:
    """``form``: "" the page, pdf or docx; ``back`` the address of what the letter is about."""
    if form == "docx":
        response = HttpResponse(docx_of(letter), content_type=WORD)
        disposition = f"attachment; filename*=UTF-8''{quote(name)}.docx"
        response.headers["Content-Disposition"] = disposition
        response.headers["Cache-Control"] = "private, no-store"
        return response
    if form not in ("", "pdf"):
        raise Http404
    context = {"letter": letter, "back": back}
    page = desk.page("console/letter.html", context, current=current)
    return as_pdf(page, quote(name)) if form == "pdf" else page
