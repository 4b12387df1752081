"""Types: the same matter in many places, added up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.cases.people import Contact
from huiying.insights import kinds, placing, vocabulary
from huiying.insights.models import Problem
from huiying.insights.queries import Wanted
from huiying.insights.refusals import NoSuchKind
from huiying.insights.rules.heat import together
from huiying.insights.rules.trend import Trend, judged
from tests.city import NOW, City, build, later
from tests.insights.letters import MIXER, PARKING


@given(st.lists(st.floats(0.01, 99.99), min_size=1, max_size=300))
def test_the_heat_of_many_stays_below_100_and_grows_with_each(heats: list[float]) -> None:
    all_of_them, but_one = together(sum(heats)), together(sum(heats[1:]))
    assert but_one <= all_of_them < 100


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_a_trend_and_its_mirror_are_opposite(lately: int, before: int) -> None:
    there, back = judged(lately, before, new=False), judged(before, lately, new=False)
    opposite = {Trend.RISING: Trend.FALLING, Trend.FALLING: Trend.RISING}
    assert back == opposite.get(there, there)


@pytest.mark.parametrize(
    ("lately", "before", "said"),
    [(5, 0, Trend.RISING), (4, 0, Trend.STEADY), (0, 0, Trend.QUIET), (1080, 1000, Trend.RISING),
     (1060, 1000, Trend.STEADY)],
)  # fmt: skip
def test_a_trend_is_more_than_chance_for_few_and_for_many(
    lately: int, before: int, said: Trend
) -> None:
    assert judged(lately, before, new=False) == said


@pytest.fixture
def city(db: None) -> City:
    """The mixer in two streets, parking in one."""
    vocabulary.forget()
    city = build()
    there = [text.replace("泉河新城", "北麓花园") for text in MIXER]
    letters = [(text, "quanhe") for text in (*MIXER, *PARKING)] + [(t, "beilu") for t in there]
    made = [
        city.receive(
            title=text, body=f"{text}。", area_id=city.areas[area].pk,
            reporter=Contact(f"居民{at}", f"1994000{at:04}"),
        )
        for at, (text, area) in enumerate(letters)
    ]  # fmt: skip
    placing.renew([case.pk for case in made], NOW)
    mixers = Problem.objects.filter(matter="搅拌站", voices__gte=2)
    assert list(mixers.values_list("voices", flat=True)) == [len(MIXER)] * 2
    return city


@pytest.mark.django_db
def test_a_type_adds_up_its_problems(city: City) -> None:
    found = {one.matter: one for one in kinds.kinds(city.actor("he"), Wanted(), NOW)}
    mixer = found["搅拌站"]
    assert (mixer.problems, mixer.voices, mixer.cases, mixer.places) == (2, 12, 12, 2)
    assert (mixer.lately, mixer.before, mixer.trend) == (12, 0, Trend.NEW)
    heats = Problem.objects.filter(matter="搅拌站", voices__gte=2).values_list("heat", flat=True)
    assert mixer.heat == pytest.approx(together(sum(heats)))
    assert mixer.heat > max(heats) / 2


@pytest.mark.django_db
def test_types_are_filtered_by_area_and_period(city: City) -> None:
    he = city.actor("he")
    beilu = kinds.kinds(he, Wanted(area=city.areas["beilu"].pk), NOW)
    assert [(one.matter, one.voices) for one in beilu] == [("搅拌站", len(MIXER))]
    assert kinds.kinds(he, Wanted(days=7), later(days=30)) == []
    hottest = [one.heat for one in kinds.kinds(he, Wanted(), NOW)]
    assert hottest == sorted(hottest, reverse=True)


@pytest.mark.django_db
def test_where_a_type_is_and_its_cases(city: City) -> None:
    he, wanted = city.actor("he"), Wanted(matter="搅拌站")
    assert [(one.name, one.voices) for one in kinds.spread(he, wanted, NOW)] == [
        ("泉河街道", len(MIXER)), ("北麓镇", len(MIXER)),
    ]  # fmt: skip
    assert kinds.cases_of(he, wanted, NOW).count() == 12


@pytest.mark.django_db
def test_a_street_sees_only_its_own_and_a_stranger_nothing(city: City) -> None:
    assert kinds.kinds(city.actor("nobody"), Wanted(), NOW) == []
    with pytest.raises(NoSuchKind):
        kinds.kind_for(city.actor("nobody"), Wanted(matter="搅拌站"), NOW)
    with pytest.raises(NoSuchKind):
        kinds.kind_for(city.actor("he"), Wanted(matter="地铁"), NOW)
    empty = kinds.kind_for(city.actor("he"), Wanted(matter="搅拌站", days=7), later(days=30))
    assert (empty.problems, empty.trend) == (0, Trend.QUIET)
