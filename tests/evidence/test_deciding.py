"""周军 decides; who is checked neither decides nor knows."""

from __future__ import annotations

import pytest

from huiying.evidence import access, actions, queries
from huiying.evidence.looking import look
from huiying.evidence.models import Doubt
from huiying.evidence.queries import Wanted
from huiying.evidence.refusals import (
    DecidedAlready,
    NoSuchDoubt,
    NotYourDoubt,
    OwnDoubt,
    WhyMissing,
)
from huiying.journal.models import Entry
from tests.city import City, later
from tests.evidence.conftest import report, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def doubt(city: City) -> Doubt:
    case = sent(city)
    report(city, case, at=later(minutes=2))
    look(case.pk, later(hours=1))
    return Doubt.objects.get()


def decide(city: City, doubt: Doubt, who: str = "zhou", why: str = "现场灯未亮") -> Doubt:
    return actions.decide(
        doubt_id=doubt.pk, founded=True, why=why, actor=city.actor(who), at=later(hours=2)
    )


def test_a_decision_has_a_reason_stays_and_is_told(city: City, doubt: Doubt) -> None:
    assert decide(city, doubt).status == "founded"
    with pytest.raises(DecidedAlready):
        decide(city, doubt, who="gao")
    assert Entry.objects.filter(event="DoubtDecided", topic="doubt").count() == 1


@pytest.mark.parametrize("why", ["", "   ", "长" * 501])
def test_without_a_reason_nothing_is_decided(city: City, doubt: Doubt, why: str) -> None:
    with pytest.raises(WhyMissing):
        decide(city, doubt, why=why)


@pytest.mark.parametrize("who", ["chen", "zhao", "wu", "wang", "li", "guo", "nobody"])
def test_who_is_checked_does_not_even_know(city: City, doubt: Doubt, who: str) -> None:
    actor = city.actor(who)
    assert list(queries.rows(actor, Wanted(status="all"))) == []
    assert queries.of_case(actor, doubt.case) == []
    with pytest.raises(NoSuchDoubt):
        decide(city, doubt, who=who)


@pytest.mark.parametrize("who", ["he", "lin"])
def test_leaders_and_auditors_read_only(city: City, doubt: Doubt, who: str) -> None:
    assert len(queries.rows(city.actor(who), Wanted())) == 1
    with pytest.raises(NotYourDoubt):
        decide(city, doubt, who=who)


def test_a_supervisor_who_also_works_in_the_unit_leaves_it_to_another(
    city: City, doubt: Doubt
) -> None:
    city.people["zhou"].posts.create(role="handler", unit=city.units["lamps"])
    with pytest.raises(OwnDoubt):
        decide(city, doubt)
    decide(city, doubt, who="gao")


def test_units_are_told_apart_with_how_sure_one_can_be(city: City, doubt: Doubt) -> None:
    for _ in range(3):
        case = sent(city)
        report(city, case)
        look(case.pk, later(hours=4))
    decide(city, doubt)
    row = queries.by_unit(city.actor("zhou"), later(hours=5))[0]
    assert (row.label, row.reports, row.doubts, row.open) == ("区城市管理委", 4, 1, 0)
    assert (row.founded.hits, row.founded.total) == (1, 4)
    assert row.founded.interval is not None


def test_the_roles_are_few() -> None:
    assert {str(role) for role in access.READERS} == {"supervisor", "leader", "auditor"}
