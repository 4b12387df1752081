"""周军 plans, a sample is drawn by itself, inspectors look; what is not real goes back."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from huiying.cases.models import Case
from huiying.files.rules.refusals import UnknownKind
from huiying.journal.models import Entry
from huiying.oversight import actions as oversight
from huiying.oversight.actions import Answers
from huiying.sampling import actions, drawing, queries
from huiying.sampling.actions import Found
from huiying.sampling.models import Check
from huiying.sampling.refusals import BadPlan, CheckDone, CheckNeeds, NoSuchCheck, NotYourSampling
from tests.city import City, later
from tests.files import samples
from tests.sampling.conftest import found, planned, reported, second_inspector

pytestmark = pytest.mark.django_db
GOOD = Answers(True, contacted=True, responded=True, solved="yes", satisfied="yes")


def closed(city: City) -> Case:
    case = reported(city)
    oversight.verify(case_id=case.pk, actor=city.actor("wu"), at=later(hours=3))
    oversight.call_back(case_id=case.pk, actor=city.actor("wang"), at=later(hours=4), answers=GOOD)
    return oversight.close(case_id=case.pk, actor=city.actor("wang"), at=later(hours=4))


def test_what_is_reported_after_the_plan_is_drawn_once(city: City) -> None:
    plan = planned(city)
    case = reported(city)
    assert [drawing.run_due(later(hours=3)) for _ in range(3)] == [1, 0, 0]
    check = Check.objects.get()
    assert (check.plan, check.case, check.inspector) == (plan, case, city.people["wu"])
    assert check.due_at > check.drawn_at


def test_about_as_many_as_the_plan_says_are_drawn(city: City) -> None:
    planned(city, percent=30)
    for _ in range(60):
        reported(city)
    assert 6 <= drawing.run_due(later(hours=3)) <= 32


def test_a_small_unit_is_seen_at_the_end_of_the_week(city: City) -> None:
    planned(city, percent=1, least=2)
    for unit in ("lamps", "lamps", "lamps", "housing"):
        reported(city, unit=unit)
    early = drawing.run_due(later(hours=3))
    drawing.run_due(later(days=7, hours=1))
    units = Counter(Check.objects.values_list("unit__name", flat=True))
    assert early <= 4
    assert units["区城市管理委"] >= 2
    assert units["区住房建设委"] == 1


def test_a_kind_that_rebounds_is_looked_at_again_after_its_days(city: City) -> None:
    planned(city, after="closed", days=30)
    case = closed(city)
    assert drawing.run_due(later(days=29)) == 0
    assert drawing.run_due(later(days=31)) == 1
    found(city, Check.objects.get(), real=False, at=later(days=32))
    case.refresh_from_db()
    assert (case.state, case.cycle) == ("filed", 2)
    assert Check.objects.get().acted == "reopen"


def test_another_kind_is_not_drawn(city: City) -> None:
    planned(city, category_id=city.categories["housing"].pk)
    reported(city)
    assert drawing.run_due(later(hours=3)) == 0


def test_nobody_checks_their_own_unit_nor_what_accuses_them(city: City) -> None:
    city.people["wu"].posts.create(role="handler", unit=city.units["lamps"])
    planned(city)
    reported(city)
    drawing.run_due(later(hours=3))
    assert Check.objects.get().inspector is None
    second = second_inspector(city)
    reported(city, at=later(hours=4), accused_person_id=city.people["wu"].pk, unit="housing")
    drawing.run_due(later(hours=5))
    assert Check.objects.latest("pk").inspector == second


def test_inspectors_take_turns_at_a_unit(city: City) -> None:
    second_inspector(city)
    planned(city)
    for _ in range(8):
        reported(city)
    drawing.run_due(later(hours=3))
    assert sorted(Counter(Check.objects.values_list("inspector", flat=True)).values()) == [4, 4]


def test_what_is_real_stays_and_what_is_not_goes_back_to_work(city: City) -> None:
    planned(city)
    good, bad = reported(city), reported(city)
    drawing.run_due(later(hours=3))
    found(city, Check.objects.get(case=good), real=True)
    found(city, Check.objects.get(case=bad), real=False)
    assert [Case.objects.get(pk=one.pk).state for one in (good, bad)] == ["reported", "handling"]


def test_two_who_do_not_know_of_each_other_must_agree(city: City) -> None:
    second_inspector(city)
    planned(city, second_percent=100)
    agreed, disputed = reported(city), reported(city)
    drawing.run_due(later(hours=3))
    for case, said in ((agreed, (False, False)), (disputed, (False, True))):
        first, again = Check.objects.filter(case=case).order_by("pk")
        assert first.inspector_id != again.inspector_id
        found(city, first, real=said[0])
        assert Case.objects.get(pk=case.pk).state == "reported"  # the other has not said yet
        found(city, again, real=said[1])
    assert [Case.objects.get(pk=one.pk).state for one in (agreed, disputed)] == [
        "handling", "reported",
    ]  # fmt: skip
    zhou = city.actor("zhou")
    assert [row.case for row in queries.results(zhou, real="differ")] == [disputed]
    row = queries.by_inspector(zhou, later(days=1))[0]
    assert (row.agree.hits, row.agree.total) == (1, 2)
    unit = queries.by_unit(zhou, later(days=1))[0]
    assert (unit.checked, unit.false.hits) == (2, 2)


def test_where_and_with_what_photo_it_was_found_is_kept(city: City) -> None:
    planned(city)
    reported(city, lon=116.0, lat=40.0)
    drawing.run_due(later(hours=3))
    check = Check.objects.get()
    with pytest.raises(UnknownKind):
        found(city, check, real=True, photo=("x.jpg", b"no photo at all"))
    row = found(city, check, real=True, photo=("现场.jpg", samples.photo()), lon=116.0, lat=40.01)
    assert row.photo is not None
    assert 1_000 < (row.metres or 0) < 1_200


def test_a_finding_has_words_is_said_once_and_by_whom_it_was_given_to(city: City) -> None:
    planned(city)
    reported(city)
    drawing.run_due(later(hours=3))
    ident = Check.objects.get().pk
    said: dict[str, Any] = {"check_id": ident, "at": later(hours=4)}
    with pytest.raises(CheckNeeds):
        actions.finish(**said, found=Found(real=True, text=" "), actor=city.actor("wu"))
    for who in ("chen", "zhou", "li"):
        with pytest.raises(NoSuchCheck):
            actions.finish(**said, found=Found(real=True, text="x"), actor=city.actor(who))
    actions.finish(**said, found=Found(real=True, text="亮了"), actor=city.actor("wu"))
    with pytest.raises(CheckDone):
        actions.finish(**said, found=Found(real=False, text="没亮"), actor=city.actor("wu"))


def test_a_case_that_went_on_by_itself_is_left_alone(city: City) -> None:
    planned(city)
    case = reported(city)
    drawing.run_due(later(hours=3))
    oversight.rework(case_id=case.pk, actor=city.actor("wu"), at=later(hours=4), text="没亮")
    row = found(city, Check.objects.get(), real=False)
    assert (row.state, row.acted) == ("done", "")


@pytest.mark.parametrize(
    "wrong",
    [{"title": " "}, {"percent": 0}, {"percent": 101}, {"after": "never"}, {"days": 999},
     {"least": -1}, {"second_percent": 200}],
)  # fmt: skip
def test_a_plan_out_of_bounds_is_refused(city: City, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadPlan):
        planned(city, **wrong)


def test_only_supervisors_plan_and_an_ended_plan_draws_no_more(city: City) -> None:
    plan = planned(city)
    with pytest.raises(NotYourSampling):
        actions.end_plan(plan_id=plan.pk, actor=city.actor("wu"), at=later())
    actions.end_plan(plan_id=plan.pk, actor=city.actor("gao"), at=later(hours=1))
    reported(city)
    assert drawing.run_due(later(hours=3)) == 0
    with pytest.raises(NoSuchCheck):
        actions.end_plan(plan_id=plan.pk, actor=city.actor("gao"), at=later(hours=4))


def test_the_journal_tells_of_it_but_never_among_the_cases(city: City) -> None:
    planned(city)
    reported(city)
    before = Entry.objects.filter(topic="case").count()
    drawing.run_due(later(hours=3))
    assert Entry.objects.filter(topic="case").count() == before
    assert Entry.objects.filter(topic="check").count() == 1
