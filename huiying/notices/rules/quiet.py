"""Nobody's telephone rings at night for a matter that can wait."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")
EVENING, MORNING = time(21, 30), time(8, 0)


def awake(at: datetime) -> datetime:
    """The moment itself by day, else the next morning at eight, local time."""
    local = at.astimezone(LOCAL)
    if MORNING <= local.time() < EVENING:
        return at
    day = local.date() + timedelta(days=local.time() >= EVENING)
    return datetime.combine(day, MORNING, LOCAL).astimezone(at.tzinfo)
