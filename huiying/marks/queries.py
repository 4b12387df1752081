"""Reads of marks: one look by primary key, no write."""

from __future__ import annotations

from datetime import datetime

from huiying.marks.keys import digest
from huiying.marks.models import Mark


def counted(key: str, at: datetime) -> tuple[int, datetime | None]:
    """How many were counted in the window that is open now, and when it ends; (0, None): none."""
    found = Mark.objects.filter(pk=digest(key), until__gt=at).values_list("count", "until").first()
    return found or (0, None)
