"""Answering with a stored file. Whether one may have it was decided before, by its owner."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from huiying.files.models import StoredFile
from huiying.files.places import path_of, thumbnail_of
from huiying.files.rules.kinds import KEPT, WEBP, Family, Kind
from huiying.files.rules.ranges import part_of

DOWNLOAD = "application/octet-stream"
# Even if a browser took a file for a page, it could run, load and reach nothing.
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'"
BLOCK = 64 * 1024


def response(
    request: HttpRequest, file: StoredFile, name: str, *, thumbnail: bool = False
) -> HttpResponseBase:
    """Stream a file (or its thumbnail) under a name people know.

    The content type comes from a fixed list. Images and recordings may be shown in the page,
    everything else is offered for download. Raises Http404 when the bytes are gone.
    """
    small = thumbnail and file.thumbnail
    kind = WEBP if small else KEPT.get(file.media_type)
    etag = f'"{file.digest[:32]}{"-s" if small else ""}"'
    unchanged: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    answer = unchanged or _bytes(request, file, kind, name, small=small)
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, max-age=0, must-revalidate"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _bytes(
    request: HttpRequest, file: StoredFile, kind: Kind | None, name: str, *, small: bool
) -> HttpResponseBase:
    path = thumbnail_of(file.digest) if small else path_of(file.digest)
    if not path.is_file():
        raise Http404
    sound = kind is not None and kind.family is Family.AUDIO
    answer = ranged(request, path) if sound else FileResponse(path.open("rb"))
    answer["Content-Type"] = kind.media_type if kind else DOWNLOAD
    shown = kind is not None and kind.inline
    answer["Content-Disposition"] = content_disposition_header(not shown, name) or "attachment"
    return answer


def ranged(request: HttpRequest, path: Path) -> HttpResponseBase:
    """The whole file, or the part of it that the browser asks for."""
    size = path.stat().st_size
    asked = part_of(request.headers.get("Range", ""), size)
    answer: HttpResponseBase
    if asked is None:
        answer = FileResponse(path.open("rb"))
    elif not asked:
        answer = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{size}"
    else:
        answer = StreamingHttpResponse(_blocks(path, asked), status=206)
        answer["Content-Range"] = f"bytes {asked.start}-{asked.stop - 1}/{size}"
        answer["Content-Length"] = str(len(asked))
    answer["Accept-Ranges"] = "bytes"
    return answer


def _blocks(path: Path, asked: range) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(asked.start)
        left = len(asked)
        while left > 0 and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            yield block
