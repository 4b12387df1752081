"""Reads of the editions of the dispatch rules, and trying a draft on real cases, part by part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from huiying.cases.listing import Place
from huiying.cases.models import Case
from huiying.cases.refusals import Missing
from huiying.directory import queries as directory
from huiying.dispatch.models import Rule, RuleSet
from huiying.dispatch.queries import Difference, rules_of, suggest
from huiying.dispatch.rules.routing import BadConditions, Conditions

PART = 400  # cases a draft is tried on in one go: a second or two


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the rules with how many it has."""

    id: int
    version: int
    title: str
    status: str
    status_label: str
    based_on: int | None
    created_by: str
    created_at: datetime
    published_by: str
    published_at: datetime | None
    rules: int

    @property
    def draft(self) -> bool:
        return self.status == RuleSet.Status.DRAFT


def editions() -> list[Edition]:
    """Every edition, newest first; one query."""
    return [_edition(row, row.number) for row in _counted().order_by("-version")]


def edition(version: int) -> Edition:
    """One edition by its number. Raises Missing."""
    row = _counted().filter(version=version).first()
    if row is None:
        raise Missing(field=f"规则第 {version} 版")
    return _edition(row, row.number)


def in_force() -> Edition | None:
    """The published edition, None before the first."""
    row = _counted().filter(status=RuleSet.Status.PUBLISHED).first()
    return _edition(row, row.number) if row else None


def _counted() -> QuerySet[Any]:
    """Editions, each with its number of rules."""
    return RuleSet.objects.select_related("based_on").annotate(number=Count("rules"))


def _edition(row: RuleSet, number: int) -> Edition:
    return Edition(
        row.pk,
        row.version,
        row.title,
        row.status,
        str(row.get_status_display()),
        row.based_on.version if row.based_on else None,
        row.created_by_name,
        row.created_at,
        row.published_by_name,
        row.published_at,
        number,
    )


@dataclass(frozen=True, slots=True)
class Written:
    """A rule as it stands in an edition. ``problem`` says why its conditions cannot be read."""

    position: int
    name: str
    conditions: Conditions
    problem: str
    lead_unit_id: int | None
    lead: str
    assisting: tuple[int, ...]
    assisting_labels: tuple[str, ...]
    level: str
    basis: str
    unit_gone: bool
    person_id: int | None
    person: str


def rules_in(edition_id: int) -> list[Written]:
    """The rules of an edition in order; two queries."""
    rules = Rule.objects.filter(rule_set_id=edition_id).select_related("person")
    rules = rules.prefetch_related("assisting")
    return [_written(rule) for rule in rules.order_by("position")]


def rule_at(edition_id: int, position: int) -> Written:
    """One rule. Raises Missing."""
    rule = Rule.objects.filter(rule_set_id=edition_id, position=position).first()
    if rule is None:
        raise Missing(field=f"规则 {position}")
    return _written(rule)


def _written(rule: Rule) -> Written:
    units = directory.units().rows
    lead = units.get(rule.lead_unit_id or 0)
    conditions, problem = Conditions(), ""
    try:
        conditions = Conditions.parse(rule.conditions)
    except BadConditions as bad:
        problem = str(bad)
    helpers = tuple(unit.pk for unit in rule.assisting.all())
    return Written(
        rule.position,
        rule.name,
        conditions,
        problem,
        rule.lead_unit_id,
        lead.label if lead else "",
        helpers,
        tuple(units[i].label for i in helpers if i in units),
        rule.level,
        rule.basis,
        unit_gone=rule.lead_unit_id is not None and (lead is None or not lead.active),
        person_id=rule.person_id,
        person=rule.person.name if rule.person else "",
    )


@dataclass(frozen=True, slots=True)
class Tried:
    """A part of a trial: how many cases were looked at, the differences, where to go on."""

    looked: int
    differences: Sequence[Difference]
    next: str


def cases_between(since: datetime, until: datetime) -> int:
    """How many cases a trial would look at."""
    return Case.objects.filter(received_at__gte=since, received_at__lt=until).count()


def try_part(
    edition_id: int, since: datetime, until: datetime, *, place: str = "", most: int = PART
) -> Tried:
    """How a draft would have decided some of a period's cases, newest first; three queries.

    Parts keep one request short; the page asks for the next until ``next`` is empty.
    """
    draft = RuleSet.objects.get(pk=edition_id)
    current_set = RuleSet.objects.filter(status=RuleSet.Status.PUBLISHED).first()
    current = rules_of(current_set) if current_set else []
    proposed = rules_of(draft)
    found = Case.objects.filter(received_at__gte=since, received_at__lt=until)
    if here := Place.parse(place):
        value = datetime.fromisoformat(here.value)
        found = found.filter(received_at__lte=value).filter(
            Q(received_at__lt=value) | Q(received_at=value, id__lt=here.ident)
        )
    rows = list(found.order_by("-received_at", "-id")[: most + 1])
    further, rows = len(rows) > most, rows[:most]
    differences = []
    for case in rows:
        before, after = suggest(case, current), suggest(case, proposed)
        if (before.unit, before.assisting) != (after.unit, after.assisting):
            really = directory.units().rows.get(case.lead_unit_id or 0)
            differences.append(
                Difference(
                    case.pk,
                    case.number,
                    case.title,
                    before.unit.label if before.unit else "",
                    after.unit.label if after.unit else "",
                    after.decision.because,
                    really.label if really else "",
                )
            )
    last = rows[-1] if further else None
    following = Place(last.received_at.isoformat(), last.pk).text() if last else ""
    return Tried(len(rows), differences, following)
