"""Where files lie and how large they may be."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

MEGABYTE = 1024 * 1024


def most_bytes() -> int:
    """The largest file taken, in bytes (setting ``FILES_MOST_BYTES``, else 20 MB)."""
    return int(getattr(settings, "FILES_MOST_BYTES", 20 * MEGABYTE))


def most_per_act() -> int:
    """How many files may come at once (setting ``FILES_MOST_PER_ACT``, else 10)."""
    return int(getattr(settings, "FILES_MOST_PER_ACT", 10))


def root() -> Path:
    return Path(settings.MEDIA_ROOT)


def path_of(digest: str) -> Path:
    """The place of a file's bytes: two levels of 256 folders."""
    return root() / digest[:2] / digest[2:4] / digest


def thumbnail_of(digest: str) -> Path:
    """The place of an image's thumbnail, always WebP."""
    return path_of(digest).with_name(f"{digest}.thumb")
