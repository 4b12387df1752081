"""The course of a whistle: who may do what, by when, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from huiying.cases.refusals import NoSuchCase
from huiying.journal.queries import history
from huiying.whistles import actions as whistles
from huiying.whistles import queries
from huiying.whistles.actions import Call
from huiying.whistles.models import WhistleLimit
from huiying.whistles.refusals import (
    AboveFacts,
    ArrivedWhen,
    CalledAccused,
    MeetPassed,
    NobodyCalled,
    NoSuchWhistle,
    NotAStreet,
    NotAWhistlePhoto,
    NotCallable,
    NotRateable,
    NotYourWhistle,
    RatedAlready,
    StillDue,
    WhistleNeeds,
    WhistleNotNow,
    WhistleStale,
)
from tests.city import NOW, City, later
from tests.files.samples import pdf, photo
from tests.whistles.conftest import blown, of, reported


def test_a_street_whistles_and_every_department_owes_to_sign_in(city: City) -> None:
    row = blown(city)
    for unit in ("lamps", "housing"):
        one = of(row, city, unit)
        assert (one.state, one.owner_id) == ("called", city.unit(unit))
        assert one.due_at == one.sign_due == later(days=1, hours=9)
    assert [line.event for line in history("whistle", row.pk)] == [
        "WhistleBlown", "UnitSummoned", "UnitSummoned",
    ]  # fmt: skip


def test_in_an_emergency_the_limit_is_minutes_day_and_night(city: City) -> None:
    night = later(hours=15)
    row = blown(city, kind="emergency", at=night, meet_at=night)
    assert of(row, city, "lamps").due_at == night + timedelta(minutes=15)


def test_the_districts_own_limit_holds_from_its_day_on(city: City) -> None:
    amounts = {"arrive_amount": 1, "result_amount": 1, "rule_amount": 1}
    units = dict.fromkeys(("sign_unit", "arrive_unit", "result_unit", "rule_unit"), "minutes")
    for day, minutes in ((date(2026, 1, 1), 40), (date(2026, 3, 11), 5)):
        WhistleLimit.objects.create(
            kind="hard", effective_from=day, sign_amount=minutes, **amounts, **units
        )
    assert of(blown(city), city, "lamps").due_at == later(minutes=40)
    tomorrow = later(days=1)
    after = blown(city, at=tomorrow, meet_at=later(days=3))
    assert of(after, city, "lamps").due_at == tomorrow + timedelta(minutes=5)


def test_a_department_signs_comes_with_a_photo_and_reports(city: City) -> None:
    row = blown(city)
    one, chen = of(row, city, "lamps"), city.actor("chen")
    whistles.sign(summons_id=one.pk, actor=chen, at=later(hours=1), version=one.version)
    assert of(row, city, "lamps").due_at == row.meet_at
    whistles.arrive(
        summons_id=one.pk, place="东门岗亭", who="陈静、王工", actor=chen, at=later(days=2),
        when=later(days=2, minutes=-5), photo=("现场.jpg", photo()),
    )  # fmt: skip
    one = of(row, city, "lamps")
    assert (one.state, one.arrived_by, one.arrived_at) == (
        "arrived", "陈静、王工", later(days=2, minutes=-5),
    )  # fmt: skip
    assert one.photo is not None
    whistles.contribute(summons_id=one.pk, text="管线属自管", actor=chen, at=later(days=3))
    one = of(row, city, "lamps")
    assert (one.state, one.owner_id) == ("contributed", city.unit("quanhe"))


def test_all_results_in_the_street_concludes_and_nobody_owes_anything(city: City) -> None:
    row = blown(city)
    reported(row, city, "lamps", "chen", at=later(hours=1))
    reported(row, city, "housing", "sun", at=later(hours=2))
    whistles.conclude(
        whistle_id=row.pk, result="solved", text="已改造", actor=city.actor("zhao"),
        at=later(hours=3),
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.state, row.result, row.ended_at) == ("concluded", "solved", later(hours=3))
    assert {one.state for one in row.summonses.all()} == {"concluded"}
    assert not queries.owed(city.actor("chen")).exists()


def test_nobody_is_concluded_over_while_there_is_time(city: City) -> None:
    row = blown(city)
    reported(row, city, "lamps", "chen", at=later(hours=1))
    said = {"whistle_id": row.pk, "result": "partly", "text": "一家未到"}
    with pytest.raises(StillDue, match="区住房建设委"):
        whistles.conclude(**said, actor=city.actor("zhao"), at=later(hours=3))  # type: ignore[arg-type]
    whistles.conclude(**said, actor=city.actor("zhao"), at=later(days=2))  # type: ignore[arg-type]
    assert of(row, city, "housing").state == "missed"


def test_a_refusal_goes_to_the_district_which_overrules_it(city: City) -> None:
    row = blown(city)
    ident = of(row, city, "housing").pk
    sun, zhou = city.actor("sun"), city.actor("zhou")
    with pytest.raises(WhistleNeeds):
        whistles.refuse(summons_id=ident, text="  ", actor=sun, at=later(hours=1))
    whistles.refuse(summons_id=ident, text="不属我委职责", actor=sun, at=later(hours=1))
    one = of(row, city, "housing")
    assert (one.state, one.owner_id) == ("refused", city.unit("district"))
    with pytest.raises(StillDue):
        whistles.conclude(
            whistle_id=row.pk, result="partly", text="无", actor=city.actor("zhao"),
            at=later(days=20),
        )  # fmt: skip
    with pytest.raises(NotYourWhistle):
        whistles.uphold(summons_id=ident, text="可以", actor=sun, at=later(hours=2))
    whistles.overrule(summons_id=ident, text="物业归你委", actor=zhou, at=later(hours=2))
    one = of(row, city, "housing")
    assert (one.state, one.owner_id, one.due_at) == (
        "called", city.unit("housing"), later(days=1, hours=9),
    )  # fmt: skip


def test_an_upheld_refusal_ends_the_summons_and_is_not_judged(city: City) -> None:
    row = blown(city)
    ident = of(row, city, "housing").pk
    whistles.refuse(summons_id=ident, text="非职责", actor=city.actor("sun"), at=later(hours=1))
    whistles.uphold(summons_id=ident, text="属实", actor=city.actor("zhou"), at=later(hours=2))
    one = of(row, city, "housing")
    assert (one.state, one.owner_id, one.due_at) == ("excused", None, None)
    reported(row, city, "lamps", "chen", at=later(hours=3))
    zhao = city.actor("zhao")
    whistles.conclude(whistle_id=row.pk, result="solved", text="完", actor=zhao, at=later(hours=4))
    with pytest.raises(NotRateable):
        whistles.rate(
            whistle_id=row.pk, unit_id=city.unit("housing"), mark=1, actor=zhao,
            at=later(hours=5),
        )  # fmt: skip


def test_another_unit_neither_sees_nor_signs(city: City) -> None:
    row = blown(city, calls=(Call(city.unit("lamps"), "看灯"),))
    one = of(row, city, "lamps")
    with pytest.raises(NoSuchWhistle):
        whistles.sign(summons_id=one.pk, actor=city.actor("sun"), at=later(hours=1))
    with pytest.raises(NoSuchWhistle):
        queries.whistle_for(city.actor("ma"), row.pk)
    with pytest.raises(NotYourWhistle):
        whistles.sign(summons_id=one.pk, actor=city.actor("zhao"), at=later(hours=1))
    assert queries.whistle_for(city.actor("he"), row.pk) == row


def test_only_a_street_whistles_and_only_for_itself(city: City) -> None:
    for who in ("chen", "zhou", "ma", "he"):
        with pytest.raises(NotAStreet):
            blown(city, by=who)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"meet_at": NOW - timedelta(hours=1)}, MeetPassed),
        ({"calls": ()}, NobodyCalled),
        ({"title": " "}, WhistleNeeds),
        ({"kind": "loud"}, WhistleNeeds),
        ({"calls": [Call(999_999, "来看看")]}, NotCallable),
        ({"cases": ("没有这个",)}, NoSuchCase),
    ],
)
def test_a_whistle_that_says_too_little_is_not_blown(
    city: City, more: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        blown(city, **more)


def test_a_department_is_called_once_and_a_street_not_at_all(city: City) -> None:
    lamps = Call(city.unit("lamps"), "看灯")
    for calls in ((lamps, lamps), (Call(city.unit("beilu"), "来"),)):
        with pytest.raises(NotCallable):
            blown(city, calls=calls)


def test_one_more_department_is_called_later(city: City) -> None:
    row = blown(city, calls=(Call(city.unit("lamps"), "看灯"),))
    whistles.summon(
        whistle_id=row.pk, call=Call(city.unit("police"), "维持秩序"),
        actor=city.actor("zhao"), at=later(hours=2),
    )  # fmt: skip
    assert of(row, city, "police").due_at == later(days=1, hours=9)


def test_who_a_case_complains_of_is_not_called_to_it(city: City) -> None:
    case = city.receive(accused_unit_id=city.unit("lamps"))
    with pytest.raises(CalledAccused):
        blown(city, cases=(case.number,))


def test_the_accused_do_not_find_a_whistle_about_themselves(city: City) -> None:
    case = city.receive(accused_person_id=city.people["zhou"].pk)
    row = blown(city, cases=(case.number,))
    ident = of(row, city, "lamps").pk
    whistles.refuse(summons_id=ident, text="非职责", actor=city.actor("chen"), at=later(hours=1))
    with pytest.raises(NoSuchWhistle):
        whistles.overrule(summons_id=ident, text="来", actor=city.actor("zhou"), at=later(hours=2))
    whistles.overrule(summons_id=ident, text="来", actor=city.actor("gao"), at=later(hours=2))


def test_who_is_called_learns_the_number_of_the_case_only(city: City) -> None:
    case = city.receive()
    row = blown(city, cases=(case.number,))
    (at_unit,) = queries.cases_of(city.actor("chen"), row)
    (at_street,) = queries.cases_of(city.actor("zhao"), row)
    assert (at_unit.case, at_unit.seen, at_street.seen) == (case, False, True)


def test_an_old_form_and_a_second_signature_are_refused(city: City) -> None:
    row = blown(city)
    one, chen = of(row, city, "lamps"), city.actor("chen")
    with pytest.raises(WhistleStale):
        whistles.sign(summons_id=one.pk, actor=chen, at=later(hours=1), version=99)
    whistles.sign(summons_id=one.pk, actor=chen, at=later(hours=1))
    with pytest.raises(WhistleNotNow):
        whistles.sign(summons_id=one.pk, actor=chen, at=later(hours=1))


def test_nobody_was_there_before_signing_or_in_the_future(city: City) -> None:
    row = blown(city)
    ident, chen = of(row, city, "lamps").pk, city.actor("chen")
    whistles.sign(summons_id=ident, actor=chen, at=later(hours=2))
    for when in (later(hours=1), later(hours=4)):
        with pytest.raises(ArrivedWhen):
            whistles.arrive(
                summons_id=ident, place="门口", actor=chen, at=later(hours=3), when=when
            )
    with pytest.raises(NotAWhistlePhoto):
        whistles.arrive(
            summons_id=ident, place="门口", actor=chen, at=later(hours=3),
            photo=("方案.pdf", pdf()),
        )  # fmt: skip


def test_a_whistle_taken_back_leaves_nobody_owing(city: City) -> None:
    row = blown(city)
    zhao = city.actor("zhao")
    whistles.withdraw(whistle_id=row.pk, text="已自行解决", actor=zhao, at=later(hours=1))
    assert {(one.state, one.due_at) for one in row.summonses.all()} == {("withdrawn", None)}
    with pytest.raises(WhistleNotNow):
        whistles.sign(
            summons_id=of(row, city, "lamps").pk, actor=city.actor("chen"), at=later(hours=2)
        )


def test_marks_follow_the_facts_and_are_given_once_by_each_side(city: City) -> None:
    row = blown(city)
    zhao, zhou = city.actor("zhao"), city.actor("zhou")
    reported(row, city, "lamps", "chen", at=later(hours=1))
    whistles.conclude(whistle_id=row.pk, result="partly", text="完", actor=zhao, at=later(days=2))
    lamps, housing = city.unit("lamps"), city.unit("housing")
    after = later(days=3)
    with pytest.raises(AboveFacts):
        whistles.rate(whistle_id=row.pk, unit_id=housing, mark=3, actor=zhao, at=after)
    whistles.rate(whistle_id=row.pk, unit_id=housing, mark=1, actor=zhao, at=after)
    whistles.rate(whistle_id=row.pk, unit_id=lamps, mark=5, actor=zhao, at=after)
    with pytest.raises(RatedAlready):
        whistles.rate(whistle_id=row.pk, unit_id=lamps, mark=4, actor=zhao, at=after)
    with pytest.raises(NotYourWhistle):
        whistles.assess(whistle_id=row.pk, unit_id=lamps, mark=5, actor=zhao, at=after)
    whistles.assess(whistle_id=row.pk, unit_id=lamps, mark=4, actor=zhou, at=after)
    street = city.unit("quanhe")
    with pytest.raises(AboveFacts):
        whistles.assess(whistle_id=row.pk, unit_id=street, mark=5, actor=zhou, at=after)
    whistles.assess(whistle_id=row.pk, unit_id=street, mark=4, actor=zhou, at=after)
    with pytest.raises(NotRateable):
        whistles.rate(whistle_id=row.pk, unit_id=street, mark=4, actor=zhao, at=after)
