"""When letters go out. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")
MORNING = time(8)  # the daily letter about an area
GATHER = timedelta(minutes=10)  # steps of a case that follow quickly are one letter


def next_morning(at: datetime) -> datetime:
    """The next 8 o'clock, local, after a moment."""
    local = at.astimezone(LOCAL)
    today = datetime.combine(local.date(), MORNING, LOCAL)
    return today if local < today else today + timedelta(days=1)
