"""Between units: returns with reasons, passing on below, calling in, copies to the district."""

from __future__ import annotations

from typing import Any

import pytest

from huiying.cases.models import Case
from huiying.cases.refusals import Missing, NotYours
from huiying.dispatch import actions as dispatch
from huiying.dispatch.inbox import Wanted, counts, read
from huiying.dispatch.models import Assignment, Return
from huiying.dispatch.refusals import OutsideSubtree, UnitUnknown
from tests.city import City, build, later


@pytest.fixture
def city(db: None) -> City:
    return build()


def sent(city: City, unit: str = "lamps", **facts: Any) -> Case:
    case = city.receive(**facts)
    return dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit(unit), actor=city.actor("li"), at=later(minutes=5)
    )


def give_back(city: City, case: Case, **more: Any) -> Case:
    facts: dict[str, Any] = {
        "actor": city.actor("chen"), "at": later(hours=1), "text": "不属于我委职责",
        "basis": "三定方案第四条", "proposed_unit_id": city.unit("housing"),
    }  # fmt: skip
    return dispatch.return_case(case_id=case.pk, **(facts | more))


@pytest.mark.parametrize("missing", [{"text": " "}, {"basis": " "}, {"proposed_unit_id": None}])
def test_a_return_says_why_by_what_law_and_who_instead(city: City, missing: dict[str, Any]) -> None:
    case = sent(city)
    with pytest.raises(Missing):
        give_back(city, case, **missing)
    case.refresh_from_db()
    assert (case.state, case.returns, Return.objects.count()) == ("dispatched", 0, 0)
    assert Assignment.objects.get(case=case).open


def test_a_return_to_nowhere_is_refused(city: City) -> None:
    with pytest.raises(UnitUnknown):
        give_back(city, sent(city), proposed_unit_id=999_999)


def test_a_returned_case_is_with_nobody_and_its_clock_runs_on(city: City) -> None:
    case = sent(city)
    back = give_back(city, case)
    assert (back.state, back.lead_unit_id, back.returns) == ("returned", None, 1)
    assert back.due_at == case.due_at
    assert not Assignment.objects.filter(case=case, open=True).exists()
    row = Return.objects.get()
    assert (row.proposed_unit_id, row.basis) == (city.unit("housing"), "三定方案第四条")


def test_a_street_passes_on_to_its_own_communities_only(city: City) -> None:
    case = sent(city, "quanhe")
    for unit in ("shanqian", "beilu", "lamps", "quanhe", "district"):
        with pytest.raises(OutsideSubtree):
            pass_on(city, case, unit)
    moved = pass_on(city, case, "xingfu")
    assert (moved.state, moved.lead_unit_id) == ("dispatched", city.unit("xingfu"))
    assert moved.due_at == case.due_at
    leads = Assignment.objects.filter(case=case, role="lead").order_by("id")
    assert [(a.unit_id, a.open, a.ended) for a in leads] == [
        (city.unit("quanhe"), False, "transferred"), (city.unit("xingfu"), True, ""),
    ]  # fmt: skip
    assert leads[0].resolve_due == leads[1].resolve_due


def pass_on(city: City, case: Case, unit: str) -> Case:
    return dispatch.transfer(
        case_id=case.pk, unit_id=city.unit(unit), actor=city.actor("zhao"), at=later(hours=1)
    )


def call_in(city: City, case: Case, *units: str) -> Case:
    return dispatch.call_in(
        case_id=case.pk, unit_ids=[city.unit(u) for u in units], actor=city.actor("chen"),
        at=later(hours=1), text="请协助断电",
    )  # fmt: skip


def contribute(city: City, case: Case, who: str) -> Case:
    return dispatch.contribute(
        case_id=case.pk, actor=city.actor(who), at=later(hours=2), text="已断电"
    )


def test_a_unit_called_in_gives_its_part_and_owes_nothing_more(city: City) -> None:
    case = call_in(city, sent(city), "housing", "housing")
    helper = Assignment.objects.get(case=case, role="assist")
    assert helper.next_due == case.due_at
    contribute(city, case, "sun")
    helper.refresh_from_db()
    assert (helper.next_due, helper.open, helper.result is not None) == (None, True, True)
    case.refresh_from_db()
    assert (case.state, case.lead_unit_id) == ("dispatched", city.unit("lamps"))


def test_who_was_not_called_in_has_no_part_to_give(city: City) -> None:
    case = call_in(city, sent(city), "housing")
    with pytest.raises(NotYours):
        contribute(city, case, "chen")


def test_a_unit_that_has_the_case_is_not_called_in_again(city: City) -> None:
    case = call_in(city, sent(city), "housing")
    with pytest.raises(UnitUnknown):
        call_in(city, case, "housing", "lamps")


@pytest.mark.parametrize(("unit", "copied"), [("quanhe", 1), ("xingfu", 1), ("lamps", 0)])
def test_the_district_gets_a_copy_of_what_goes_past_it(city: City, unit: str, copied: int) -> None:
    case = sent(city, unit)
    copies = Assignment.objects.filter(case=case, role="copy")
    assert [(c.unit_id, c.next_due) for c in copies] == [(city.unit("district"), None)] * copied


def test_the_inbox_holds_a_case_until_the_unit_has_answered(city: City) -> None:
    case = sent(city)
    chen, at = city.actor("chen"), later(hours=1)

    def tab(name: str) -> list[int]:
        return [item.row.id for item in read(chen, Wanted(name), at).items]

    assert (tab("sign"), counts(chen, Wanted(), at)["sign"]) == ([case.pk], 1)
    dispatch.sign(case_id=case.pk, actor=chen, at=at)
    assert (tab("sign"), tab("all")) == ([], [case.pk])
    dispatch.report(case_id=case.pk, actor=chen, at=at, text="已更换")
    assert (tab("all"), tab("reported")) == ([], [case.pk])


def test_the_inbox_shows_nothing_about_the_unit_itself_or_of_others(city: City) -> None:
    case = sent(city)
    Case.objects.filter(pk=case.pk).update(accused_unit=city.units["lamps"])
    assert read(city.actor("chen"), Wanted("all"), later(hours=1)).items == []
    assert read(city.actor("sun"), Wanted("all"), later(hours=1)).items == []
