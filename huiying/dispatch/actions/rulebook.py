"""Writing dispatch rules: a draft is made from the published edition, edited, tried, published.

A published edition is immutable (triggers in the database refuse it as well).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huiying.accounts import queries as people
from huiying.accounts.actors import Actor
from huiying.cases.events import digest
from huiying.cases.refusals import Missing, NotYours
from huiying.directory import queries as directory
from huiying.directory.kinds import Level
from huiying.dispatch.events import RuleChanged, RulesDrafted, RulesPublished
from huiying.dispatch.models import Rule, RuleSet
from huiying.dispatch.queries import forget_rules
from huiying.dispatch.refusals import BadRule, RulesPublishedAlready
from huiying.dispatch.rules.routing import BadConditions, Conditions
from huiying.journal import actions as journal
from huiying.lib.chain import canonical

EDITORS = ("dispatcher", "supervisor", "administrator")
PUBLISHERS = ("supervisor", "administrator")


@dataclass(frozen=True, slots=True)
class RuleInput:
    """A rule as it is written; ``lead_unit_id`` None: the street of the case's area.

    ``person_id`` names who of the unit handles it 经办人; never with the street of the area.
    """

    name: str
    conditions: dict[str, Any]
    lead_unit_id: int | None
    assisting: tuple[int, ...] = ()
    level: str = ""
    basis: str = ""
    person_id: int | None = None


def draft(*, actor: Actor, at: datetime, title: str = "") -> RuleSet:
    """A new draft with the rules of the published edition."""
    _allow(actor, EDITORS, _("起草规则"))
    with transaction.atomic():
        base = RuleSet.objects.filter(status=RuleSet.Status.PUBLISHED).first()
        version = (RuleSet.objects.aggregate(last=Max("version"))["last"] or 0) + 1
        made = RuleSet.objects.create(
            version=version,
            title=title.strip() or (base.title if base else _("派单规则")),
            based_on=base,
            created_by_name=actor.name,
            created_at=at,
        )
        if base:
            for rule in Rule.objects.filter(rule_set=base):
                helpers = list(rule.assisting.all())  # prefetched, set() would take them for kept
                rule.pk, rule.rule_set = None, made
                rule.save(force_insert=True)
                rule.assisting.set(helpers)
        event = RulesDrafted(made.pk, version=version, based_on=base.version if base else None)
        journal.record(event, by=actor.by, at=at)
    return made


def put_rule(
    *, rule_set_id: int, position: int, rule: RuleInput, actor: Actor, at: datetime
) -> Rule:
    """Write a rule at a position of a draft: replaces what stands there."""
    with transaction.atomic():
        edition = _draft(rule_set_id, actor)
        _check(position, rule)
        row, _made = Rule.objects.update_or_create(
            rule_set=edition,
            position=position,
            defaults={
                "name": rule.name.strip(),
                "conditions": rule.conditions,
                "lead_unit_id": rule.lead_unit_id,
                "lead_by_area": rule.lead_unit_id is None,
                "level": rule.level,
                "basis": rule.basis.strip(),
                "person_id": rule.person_id,
            },
        )
        row.assisting.set(rule.assisting)
        event = RuleChanged(edition.pk, position=position, rule=row.name, act="put")
        journal.record(event, by=actor.by, at=at)
    return row


def remove_rule(*, rule_set_id: int, position: int, actor: Actor, at: datetime) -> None:
    with transaction.atomic():
        edition = _draft(rule_set_id, actor)
        row = edition.rules.filter(position=position).first()
        if row is None:
            raise Missing(field=_("规则"))
        event = RuleChanged(edition.pk, position=position, rule=row.name, act="remove")
        row.delete()
        journal.record(event, by=actor.by, at=at)


def move_rule(*, rule_set_id: int, position: int, to: int, actor: Actor, at: datetime) -> None:
    """Put a rule before or after others: positions are renumbered in steps of ten."""
    with transaction.atomic():
        edition = _draft(rule_set_id, actor)
        rows = list(edition.rules.order_by("position"))
        moving = next((r for r in rows if r.position == position), None)
        if moving is None:
            raise Missing(field=_("规则"))
        rows.remove(moving)
        place = sum(1 for r in rows if r.position < to or (r.position == to and to > position))
        rows.insert(place, moving)
        _renumber(rows)
        event = RuleChanged(edition.pk, position=moving.position, rule=moving.name, act="move")
        journal.record(event, by=actor.by, at=at)


def _renumber(rows: Iterable[Rule]) -> None:
    """Two passes, because positions are unique at every moment."""
    ordered = list(rows)
    for offset in (1_000_000, 0):
        for place, row in enumerate(ordered, start=1):
            row.position = offset + place * 10
            row.save(update_fields=["position"])


def publish(*, rule_set_id: int, actor: Actor, at: datetime) -> RuleSet:
    """Make a draft the edition in force; from now on it cannot be changed."""
    _allow(actor, PUBLISHERS, _("发布规则"))
    with transaction.atomic():
        edition = _draft(rule_set_id, actor)
        rows = list(edition.rules.order_by("position").prefetch_related("assisting"))
        if not rows:
            raise Missing(field=_("规则"))
        for row in rows:
            _check(row.position, _input(row))
        RuleSet.objects.filter(status=RuleSet.Status.PUBLISHED).update(
            status=RuleSet.Status.RETIRED
        )
        edition.status = RuleSet.Status.PUBLISHED
        edition.published_at, edition.published_by_name = at, actor.name
        edition.save()
        words = canonical(
            [[r.position, r.name, r.conditions, r.lead_unit_id, r.level, r.person_id] for r in rows]
        )
        event = RulesPublished(
            edition.pk, version=edition.version, rules=len(rows), digest=digest(words.decode())
        )
        journal.record(event, by=actor.by, at=at)
    forget_rules()
    return edition


def _input(row: Rule) -> RuleInput:
    return RuleInput(
        row.name,
        row.conditions,
        row.lead_unit_id,
        tuple(unit.pk for unit in row.assisting.all()),
        row.level,
        row.basis,
        row.person_id,
    )


def _draft(rule_set_id: int, actor: Actor) -> RuleSet:
    _allow(actor, EDITORS, _("修改规则"))
    edition = RuleSet.objects.select_for_update().filter(pk=rule_set_id).first()
    if edition is None:
        raise Missing(field=_("规则草稿"))
    if edition.status != RuleSet.Status.DRAFT:
        raise RulesPublishedAlready(version=edition.version)
    return edition


def _check(position: int, rule: RuleInput) -> None:
    """Everything a rule names must exist and be in use. Raises BadRule with the first fault."""
    for why in _faults(rule):
        raise BadRule(position=position, name=rule.name, why=why)


def _faults(rule: RuleInput) -> Iterator[str]:
    if not rule.name.strip():
        yield _("规则没有名称。")
    try:
        conditions = Conditions.parse(rule.conditions)
    except BadConditions as problem:
        yield str(problem)
        return
    yield from _absent(rule)
    if not conditions.categories <= set(directory.categories().rows):
        yield _("所列分类不存在。")
    if not conditions.areas <= set(directory.areas().rows):
        yield _("所列区划不存在。")
    if rule.level and rule.level not in Level.values:
        yield _("没有这个级别。")


def _absent(rule: RuleInput) -> Iterator[str]:
    """Units and people that cannot get a case."""
    units = directory.units().rows
    for ident in (rule.lead_unit_id, *rule.assisting):
        if ident is not None and not (ident in units and units[ident].active):
            yield _("承办单位不存在或已停用。")
    if rule.person_id is None:
        return
    if rule.lead_unit_id is None:
        yield _("派给属地街乡镇的规则不能指定经办人：各街乡镇的人不同。")
    elif rule.person_id not in people.handler_names(rule.lead_unit_id):
        yield _("所选的经办人不承办该单位的案件。")


def _allow(actor: Actor, roles: tuple[str, ...], what: str) -> None:
    if not actor.has(*roles):
        raise NotYours(number="", verb=what, roles="、".join(roles))
