"""The demo content: deterministic, well formed, and all its parts know each other."""

from __future__ import annotations

import json
import random
import re
from collections import Counter

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, shape

from huiying.demo.content import credit, people, rules, voices
from huiying.demo.content.catalogues import CODES_2026, EVENTS_2013, code_sets, crosswalks
from huiying.demo.content.matters import BY_AREA, in_month, matters
from huiying.demo.content.places import PREFIX, SPOT_KINDS, District, build_district
from huiying.demo.content.units import Unit, build_units

SEED = 20_260_101
LENGTHS = {"district": 6, "street": 9, "community": 12, "grid": 15}


@pytest.fixture(scope="module")
def district() -> District:
    return build_district(random.Random(SEED))


@pytest.fixture(scope="module")
def units(district: District) -> tuple[Unit, ...]:
    return build_units(random.Random(SEED), district)


@pytest.fixture(scope="module")
def said(district: District) -> list[voices.Voice]:
    return voices.voices(random.Random(SEED), district, 5_000)


def everything(seed: int) -> tuple[object, ...]:
    rng = random.Random(seed)
    place = build_district(rng)
    offices = build_units(rng, place)
    return (
        [(area.code, area.name, area.polygon) for area in place.areas],
        place.places,
        offices,
        people.staff(rng, offices),
        people.residents(rng, 50),
        voices.voices(rng, place, 100, month=12),
    )


def test_one_seed_makes_one_city_and_another_seed_another() -> None:
    assert everything(7) == everything(7)
    assert everything(7) != everything(8)


def test_the_district_has_sixteen_towns_with_eight_to_fifteen_communities(
    district: District,
) -> None:
    assert len(district.of_kind("street")) == 16
    per_town = Counter(area.parent for area in district.of_kind("community"))
    assert len(per_town) == 16
    assert all(8 <= count <= 15 for count in per_town.values())
    assert len(district.of_kind("grid")) > 100


def test_area_codes_grow_by_three_digits_under_an_unassigned_prefix(district: District) -> None:
    assert len(district.by_code) == len(district.areas)
    for area in district.areas:
        assert re.fullmatch(rf"{PREFIX}\d*", area.code)
        assert len(area.code) == LENGTHS[area.kind]
        assert area.parent == ("" if area.kind == "district" else area.code[:-3])


@pytest.mark.parametrize("seed", [1, 2, SEED])
def test_children_fill_their_area_without_overlap(seed: int) -> None:
    areas = build_district(random.Random(seed)).areas
    for parent in areas:
        inner = [area.shape for area in areas if area.parent == parent.code]
        if not inner:
            continue
        assert shapely.union_all(inner).symmetric_difference(parent.shape).area < 1e-9
        assert sum(each.area for each in inner) == pytest.approx(parent.shape.area, rel=1e-4)


def test_polygons_are_valid_geojson_inside_the_stated_window(district: District) -> None:
    for area in district.areas:
        read = shape(json.loads(area.polygon))
        assert read.is_valid
        assert read.geom_type == "Polygon"
        west, south, east, north = read.bounds
        assert 116.2 <= west < east <= 116.8
        assert 40.2 <= south < north <= 40.7


def test_every_place_lies_in_its_community_and_every_town_has_every_kind(
    district: District,
) -> None:
    for place in district.places:
        assert district.by_code[place.area_code].shape.contains(Point(place.lon, place.lat))
    for town in district.of_kind("street"):
        kinds = {place.kind for place in district.places_of(SPOT_KINDS, town.code)}
        assert kinds >= {"road", "estate", "school", "market", "square", "park", "shop", "stop"}


def test_units_form_one_tree_with_the_city_centre_at_the_root(units: tuple[Unit, ...]) -> None:
    seen: set[str] = set()
    for unit in units:
        assert unit.parent in seen or (unit.kind == "city" and not seen)
        assert unit.duties
        seen.add(unit.code)
    assert len(seen) == len(units)
    assert Counter(unit.kind for unit in units)["department"] == 40


def test_credit_codes_are_valid_and_unique(units: tuple[Unit, ...]) -> None:
    codes = [unit.credit_code for unit in units if unit.credit_code]
    assert len(codes) == len(set(codes)) == 2 + 40 + 16
    assert all(credit.is_valid(code) for code in codes)
    assert not credit.is_valid(codes[0][:17])


@given(st.integers(0, 10**6), st.sampled_from("123"), st.integers(0, 17), st.data())
def test_one_wrong_character_breaks_a_credit_code(
    seed: int, nature: str, at: int, data: st.DataObject
) -> None:
    code = credit.invent(random.Random(seed), nature, PREFIX)
    other = data.draw(st.sampled_from([sign for sign in credit.ALPHABET if sign != code[at]]))
    assert not credit.is_valid(code[:at] + other + code[at + 1 :])


def test_the_2026_classes_are_complete() -> None:
    items = [item for item in code_sets()[1].categories if item.level == 2]
    tops = [item for item in code_sets()[1].categories if item.level == 1]
    counts = Counter((item.kind, item.parent) for item in items)
    expected = {"01": 76, "02": 44, "03": 16, "04": 14, "05": 3}
    assert {code: counts["component", code] for code in expected} == expected
    expected = {"06": 51, "07": 7, "08": 16, "09": 21, "10": 2}
    assert {code: counts["event", code] for code in expected} == expected
    assert len(items) == 153 + 97
    assert len(tops) == 10
    assert {item.code for item in items}.isdisjoint({"01016", "06031", "07005", "09007"})


def test_the_2013_events_and_the_hotline_tree_have_their_numbers() -> None:
    events, _, hotline = code_sets()
    counts = Counter(item.parent for item in events.categories if item.level == 2)
    assert counts == {"01": 19, "02": 5, "03": 5, "04": 9, "05": 13}
    assert Counter(item.level for item in hotline.categories) == {1: 15, 2: 60, 3: 180}
    assert len({item.name for item in hotline.categories}) == 255
    assert hotline.for_cases
    assert not events.for_cases


def test_keys_are_unique_and_parents_come_first() -> None:
    seen: set[tuple[str, str, str]] = set()
    for code_set in code_sets():
        for item in code_set.categories:
            assert item.key not in seen
            assert not item.parent or (item.standard, item.kind, item.parent) in seen
            seen.add(item.key)


def test_crosswalks_join_existing_classes_once() -> None:
    keys = {item.key for code_set in code_sets() for item in code_set.categories}
    walks = crosswalks()
    assert all(walk.source in keys and walk.target in keys for walk in walks)
    assert len(set(walks)) == len(walks)
    assert {walk.source[0] for walk in walks} >= {EVENTS_2013, "青禾区热线诉求分类"}
    assert {walk.target[0] for walk in walks} == {CODES_2026}


def test_every_matter_has_a_class_a_unit_a_place_and_another_unit_to_return_to(
    units: tuple[Unit, ...],
) -> None:
    codes = {unit.code for unit in units} | {BY_AREA}
    third = {item.code for item in code_sets()[2].categories if item.level == 3}
    assert len(matters()) >= 60
    for one in matters().values():
        assert one.category in third
        assert one.unit in codes
        assert set(one.at) <= set(SPOT_KINDS)
        assert set(one.kinds) <= {"consultation", "help", "complaint", "tipoff", "suggestion"}
        for ground in one.returns:
            assert ground.proposed in codes - {one.unit}, one.key
            assert ground.reason
            assert ground.basis


def test_heating_is_no_matter_in_july() -> None:
    assert "heating" in {one.key for one in in_month(12)}
    assert "heating" not in {one.key for one in in_month(7)}


def test_voices_are_varied_and_complete(said: list[voices.Voice], district: District) -> None:
    assert len({voice.body for voice in said}) > 4_500
    assert len({voice.matter for voice in said}) == len(matters())
    for voice in said:
        assert not re.search(r"[{}|\n]|以来以来", voice.title + voice.body + voice.address)
        assert 2 <= len(re.findall("[。]", voice.body)) <= 6
        assert voice.place.name in voice.address
        assert voice.address.startswith("青禾区" + district.by_code[voice.place.street_code].name)


def test_clusters_share_one_place_and_repeats_point_to_an_earlier_voice(
    said: list[voices.Voice],
) -> None:
    clusters: dict[str, list[voices.Voice]] = {}
    for index, voice in enumerate(said):
        if voice.cluster:
            clusters.setdefault(voice.cluster, []).append(voice)
        if voice.repeats is not None:
            first = said[voice.repeats]
            assert voice.repeats < index
            assert (voice.matter, voice.address) == (first.matter, first.address)
            assert voice.body != first.body
    assert sum(voice.repeats is not None for voice in said) > 100
    assert len(clusters) > 20
    assert all(len({(one.matter, one.place) for one in many}) == 1 for many in clusters.values())


def test_a_unit_can_answer_every_voice(said: list[voices.Voice], units: tuple[Unit, ...]) -> None:
    codes = {unit.code for unit in units}
    rng = random.Random(SEED)
    for voice in said[:1_000]:
        answer = voices.handling(rng, voice)
        assert {voice.unit, answer.return_to} <= codes
        assert voice.unit != answer.return_to
        assert "{" not in answer.report
        assert answer.question.endswith("？")
    assert voices.remark(rng, "dissatisfied") != voices.remark(rng, "satisfied")


def test_people_have_unassigned_numbers_and_posts_in_real_units(units: tuple[Unit, ...]) -> None:
    crew = people.staff(random.Random(SEED), units)
    folk = people.residents(random.Random(SEED), 3_000)
    numbers = [one.phone for one in crew] + [one.phone for one in folk]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"1990000\d{4}", number) for number in numbers)
    assert len({one.username for one in crew}) == len(crew)
    assert {one.unit_code for one in crew} <= {unit.code for unit in units}
    posts = {(one.name, one.role) for one in crew}
    assert posts >= {("王芳", "operator"), ("李强", "dispatcher"), ("陈静", "handler")}
    assert posts >= {("赵敏", "street"), ("周军", "supervisor")}
    assert folk[0].name == "刘洋"


def test_too_many_residents_are_refused() -> None:
    with pytest.raises(ValueError, match="9000"):
        people.residents(random.Random(SEED), 9_001)


def test_every_rule_names_existing_units_areas_and_classes(
    units: tuple[Unit, ...], district: District
) -> None:
    codes = {unit.code for unit in units} | {BY_AREA}
    classes = {item.code for item in code_sets()[2].categories}
    found = rules.dispatch_rules()
    assert len(found) >= 40
    assert len({rule.name for rule in found}) == len(found)
    for rule in found:
        assert {rule.lead, *rule.assisting} <= codes, rule.name
        assert rule.lead not in rule.assisting
        assert set(rule.conditions.get("categories", [])) <= classes
        assert set(rule.conditions.get("areas", [])) <= set(district.by_code)
        assert rule.basis
    assert not found[-1].conditions
    assert found[-1].lead_by_area


def test_an_unknown_class_name_in_a_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="没有这一类"):
        rules.category_code("没有这一类")


def test_policies_always_resolve_and_use_the_four_units() -> None:
    found = rules.deadline_policies()
    limits = [limit for policy in found for limit in policy.limits.values()]
    assert {limit.unit for limit in limits} == set(rules.TIME_UNITS.values())
    assert all("resolve" in policy.limits for policy in found)
    assert ("", "", "") in {(one.kind, one.category, one.level) for one in found}
    assert len({(one.kind, one.category, one.level) for one in found}) == len(found)
    water = next(one for one in found if one.category == rules.category_code("供水服务"))
    assert water.limits["resolve"] == rules.Limit(24, rules.TIME_UNITS["紧急工作时"])
    assert water.limits["sign"].amount == 2


def test_replies_and_retention_are_complete() -> None:
    replies = rules.reply_templates()
    assert {one.state for one in replies if not one.category} >= {
        "received",
        "dispatched",
        "handling",
        "reported",
        "closed",
        "declined",
        "merged",
        "void",
    }
    assert all("{number}" in one.text or one.state == "merged" for one in replies)
    kept = rules.retention_rules()
    assert {one.action for one in kept} == {"anonymise", "delete", "keep"}
    assert all(one.months > 0 for one in kept)
