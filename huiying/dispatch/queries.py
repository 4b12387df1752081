"""Reads of rules, assignments and clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from huiying.accounts import queries as people
from huiying.cases.models import Case
from huiying.directory import queries as directory
from huiying.directory.queries import Kept, UnitRow
from huiying.dispatch.models import Assignment, ClockRequest, Return, Rule, RuleSet
from huiying.dispatch.rules.routing import Decision, Facts, RuleData, route

LOCAL = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Where a case should go, why, and whether it may be followed without a person looking."""

    unit: UnitRow | None
    assisting: tuple[UnitRow, ...]
    level: str
    decision: Decision
    problems: tuple[str, ...] = ()
    handler: tuple[int, str] | None = None  # 经办人 (id, name) whom the rule names

    @property
    def certain(self) -> bool:
        return self.unit is not None and self.decision.certain and not self.problems


def _read_published() -> list[RuleData]:
    current = RuleSet.objects.filter(status=RuleSet.Status.PUBLISHED).first()
    return [rule.read() for rule in rules_of(current)] if current else []


_published = Kept(_read_published)


def forget_rules() -> None:
    _published.forget()


def rules_of(rule_set: RuleSet) -> list[RuleData]:
    """The rules of one edition in the router's form."""
    rules = Rule.objects.filter(rule_set=rule_set).prefetch_related("assisting")
    return [
        RuleData(
            id=rule.pk,
            position=rule.position,
            name=rule.name,
            conditions=rule.conditions,
            lead_unit_id=rule.lead_unit_id,
            assisting=tuple(unit.pk for unit in rule.assisting.all()),
            level=rule.level,
            basis=rule.basis,
            person_id=rule.person_id,
        )
        for rule in rules
    ]


def facts_of(case: Case) -> Facts:
    """What the rules may look at, at the moment the case came in."""
    local = case.received_at.astimezone(LOCAL)
    return Facts(
        kind=case.kind,
        channel=case.channel,
        categories=directory.categories().above(case.category_id) if case.category_id else (),
        areas=directory.areas().above(case.area_id) if case.area_id else (),
        text=f"{case.title}\n{case.body}",
        place=case.address,
        weekday=local.isoweekday(),
        clock=local.time(),
    )


def suggest(case: Case, rules: list[RuleData] | None = None) -> Suggestion:
    """Ask the published rules (or those given) which unit must answer."""
    decision = route(_published.get() if rules is None else rules, facts_of(case))
    problems = [f"{j.rule.position} {j.rule.name}：{j.problem}" for j in decision.problems]
    unit = None
    if decision.rule:
        unit, why_not = _unit_of(decision.rule, case)
        problems += [why_not] if why_not else []
    units = directory.units().rows
    handler = None
    if unit and decision.rule and decision.rule.person_id:
        handler, why_not = _handler_of(decision.rule, unit, case)
        problems += [why_not] if why_not else []
    assisting = decision.rule.assisting if decision.rule else ()
    return Suggestion(
        unit=unit,
        assisting=tuple(units[i] for i in assisting if i in units and units[i].active),
        level=(decision.rule.level if decision.rule else "") or case.level,
        decision=decision,
        problems=tuple(problems),
        handler=handler,
    )


def _handler_of(rule: RuleData, unit: UnitRow, case: Case) -> tuple[tuple[int, str] | None, str]:
    """The person a rule names, or why that person cannot handle this case."""
    person_id = rule.person_id or 0
    name = people.handler_names(unit.id).get(person_id)
    if name is None:
        return None, f"规则“{rule.name}”指定的经办人已不在{unit.label}承办"
    if person_id == case.accused_person_id:
        return None, f"规则“{rule.name}”指定的经办人正是被反映人，须回避"
    return (person_id, name), ""


def _unit_of(rule: RuleData, case: Case) -> tuple[UnitRow | None, str]:
    """The rule's unit, or why it cannot be used for this case."""
    if rule.lead_unit_id is None:
        unit = directory.street_of_area(case.area_id) if case.area_id else None
        if unit is None:
            return None, "规则要求属地街乡镇承办，但案件没有区划，或该区划没有启用的街乡镇"
    else:
        unit = directory.units().rows.get(rule.lead_unit_id)
        if unit is None or not unit.active:
            return None, f"规则“{rule.name}”的承办单位已停用"
    if case.accused_unit_id and unit.id in directory.units().below(case.accused_unit_id):
        return None, f"{unit.label} 正是被反映单位，须回避"
    return unit, ""


def lead_assignment(case: Case) -> Assignment | None:
    """The open lead, or the last one there was."""
    leads = Assignment.objects.filter(case=case, role=Assignment.Role.LEAD)
    return leads.order_by("-open", "-id").select_related("unit", "rule", "policy").first()


def assignments_of(case: Case) -> list[Assignment]:
    """Every assignment of a case in the order they were made, with what a page shows of them."""
    found = Assignment.objects.filter(case=case).order_by("id")
    return list(found.select_related("unit", "note", "result", "policy", "handler"))


def returns_of(case: Case) -> list[Return]:
    found = Return.objects.filter(case=case).order_by("id")
    return list(found.select_related("assignment__unit", "proposed_unit", "reason", "by"))


def clock_requests_of(case: Case) -> list[ClockRequest]:
    found = ClockRequest.objects.filter(case=case).order_by("id")
    return list(found.select_related("reason", "decision", "asked_by", "decided_by", "assignment"))


@dataclass(frozen=True, slots=True)
class Difference:
    """One case of last month for which a draft decides otherwise than the published edition."""

    case_id: int
    number: str
    title: str
    before: str
    after: str
    because: tuple[str, ...]
    really: str


def try_out(
    draft: RuleSet, since: datetime, until: datetime, *, most: int = 20_000
) -> tuple[int, list[Difference]]:
    """How a draft would have decided a period's cases: how many were looked at, differences."""
    current, proposed = _published.get(), rules_of(draft)
    looked, differences = 0, []
    cases = (
        Case.objects.filter(received_at__gte=since, received_at__lt=until)
        .select_related("lead_unit")
        .order_by("-id")[:most]
    )
    for case in cases.iterator(chunk_size=1000):
        looked += 1
        before, after = suggest(case, current), suggest(case, proposed)
        if before.unit != after.unit or before.assisting != after.assisting:
            differences.append(
                Difference(
                    case.pk,
                    case.number,
                    case.title,
                    before.unit.label if before.unit else "",
                    after.unit.label if after.unit else "",
                    after.decision.because,
                    str(case.lead_unit or ""),
                )
            )
    return looked, differences
