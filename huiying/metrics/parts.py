"""What the measures are made of: keys to group by, shares with their 95 % interval."""

from __future__ import annotations

from typing import Literal

import ibis
import ibis.expr.types as ir

By = Literal["unit", "area", "category", "month", "all"]
BYS: tuple[By, ...] = ("unit", "area", "category", "month", "all")
OFFSET = 8  # hours of China's only zone before UTC; no summer time since 1991
Z = 1.96


def keyed(table: ir.Table, by: By, moment: str = "") -> ir.Table:
    """The table with the text columns ``code`` and ``name`` of what it is grouped by.

    ``moment``: the column (UTC) whose month in China counts; "" where the table has ``month``.
    """
    if by == "month":
        month = month_of(table[moment]) if moment else table.month
        return table.mutate(code=month, name=month)
    if by == "all":
        return table.mutate(code=ibis.literal("all"), name=ibis.literal("all"))
    return table.mutate(code=table[f"{by}_code"].fill_null(""), name=table[by].fill_null(""))


def month_of(moment: ir.Value) -> ir.Value:
    """The month in China of a moment in UTC, as 2026-03."""
    local = moment + ibis.interval(hours=OFFSET)
    return local.year().cast("string") + "-" + local.month().cast("string").lpad(2, "0")


def count(condition: ir.Value) -> ir.Value:
    """How many rows it holds for; unknown is no."""
    return condition.fill_null(False).cast("int64").sum()


def shares(table: ir.Table, whole: str, parts: dict[str, str]) -> ir.Table:
    """For each part: its share of the whole and the bounds of Wilson's interval (see lib.stats).

    Without anything to divide all three are empty.
    """
    made: dict[str, ir.Value] = {}
    total = table[whole].nullif(0).cast("float64")
    for name, part in parts.items():
        share = table[part].cast("float64") / total
        scale = 1 + Z * Z / total
        centre = (share + Z * Z / (2 * total)) / scale
        reach = (share * (1 - share) / total + Z * Z / (4 * total * total)).sqrt() * Z / scale
        made[f"{name}_rate"] = share
        # Engines differ on the greatest of nothing and 0, so nothing is kept apart.
        made[f"{name}_low"] = share.notnull().ifelse(ibis.greatest(centre - reach, 0.0), None)
        made[f"{name}_high"] = share.notnull().ifelse(ibis.least(centre + reach, 1.0), None)
    return table.mutate(**made)
