"""The limits in force: the district's own row for a kind on a day, or the defaults."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from huiying.whistles.models import WhistleLimit
from huiying.whistles.rules.course import Kind
from huiying.whistles.rules.limits import DEFAULTS, Amount, Limits


def limits_for(kind: Kind, on: date) -> Limits:
    """The latest row in force on a day; the defaults where a district has entered none."""
    rows = WhistleLimit.objects.filter(
        Q(effective_to=None) | Q(effective_to__gt=on), kind=kind, effective_from__lte=on
    )
    row = rows.order_by("-effective_from").first()
    if row is None:
        return DEFAULTS[kind]
    return Limits(
        Amount(row.sign_amount, row.sign_unit), Amount(row.arrive_amount, row.arrive_unit),
        Amount(row.result_amount, row.result_unit), Amount(row.rule_amount, row.rule_unit),
    )  # fmt: skip
