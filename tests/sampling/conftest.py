"""吴斌 and 冯雨 are inspectors; 陈静's reports are sampled whole so that tests need no luck."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from huiying.accounts.models import Person
from huiying.cases.models import Case
from huiying.dispatch import actions as dispatch
from huiying.sampling import actions
from huiying.sampling.actions import Found, NewPlan
from huiying.sampling.models import Check, Plan
from tests.city import NOW, City, build, later


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def city(db: None) -> City:
    return build()


def second_inspector(city: City) -> Person:
    person = Person.objects.create(username="feng", name="冯雨", password="!")
    person.posts.create(role="inspector", unit=city.units["district"])
    city.people["feng"] = person
    return person


def planned(city: City, **more: Any) -> Plan:
    given: dict[str, Any] = {"title": "月度抽查", "after": "reported", "percent": 100}
    return actions.plan(new=NewPlan(**(given | more)), actor=city.actor("zhou"), at=NOW)


def reported(city: City, *, at: datetime | None = None, unit: str = "lamps", **more: Any) -> Case:
    """A lamp that 陈静 says she has mended."""
    case = city.receive(**more)
    who = {"lamps": "chen", "housing": "sun"}[unit]
    dispatch.dispatch(case_id=case.pk, unit_id=city.unit(unit), actor=city.actor("li"), at=NOW)
    dispatch.sign(case_id=case.pk, actor=city.actor(who), at=NOW)
    when = at or later(hours=2)
    return dispatch.report(case_id=case.pk, actor=city.actor(who), at=when, text="已修好")


def found(
    city: City, check: Check, *, real: bool, at: datetime | None = None, **more: Any
) -> Check:
    """Whoever has the check says so."""
    name = next(k for k, p in city.people.items() if p.pk == check.inspector_id)
    said = Found(real, "灯没亮" if not real else "灯亮了", **more)
    return actions.finish(
        check_id=check.pk, found=said, actor=city.actor(name), at=at or later(hours=5)
    )
