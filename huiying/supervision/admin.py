"""The ladder of reminders as data."""

from __future__ import annotations

from django.contrib import admin

from huiying.cases.administration import Journalled
from huiying.supervision.models import LadderRung


@admin.register(LadderRung)
class LadderRungAdmin(Journalled[LadderRung]):
    list_display = ("about", "level", "step", "amount", "unit", "whom", "climb", "active")
    list_filter = ("about", "level", "active")
