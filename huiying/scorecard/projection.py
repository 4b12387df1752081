"""Keeps verdicts and sums true to the cases: worked out anew for every case an event touches.

Working out anew, instead of adding up events, makes delivery twice harmless; verdicts and sums
move in the cursor's own transaction, so they never differ from each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from huiying.cases.models import Case
from huiying.directory import queries as directory
from huiying.lib.periods import Month
from huiying.oversight.models import CallBack, Excuse
from huiying.scorecard.models import ExclusionRule, Tally, Verdict
from huiying.scorecard.rules.verdict import Answer, Exclusion, Facts, excluded_by, says

SUMS = ("counted", "excluded", "responded", "solved", "satisfied")
Key = tuple[str, int, int, int]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The exclusion rules in force and who approved them."""

    rules: tuple[Exclusion, ...]
    approvers: dict[int, str]


def rulebook() -> Rulebook:
    rows = ExclusionRule.objects.filter(active=True).prefetch_related("categories")
    return Rulebook(
        tuple(
            Exclusion(
                row.pk,
                frozenset(row.kinds),
                frozenset(row.channels),
                frozenset(category.pk for category in row.categories.all()),
                row.unreasonable,
            )
            for row in rows
        ),
        {row.pk: row.approved_by_name for row in rows},
    )


def renew(case_ids: Iterable[int]) -> int:
    """Work out the verdicts of some cases anew and move the sums; returns verdicts that changed."""
    idents = sorted(set(case_ids))
    known = Verdict.objects.filter(case_id__in=idents)
    before = {(v.case_id or 0, v.cycle): v for v in known}
    after = {(v.case_id or 0, v.cycle): v for v in _verdicts(idents)}
    moved: dict[Key, list[int]] = defaultdict(lambda: [0] * len(SUMS))
    fresh, changed = [], 0
    for key, verdict in after.items():
        old = before.pop(key, None)
        if old is not None and _same(old, verdict):
            continue
        changed += 1
        if old is not None:
            verdict.pk = old.pk
            _add(moved, old, -1)
            verdict.save(force_update=True)
        else:
            fresh.append(verdict)
        _add(moved, verdict, 1)
    for gone in before.values():
        _add(moved, gone, -1)
        gone.delete()
        changed += 1
    Verdict.objects.bulk_create(fresh, batch_size=500)
    _move(moved)
    return changed


FIELDS = ("period", "unit_id", "area_id", "category_id", "responded", "solved", "satisfied",
          "excluded_id", "approver", "at")  # fmt: skip


def _same(old: Verdict, new: Verdict) -> bool:
    return all(getattr(old, name) == getattr(new, name) for name in FIELDS)


def _verdicts(idents: Sequence[int]) -> Iterable[Verdict]:
    book = rulebook()
    cases = {case.pk: case for case in Case.objects.filter(pk__in=idents)}
    excuses = {
        (e.case_id, e.cycle): e
        for e in Excuse.objects.filter(
            case_id__in=idents, status=Excuse.Status.GRANTED
        ).select_related("decided_by")
    }
    last: dict[tuple[int, int], CallBack] = {}
    for call in CallBack.objects.filter(case_id__in=idents, reached=True).order_by("at", "id"):
        last[call.case_id, call.cycle] = call
    for (case_id, cycle), call in last.items():
        yield _verdict(cases[case_id], cycle, call, excuses.get((case_id, cycle)), book)


def _verdict(
    case: Case, cycle: int, call: CallBack, excuse: Excuse | None, book: Rulebook
) -> Verdict:
    said = says(Answer(call.contacted, call.responded, call.solved, call.satisfied))
    path = directory.categories().above(case.category_id) if case.category_id else ()
    facts = Facts(case.kind, case.channel, path, unreasonable=excuse is not None)
    rule = excluded_by(book.rules, facts)
    approver = book.approvers[rule.id] if rule else ""
    if rule and rule.unreasonable and excuse and excuse.decided_by:
        approver = excuse.decided_by.name
    return Verdict(
        case=case,
        cycle=cycle,
        period=str(Month.of(call.at)),
        unit_id=call.unit_id,
        area_id=case.area_id,
        category_id=case.category_id,
        responded=said.responded,
        solved=said.solved,
        satisfied=said.satisfied,
        excluded_id=rule.id if rule else None,
        approver=approver,
        at=call.at,
    )


def _add(moved: dict[Key, list[int]], verdict: Verdict, sign: int) -> None:
    counts = verdict.excluded_id is None
    parts = (
        counts,
        not counts,
        counts and verdict.responded,
        counts and verdict.solved,
        counts and verdict.satisfied,
    )
    for key in keys(verdict):
        for place, part in enumerate(parts):
            moved[key][place] += sign * int(part)


def keys(verdict: Verdict) -> Iterable[Key]:
    """The sums a verdict is part of: of its own three keys together, of each alone, of all."""
    unit, area, category = verdict.unit_id or 0, verdict.area_id or 0, verdict.category_id or 0
    yield verdict.period, unit, area, category
    yield verdict.period, unit, Tally.ALL, Tally.ALL
    yield verdict.period, Tally.ALL, area, Tally.ALL
    yield verdict.period, Tally.ALL, Tally.ALL, category
    yield verdict.period, Tally.ALL, Tally.ALL, Tally.ALL


def _move(moved: dict[Key, list[int]]) -> None:
    rows: list[tuple[Any, ...]] = [(*key, *sums) for key, sums in moved.items() if any(sums)]
    columns = ("period", "unit_key", "area_key", "category_key", *SUMS)
    place = "(" + ", ".join(["%s"] * len(columns)) + ")"
    adds = ", ".join(f"{name} = scorecard_tally.{name} + excluded.{name}" for name in SUMS)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), 100):
            part = rows[start : start + 100]
            cursor.execute(
                f"INSERT INTO scorecard_tally ({', '.join(columns)}) "  # noqa: S608
                f"VALUES {', '.join([place] * len(part))} "
                "ON CONFLICT (period, unit_key, area_key, category_key) "
                f"DO UPDATE SET {adds}",
                [value for row in part for value in row],
            )
