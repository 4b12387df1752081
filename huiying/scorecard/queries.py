"""Reads of the three rates: part, whole, interval, exclusions, and the records behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet, Sum

from huiying.accounts.actors import Actor
from huiying.accounts.roles import Role
from huiying.cases.models import Case
from huiying.directory import queries as directory
from huiying.journal.models import Cursor
from huiying.lib.periods import Month
from huiying.lib.stats import wilson
from huiying.scorecard.models import Tally, Verdict
from huiying.scorecard.projection import SUMS
from huiying.scorecard.rules.verdict import RATES

EVERYTHING = (Role.LEADER, Role.SUPERVISOR, Role.DISPATCHER, Role.AUDITOR, Role.ADMINISTRATOR)
BY = ("unit", "area", "category")


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with what it is a share of, and how sure it is (Wilson, 95 %)."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        return self.part / self.whole if self.whole else None

    @property
    def low(self) -> float:
        return wilson(self.part, self.whole)[0]

    @property
    def high(self) -> float:
        return wilson(self.part, self.whole)[1]


@dataclass(slots=True)
class Line:
    """One unit, area or category (or the total) of a month."""

    id: int
    label: str
    deeper: bool = False
    counted: int = 0
    excluded: int = 0
    responded: int = 0
    solved: int = 0
    satisfied: int = 0

    def add(self, sums: Iterable[int]) -> None:
        for name, value in zip(SUMS, sums, strict=True):
            setattr(self, name, getattr(self, name) + value)

    def rate(self, name: str) -> Rate:
        return Rate(getattr(self, name), self.counted)

    @property
    def rates(self) -> dict[str, Rate]:
        return {name: self.rate(name) for name in RATES}


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a month is looked at: below which unit, area and category (None: all)."""

    period: str
    unit: int | None = None
    area: int | None = None
    category: int | None = None


@dataclass(slots=True)
class Board:
    """A rates page: its lines, the total, how far the journal has been read."""

    lines: list[Line]
    total: Line
    read_to: int = 0
    months: list[str] = field(default_factory=list)


def _tree(by: str) -> directory.Tree:  # type: ignore[type-arg]
    trees: dict[str, Callable[[], directory.Tree]] = {  # type: ignore[type-arg]
        "unit": directory.units,
        "area": directory.areas,
        "category": directory.categories,
    }
    return trees[by]()


def _allowed(actor: Actor) -> Q:
    """Everybody above sees all; a unit sees itself and all below it."""
    if actor.has(*EVERYTHING):
        return Q()
    return Q(unit_key__in=actor.units(Role.HANDLER, Role.STREET, Role.INSPECTOR))


def _tallies(actor: Actor, scope: Scope, by: str = "") -> QuerySet[Tally]:
    """The fewest rows of a scope, in any month, that can be summed ``by`` something.

    What is neither asked for nor limited is summed already (`Tally`), when one key is left at most.
    """
    used = {name for name in BY if name == by or getattr(scope, name) is not None}
    if not actor.has(*EVERYTHING):
        used.add("unit")
    q = Q()
    for name in BY:
        whole = name not in used and len(used) < 2
        q &= Q(**{f"{name}_key": Tally.ALL}) if whole else Q(**{f"{name}_key__gte": 0})
    return Tally.objects.filter(q, _allowed(actor), _below(scope))


def _below(scope: Scope) -> Q:
    q = Q()
    for name in BY:
        ident = getattr(scope, name)
        if ident is not None:
            q &= Q(**{f"{name}_key__in": _tree(name).below(ident)})
    return q


def board(actor: Actor, scope: Scope, by: str) -> Board:
    """Lines for the children of the scope's node (or the top), each with all below it."""
    rows = (
        _tallies(actor, scope, by)
        .filter(period=scope.period)
        .values_list(f"{by}_key")
        .annotate(*(Sum(name) for name in SUMS))
    )
    tree, total = _tree(by), Line(0, "")
    lines: dict[int, Line] = {}
    within: int | None = getattr(scope, by)
    found = list(rows)
    above = within if within is not None else _common(tree, [key for key, *_sums in found])
    for key, *sums in found:
        node = _shown(tree, key, above)
        if node not in lines:
            lines[node] = Line(node, _label(tree, node), deeper=_deeper(tree, node, above))
        lines[node].add(sums)
        total.add(sums)
    ordered = sorted(lines.values(), key=lambda line: (-line.counted, line.label))
    return Board(ordered, total, _read_to(), months(actor))


def sums_by(actor: Actor, period: str, by: str) -> dict[int, Line]:
    """A line for every unit, area or category of a month, each with all below it; 0 is the total.

    One query: for registers that name the same rows every month, whatever was counted there.
    """
    found = _tallies(actor, Scope(period), by).filter(period=period)
    rows = found.values_list(f"{by}_key").annotate(*(Sum(name) for name in SUMS))
    tree, lines = _tree(by), {0: Line(0, "")}
    for key, *sums in rows:
        for node in (0, *tree.above(key)):
            if node not in lines:
                lines[node] = Line(node, _label(tree, node))
            lines[node].add(sums)
    return lines


def _common(tree: directory.Tree, keys: list[int]) -> int | None:  # type: ignore[type-arg]
    """The lowest node that everything counted lies below, when it has more than one child there."""
    chains = [list(reversed(tree.above(key))) for key in keys if key in tree.rows]
    shared = None
    for level in zip(*chains, strict=False):
        if len(set(level)) > 1:
            break
        shared = level[0]
    return shared


def _shown(tree: directory.Tree, key: int, above: int | None) -> int:  # type: ignore[type-arg]
    """Under which node a row is shown: the child of ``above`` that it lies below."""
    chain = tree.above(key)
    if not chain:
        return 0
    if above is None or above not in chain:
        return chain[-1]
    place = chain.index(above)
    return chain[place - 1] if place else chain[0]


def _label(tree: directory.Tree, ident: int) -> str:  # type: ignore[type-arg]
    row = tree.rows.get(ident)
    if row is None:
        return ""
    return str(getattr(row, "label", None) or row.name)


def _deeper(tree: directory.Tree, ident: int, within: int | None) -> bool:  # type: ignore[type-arg]
    return ident not in (0, within) and len(tree.below(ident)) > 1


def _read_to() -> int:
    return Cursor.objects.filter(name="scorecard").values_list("position", flat=True).first() or 0


def months(actor: Actor) -> list[str]:
    """Months that have verdicts, newest first, this actor's only."""
    found = _tallies(actor, Scope("")).values_list("period", flat=True)
    return list(found.distinct().order_by("-period")[:36])


def trend(actor: Actor, scope: Scope, *, most: int = 12) -> list[tuple[str, Line]]:
    """The totals of the last months up to the scope's, oldest first."""
    last = Month.parse(scope.period)
    span = [str(last.plus(-n)) for n in range(most)]
    rows = (
        _tallies(actor, scope)
        .filter(period__in=span)
        .values_list("period")
        .annotate(*(Sum(name) for name in SUMS))
        .order_by("period")
    )
    lines = []
    for period, *sums in rows:
        line = Line(0, period)
        line.add(sums)
        lines.append((period, line))
    return lines


def records(actor: Actor, scope: Scope, *, rate: str = "", part: str = "") -> QuerySet[Case]:
    """The very cases behind a figure: ``part`` is "yes" (numerator), "no", or "excluded"."""
    verdicts = Verdict.objects.filter(period=scope.period)
    if not actor.has(*EVERYTHING):
        verdicts = verdicts.filter(
            unit_id__in=actor.units(Role.HANDLER, Role.STREET, Role.INSPECTOR)
        )
    for name in BY:
        ident = getattr(scope, name)
        if ident == 0:
            verdicts = verdicts.filter(**{f"{name}_id": None})
        elif ident is not None:
            verdicts = verdicts.filter(**{f"{name}_id__in": _tree(name).below(ident)})
    if part == "excluded":
        verdicts = verdicts.filter(excluded__isnull=False)
    else:
        verdicts = verdicts.filter(excluded=None)
        if rate in RATES and part in ("yes", "no"):
            verdicts = verdicts.filter(**{rate: part == "yes"})
    return Case.objects.filter(pk__in=verdicts.values("case_id"))


def verdicts_of(case: Case) -> Sequence[Verdict]:
    """What a case says in the rates, for the case page."""
    return list(Verdict.objects.filter(case=case).select_related("excluded").order_by("cycle"))
