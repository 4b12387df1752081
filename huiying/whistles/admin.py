"""The limits of the three kinds of whistle, with their effective dates."""

from __future__ import annotations

from django.contrib import admin

from huiying.cases.administration import Journalled
from huiying.whistles.models import WhistleLimit


@admin.register(WhistleLimit)
class WhistleLimitAdmin(Journalled[WhistleLimit]):
    list_display = ("kind", "effective_from", "effective_to", "sign_amount", "sign_unit", "basis")
    list_filter = ("kind",)
