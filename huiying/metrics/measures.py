"""The measures 指标: each takes tables of a snapshot and gives one row a unit, area, month …

Pure Ibis expressions: nothing runs here. Every rate stands beside its numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from huiying.metrics.parts import By, count, keyed, shares


def volume(cases: ir.Table, by: By) -> ir.Table:
    """How many cases came in, are closed, are open, were ever returned 退单."""
    grouped = keyed(cases, by, "received_at").group_by("code", "name")
    sums = grouped.aggregate(
        received=ibis._.count(),
        closed=count(ibis._.closed_at.notnull()),
        open=count(ibis._.closed_at.isnull()),
        returned=count(ibis._.returns > 0),
    )
    return shares(sums, "received", {"returned": "returned"}).order_by("code", "name")


def rates(verdicts: ir.Table, by: By) -> ir.Table:
    """响应率、解决率、满意率: of the verdicts that count; what is excluded stands beside."""
    grouped = keyed(verdicts, by).group_by("code", "name")
    counts = ibis._.excluded.isnull()
    sums = grouped.aggregate(
        counted=count(counts),
        excluded=count(~counts),
        responded=count(counts & ibis._.responded),
        solved=count(counts & ibis._.solved),
        satisfied=count(counts & ibis._.satisfied),
    )
    parts = {name: name for name in ("responded", "solved", "satisfied")}
    return shares(sums, "counted", parts).order_by("code", "name")


def timeliness(assignments: ir.Table, by: By) -> ir.Table:
    """按期: of the leads that were signed or answered, how many within the limit on the ticket."""
    leads = assignments.filter(assignments.role == "lead")
    grouped = keyed(leads, by, "dispatched_at").group_by("code", "name")
    sums = grouped.aggregate(
        leads=ibis._.count(),
        signed=count(ibis._.signed_at.notnull() & ibis._.sign_due.notnull()),
        signed_in_time=count(ibis._.signed_at <= ibis._.sign_due),
        reported=count(ibis._.reported_at.notnull() & ibis._.resolve_due.notnull()),
        reported_in_time=count(ibis._.reported_at <= ibis._.resolve_due),
        reworked=count(ibis._.reworks > 0),
    )
    signed = shares(sums, "signed", {"signed_in_time": "signed_in_time"})
    reported = shares(signed, "reported", {"reported_in_time": "reported_in_time"})
    return reported.order_by("code", "name")


def first_dispatch(assignments: ir.Table, by: By) -> ir.Table:
    """首派准确率: of the first leads of all cases, how many were neither returned nor moved on."""
    leads = assignments.filter(assignments.role == "lead", assignments.cycle == 1)
    window = ibis.window(group_by="case_id", order_by="assignment_id")
    first = leads.mutate(place=ibis.row_number().over(window)).filter(ibis._.place == 0)
    sums = (
        keyed(first, by, "dispatched_at")
        .group_by("code", "name")
        .aggregate(
            dispatched=ibis._.count(),
            right=count(~ibis._.ended.isin(("returned", "transferred", "recalled"))),
        )
    )
    return shares(sums, "dispatched", {"right": "right"}).order_by("code", "name")


@dataclass(frozen=True, slots=True)
class Measure:
    """``table``: the table of the snapshot it is made from; ``bys``: what it can be grouped by."""

    name: str
    table: str
    bys: Sequence[By]
    of: Callable[[ir.Table, By], ir.Table]


MEASURES = {
    one.name: one
    for one in (
        Measure("volume", "cases", ("unit", "area", "category", "month", "all"), volume),
        Measure("rates", "verdicts", ("unit", "area", "category", "month", "all"), rates),
        Measure("timeliness", "assignments", ("unit", "month", "all"), timeliness),
        Measure("first-dispatch", "assignments", ("unit", "month", "all"), first_dispatch),
    )
}
