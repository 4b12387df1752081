"""The figures of a problem, worked out anew from its cases."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial

from django.utils import timezone

from huiying.cases.models import Case
from huiying.insights import proposing, turns
from huiying.insights.models import Member, Problem
from huiying.insights.rules import heat, titles, views
from huiying.insights.rules.heat import Voice
from huiying.insights.rules.normal import compared
from huiying.insights.rules.trend import stretches, trend
from huiying.lib.text import mask_personal

MOST = 20_000  # cases of one problem that are counted, the newest
FIGURES = [f.name for f in Problem._meta.concrete_fields if f.name not in ("id", "merged_into")]  # noqa: SLF001
COLUMNS = (
    "id", "title", "received_at", "open", "returns", "area_id", "category_id", "lead_unit_id",
    "reporter__phone_index", "reporter__name_index",
)  # fmt: skip


def count(problems: Iterable[int], at: datetime) -> int:
    """Work out the figures of problems as seen at ``at``, within the turn of the caller.

    One that nobody is left in goes, unless it leads on to what it became part of.
    Returns how many problems were asked for.
    """
    return prepare(problems, at)()


def prepare(problems: Iterable[int], at: datetime) -> Callable[[], int]:
    """As `count`, in two parts for `turns.settle`: reads and works out, returns what writes."""
    day = timezone.localdate(at)
    wanted = sorted(set(problems))
    cases: dict[int, list[int]] = defaultdict(list)
    rows = Member.objects.filter(problem__in=wanted).order_by("-case_id")
    for case, problem in rows.values_list("case_id", "problem"):
        if len(cases[problem]) < MOST:
            cases[problem].append(case)
    found = list(Problem.objects.filter(pk__in=wanted))
    counted = [one for one in found if cases[one.pk] and _count(one, cases[one.pk], day)]
    empty = [one for one in found if not cases[one.pk]]

    def write() -> int:
        Problem.objects.bulk_create(
            counted, update_conflicts=True, unique_fields=["id"], update_fields=FIGURES
        )
        for one in empty:
            _emptied(one)
        return len(wanted)

    return write


def _emptied(one: Problem) -> None:
    if one.merged_into_id is None:
        one.delete()
    else:
        Problem.objects.filter(pk=one.pk).update(size=0, going=0, voices=0, heat=0)


def see_today(problems: Iterable[int], at: datetime) -> int:
    """Figures of problems as seen from today; one that was counted today is left as it is.

    Returns how many were counted.
    """
    before = Problem.objects.filter(pk__in=list(problems), last_at__isnull=False)
    idents = before.exclude(counted_on=timezone.localdate(at)).values_list("pk", flat=True)
    return turns.settle(partial(prepare, list(idents), at))


def join(kept: int, gone: int) -> None:
    """All cases of one problem go to another with what was asked; what is gone leads on to it."""
    Member.objects.filter(problem_id=gone).update(problem_id=kept)
    proposing.carry(into=kept, gone=gone)
    Problem.objects.filter(merged_into_id=gone).update(merged_into_id=kept)
    Problem.objects.filter(pk=gone).update(merged_into_id=kept)


def _count(one: Problem, idents: Sequence[int], today: date) -> bool:
    """Set the figures; False when the cases are gone from the books by now."""
    rows = list(Case.objects.filter(pk__in=idents).order_by("received_at", "id").values(*COLUMNS))
    if not rows:
        return False
    said: dict[str, list[date]] = defaultdict(list)
    for row in rows:
        who = row["reporter__phone_index"] or row["reporter__name_index"] or f"case {row['id']}"
        said[who].append(timezone.localdate(row["received_at"]))
    hot = heat.heat([Voice(tuple(days)) for days in said.values()], today)
    heads = [row["title"] for row in rows]
    if not one.named:
        one.title = mask_personal(titles.tidy(heads[titles.central(heads)]))[:200]
    one.matter = _matter(heads)
    one.area_id = _common(row["area_id"] for row in rows)
    one.category_id = _common(row["category_id"] for row in rows)
    one.unit_id = _common(row["lead_unit_id"] for row in rows)
    one.size, one.voices, one.heat = len(rows), len(said), hot.points
    one.going = sum(row["open"] for row in rows)
    one.returned = sum(row["returns"] for row in rows)
    one.terms = {term.name: term.amount for term in hot.terms}
    first = [min(days) for days in said.values()]
    one.lately, one.before = stretches(first, today)
    one.trend = trend(first, today).value
    one.first_at, one.last_at = rows[0]["received_at"], rows[-1]["received_at"]
    one.counted_on = today
    return True


def _common(values: Iterable[int | None]) -> int | None:
    known = Counter(value for value in values if value is not None)
    return known.most_common(1)[0][0] if known else None


def _matter(heads: Sequence[str]) -> str:
    """The kind of matter most titles speak of, "" for none."""
    use = Counter(kind for head in heads for kind in views.part(compared(head)).kinds)
    return views.KINDS[use.most_common(1)[0][0]] if use else ""
