"""Duplicates go before their master, and nobody goes while a relative is being worked on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from huiying.cases import actions as cases
from huiying.cases.actions.retention import Done, apply
from huiying.cases.due import plan
from huiying.cases.models import (
    Case,
)
from huiying.dispatch import actions as dispatch
from huiying.oversight import actions as oversight
from huiying.oversight.actions import Answers
from tests.cases.lives import CLOCK, acts, rule
from tests.city import City, build, later

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def city() -> City:
    return build()


def merged(city: City) -> tuple[Case, Case]:
    """(duplicate, master): 刘洋 and a neighbour about the same lamp."""
    master, duplicate = city.receive(), city.receive(at=later(minutes=1))
    cases.merge(
        case_id=duplicate.pk, master_id=master.pk, actor=city.actor("li"), at=later(hours=1)
    )
    return duplicate, master


def test_a_duplicate_is_kept_as_long_as_its_master_is_open(city: City) -> None:
    rule(anonymise=10, destroy=20)
    merged(city)
    assert plan(later(days=400)).items == ()


def test_duplicates_are_destroyed_before_their_master(city: City) -> None:
    rule(destroy=20)
    duplicate, master = merged(city)
    dispatch_and_close(city, master)
    assert acts(later(days=400)) == [("destroy", duplicate.number), ("destroy", master.number)]
    assert apply(at=later(days=400), actor=CLOCK) == Done(destroyed=2)


def test_a_master_waits_for_a_duplicate_that_is_kept_longer(city: City) -> None:
    rule(city.categories["lamp"], anonymise=10, destroy=20)
    duplicate, master = merged(city)
    dispatch_and_close(city, master)
    Case.objects.filter(pk=duplicate.pk).update(category=city.categories["leak"])
    waiting = plan(later(days=400))
    assert [(item.act.value, item.number) for item in waiting.items] == [
        ("anonymise", master.number)
    ]
    assert waiting.held == [master.number]
    assert apply(at=later(days=400), actor=CLOCK) == Done(anonymised=1)
    assert Case.objects.count() == 2


def test_a_small_batch_takes_the_duplicate_first(city: City) -> None:
    rule(destroy=20)
    duplicate, master = merged(city)
    dispatch_and_close(city, master)
    assert acts(later(days=400), most=1) == [("destroy", duplicate.number)]


def dispatch_and_close(city: City, case: Case) -> None:
    ident = case.pk
    dispatch.dispatch(
        case_id=ident, unit_id=city.unit("lamps"), actor=city.actor("li"), at=later(hours=1)
    )
    chen: dict[str, Any] = {"case_id": ident, "actor": city.actor("chen")}
    dispatch.sign(**chen, at=later(hours=2))
    dispatch.report(**chen, at=later(hours=3), text="已修好")
    happy = Answers(True, contacted=True, responded=True, solved="yes", satisfied="yes")
    oversight.call_back(case_id=ident, actor=city.actor("wang"), at=later(hours=4), answers=happy)
    oversight.close(case_id=ident, actor=city.actor("wang"), at=later(hours=5))
