"""The demonstration's district in the database, through the same actions as anybody's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from huiying.accounts.actors import Actor, system
from huiying.accounts.models import Person, Post
from huiying.cases.models import Cause, ReplyTemplate, RetentionRule
from huiying.demo import public
from huiying.demo.content import catalogues, rules
from huiying.demo.content.matters import matters
from huiying.demo.content.people import Staff, staff
from huiying.demo.content.places import District, build_district
from huiying.demo.content.units import build_units
from huiying.directory import actions as directory
from huiying.directory import queries
from huiying.directory.actions import Day
from huiying.directory.models import CalendarDay, WorkCalendar
from huiying.directory.seeds import seed_calendar
from huiying.dispatch import actions as dispatch
from huiying.dispatch.actions import RuleInput
from huiying.journal.events import By
from huiying.scorecard.models import ExclusionRule

NAME = "演示数据"
PASSWORD = "huiying-demo-2026"  # noqa: S105 (printed at the start; these people are invented)
REACH = timedelta(days=550)  # from the first day: sixty days, the longest limits, extensions
CHECKED_ON_SITE = ("占道", "违法建设", "私搭", "垃圾", "消防通道")
VERBS = {  # a reply that belongs to a state is offered with the verb that leads there
    "received": "message", "dispatched": "message", "handling": "progress", "reported": "report",
    "verified": "message", "called_back": "message", "closed": "close", "declined": "decline",
}  # fmt: skip
SLOTS = {"number": "案件编号", "unit": "承办单位", "due": "办理时限"}


@dataclass(frozen=True)
class Built:
    """What the simulation needs to know of the district."""

    district: District
    units: dict[str, int]
    areas: dict[str, int]
    categories: dict[str, int]
    causes: dict[str, int]
    staff: list[Staff]


def build(*, at: datetime, seed: int = 7) -> Built:
    """Everything but cases, in one transaction."""
    rng, by = Random(seed), By(None, NAME)  # noqa: S311 (an invented place, no secret)
    with transaction.atomic():
        _calendar(by, at)
        district = build_district(rng)
        areas = _areas(district, by, at)
        content = build_units(rng, district)
        units: dict[str, int] = {}
        for one in content:
            units[one.code] = directory.put_unit(
                code=one.code, name=one.name, short_name=one.short_name, kind=one.kind,
                parent_id=units.get(one.parent), area_id=areas.get(one.area_code),
                credit_code=one.credit_code, duties="\n".join(one.duties), phone=one.phone,
                by=by, at=at,
            ).row.pk  # fmt: skip
        categories = _catalogues(by, at)
        _policies(categories, by, at)
        causes = {c: Cause.objects.create(code=f"c{n:02}", name=c).pk for n, c in enumerate(
            sorted({one.cause for one in matters().values()}), 1)}  # fmt: skip
        _texts(categories)
        public.build(categories)
        people = staff(rng, content)
        _people(people, units, at)
        queries.forget()
        _rules(units, areas, categories, at)
    return Built(district, units, areas, categories, causes, people)


def _calendar(by: By, at: datetime) -> None:
    """The published holidays; where limits reach years not yet published, plain weekdays."""
    seed_calendar(by=by, at=at)
    calendar = WorkCalendar.objects.earliest("pk")
    day = CalendarDay.objects.filter(calendar=calendar).latest("day").day
    missing = []
    while day < at.date() + REACH:
        day += timedelta(days=1)
        missing.append(Day(day, working=day.weekday() < 5, note="演示：节假日尚未公布"))
    if missing:
        directory.put_calendar_days(calendar_id=calendar.pk, days=missing, by=by, at=at)


def _areas(district: District, by: By, at: datetime) -> dict[str, int]:
    made: dict[str, int] = {}
    for area in district.areas:
        made[area.code] = directory.put_area(
            code=area.code, name=area.name, kind=area.kind, parent_id=made.get(area.parent),
            polygon=area.polygon, by=by, at=at,
        ).row.pk  # fmt: skip
    return made


def _catalogues(by: By, at: datetime) -> dict[str, int]:
    """All code sets; the ids of the hotline's classes by code."""
    ids: dict[tuple[str, str, str], int] = {}
    for content in catalogues.code_sets():
        code_set = directory.put_code_set(
            standard=content.standard, title=content.title, for_cases=content.for_cases,
            by=by, at=at,
        ).row  # fmt: skip
        for one in content.categories:
            ids[one.key] = directory.put_category(
                code_set_id=code_set.pk, kind=one.kind, code=one.code, name=one.name,
                parent_id=ids.get((one.standard, one.kind, one.parent)), sensitive=one.sensitive,
                on_site_check=content.for_cases and any(w in one.name for w in CHECKED_ON_SITE),
                by=by, at=at,
            ).row.pk  # fmt: skip
    for walk in catalogues.crosswalks():
        directory.put_crosswalk(
            source_id=ids[walk.source], target_id=ids[walk.target], by=by, at=at
        )
    return {key[2]: ident for key, ident in ids.items() if key[0] == catalogues.HOTLINE}


def _policies(categories: dict[str, int], by: By, at: datetime) -> None:
    """Limits in force from the first day on, however far back the demonstration begins."""
    for one in rules.deadline_policies():
        steps = {f"{step}_amount": limit.amount for step, limit in one.limits.items()}
        units = {f"{step}_unit": limit.unit for step, limit in one.limits.items()}
        directory.put_policy(
            effective_from=min(one.effective_from, at.date()), kind=one.kind, level=one.level,
            basis=one.basis, category_id=categories.get(one.category), by=by, at=at,
            **steps, **units,  # type: ignore[arg-type]
        )  # fmt: skip


def _texts(categories: dict[str, int]) -> None:
    """Reply templates and how long data is kept."""
    for number, reply in enumerate(rules.reply_templates(), 1):
        if reply.state not in VERBS:
            continue
        text = reply.text
        for slot, variable in SLOTS.items():
            text = text.replace(f"{{{slot}}}", f"{{{variable}}}")
        for slot in ("{result}", "{reason}", "{channel}"):
            text = text.replace(slot, "")
        ReplyTemplate.objects.create(
            name=f"{text[:18]}… {number}", verb=VERBS[reply.state], text=text,
            category_id=categories.get(reply.category),
        )  # fmt: skip
    RetentionRule.objects.create(
        anonymise_days=730, destroy_days=3650, basis="演示：个人信息保护法第十九条，最短必要期限"
    )


def _people(people: list[Staff], units: dict[str, int], at: datetime) -> None:
    secret = make_password(PASSWORD)  # once: a hash is slow on purpose
    made = Person.objects.bulk_create(
        Person(
            username=one.username, name=one.name, mobile=one.phone, password=secret,
            is_staff=one.role == "administrator",
        )
        for one in people
    )  # fmt: skip
    Post.objects.bulk_create(
        Post(person=person, role=one.role, unit_id=units[one.unit_code])
        for person, one in zip(made, people, strict=True)
    )
    # Complaints, help and tip-offs count even when they were accepted as unreasonable.
    ExclusionRule.objects.create(
        code="unreasonable", name="经认定不合理的咨询和建议", unreasonable=True,
        kinds=["consultation", "suggestion"], basis="演示规则",
        approved_by_name="青禾区市民诉求处置中心", effective_from=min(date(2026, 1, 1), at.date()),
    )  # fmt: skip


def _rules(
    units: dict[str, int], areas: dict[str, int], categories: dict[str, int], at: datetime
) -> None:
    actor: Actor = system(NAME)
    edition = dispatch.draft(actor=actor, at=at, title="青禾区派单目录（演示）")
    for one in rules.dispatch_rules():
        conditions = dict(one.conditions)
        for key, ids in (("categories", categories), ("areas", areas)):
            if key in conditions:
                conditions[key] = [ids[code] for code in conditions[key]]
        dispatch.put_rule(
            rule_set_id=edition.pk,
            position=one.position * 10,
            rule=RuleInput(
                name=one.name, conditions=conditions, level=one.level, basis=one.basis,
                lead_unit_id=None if one.lead_by_area else units[one.lead],
                assisting=tuple(units[code] for code in one.assisting if code in units),
            ),
            actor=actor,
            at=at,
        )  # fmt: skip
    dispatch.publish(rule_set_id=edition.pk, actor=actor, at=at)
