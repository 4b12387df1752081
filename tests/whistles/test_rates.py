"""Whistle rates and the month's double assessment."""

from __future__ import annotations

from huiying.lib.periods import Month
from huiying.whistles import actions as whistles
from huiying.whistles import rates
from tests.city import City, later
from tests.whistles.conftest import blown, of, reported

MARCH = Month(2026, 3)


def test_the_rate_is_of_cases_and_a_case_whistled_twice_counts_once(city: City) -> None:
    cases = [city.receive() for _n in range(4)]
    city.receive(area_id=city.areas["shanqian"].pk)
    for _n in range(2):
        blown(city, cases=(cases[0].number,))
    rows = {row.label: row for row in rates.street_rows(city.actor("he"), MARCH)}
    quanhe, beilu = rows["泉河街道办事处"], rows["北麓镇政府"]
    assert (quanhe.blown, quanhe.rate.hits, quanhe.rate.total) == (2, 1, 4)
    assert (beilu.blown, beilu.rate.hits, beilu.rate.total) == (0, 0, 1)
    assert quanhe.sign == "few"
    assert rates.whole_rate(MARCH).total == 5
    assert not rates.whole_rate(Month(2026, 4)).total


def test_a_street_that_never_whistles_is_told_from_one_that_does(city: City) -> None:
    busy = [city.receive().number for _n in range(40)]
    for _n in range(120):
        city.receive(area_id=city.areas["shanqian"].pk)
    blown(city, cases=busy[:30])
    signs = {row.label: row.sign for row in rates.street_rows(city.actor("he"), MARCH)}
    assert signs == {"泉河街道办事处": "high", "北麓镇政府": "low"}


def test_a_street_sees_its_own_line_only(city: City) -> None:
    rows = rates.street_rows(city.actor("ma"), MARCH)
    assert [row.label for row in rows] == ["北麓镇政府"]


def test_facts_and_marks_of_a_month_stand_side_by_side(city: City) -> None:
    row, zhao, zhou = blown(city), city.actor("zhao"), city.actor("zhou")
    ident = of(row, city, "lamps").pk
    whistles.refuse(summons_id=ident, text="非职责", actor=city.actor("chen"), at=later(hours=1))
    whistles.overrule(summons_id=ident, text="来", actor=zhou, at=later(hours=2))
    reported(row, city, "lamps", "chen", at=later(hours=3))
    whistles.conclude(whistle_id=row.pk, result="partly", text="完", actor=zhao, at=later(days=2))
    lamps, housing = city.unit("lamps"), city.unit("housing")
    whistles.rate(whistle_id=row.pk, unit_id=lamps, mark=4, actor=zhao, at=later(days=3))
    whistles.assess(whistle_id=row.pk, unit_id=housing, mark=1, actor=zhou, at=later(days=3))
    found = {one.id: one for one in rates.unit_rows(city.actor("he"), MARCH)}
    good, bad = found[lamps], found[housing]
    assert (good.signed.hits, good.result.hits, good.overruled) == (1, 1, 1)
    assert (good.street.mean, good.district.count) == (4.0, 0)
    assert (bad.signed.hits, bad.signed.total, bad.district.mean) == (0, 1, 1.0)
    street = {one.id: one for one in rates.street_rows(zhou, MARCH)}[city.unit("quanhe")]
    assert (street.solved.hits, street.in_time.hits, street.solved.total) == (0, 1, 1)
    assert rates.unit_rows(city.actor("sun"), MARCH)
    assert not rates.unit_rows(city.actor("ma"), MARCH)
