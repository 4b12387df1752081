"""Why cases of a month count in no rate: the rule and who approved it, for a page of cases."""

from __future__ import annotations

from collections.abc import Sequence

from huiying.scorecard.models import Verdict


def reasons_for(case_ids: Sequence[int], period: str) -> dict[int, tuple[str, str]]:
    """Case → (rule, approver) for those that a rule excludes in a month; one query."""
    found = Verdict.objects.filter(
        case_id__in=case_ids, period=period, excluded__isnull=False
    ).select_related("excluded")
    reasons = {}
    for row in found:
        if row.case_id is not None and row.excluded is not None:
            approver = row.approver or row.excluded.approved_by_name
            reasons[row.case_id] = (row.excluded.name, approver)
    return reasons
