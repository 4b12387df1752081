"""What stands on the public map follows what is public, case by case, whatever happens to it."""

from __future__ import annotations

from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from huiying.accounts.actors import system
from huiying.cases import public
from huiying.cases.actions import reference
from huiying.cases.models import Case
from huiying.cases.public_models import Publication, PublicRule
from huiying.journal.delivery import deliver_pending
from huiying.lib.coordinates import haversine
from huiying.lib.mercator import to_lonlat
from huiying.maps import projection, queries, tasks
from huiying.maps.models import Cell, Edition, Pin
from tests.city import City, build, later
from tests.console import scenes

pytestmark = pytest.mark.django_db
LON, LAT = 116.4321, 40.1234


@pytest.fixture
def city(db: None) -> City:
    made = build()
    PublicRule.objects.create(category=made.categories["lamp"])
    return made


def told() -> None:
    deliver_pending(later(hours=9))


def receive(city: City, **more: Any) -> Case:
    case = city.receive(**{"lon": LON, "lat": LAT, **more})
    told()
    return case


def metres(pin: Pin) -> float:
    return haversine(LON, LAT, *to_lonlat(pin.x, pin.y))


def test_a_public_case_stands_near_its_place_but_not_on_it(city: City) -> None:
    case = receive(city)
    pin = Pin.objects.get(case_id=case.pk)
    assert 0 < metres(pin) <= 200
    assert pin.stage == "new"
    other = receive(city, lon=LON + 0.0001)
    twin = Pin.objects.get(case_id=other.pk)
    assert (twin.x, twin.y) == (pin.x, pin.y)


def test_neighbours_of_a_grid_cell_cannot_be_told_apart_by_asking_again(city: City) -> None:
    PublicRule.objects.update(coarse_metres=1000)
    for step in range(5):
        receive(city, lon=LON + step * 0.00002, lat=LAT)
    assert Pin.objects.values("x", "y").distinct().count() == 1


@pytest.mark.parametrize(
    "more",
    [
        {"confidential": True},
        {"kind": "tipoff"},
        {"category_id": None},
        {"lon": None, "lat": None},
        {"category": "road"},
        {"category": "leak"},
    ],
)
def test_what_is_not_public_has_no_pin(city: City, more: dict[str, Any]) -> None:
    if name := more.pop("category", None):
        more["category_id"] = city.categories[str(name)].pk
    receive(city, **more)
    assert not Pin.objects.exists()
    assert not Cell.objects.exists()


def test_a_confidential_case_has_no_place_even_when_an_editor_shows_it(city: City) -> None:
    case = receive(city, confidential=True)
    publish(case, shown=True)
    assert not Pin.objects.exists()


def test_a_sensitive_matter_that_an_editor_shows_lies_in_a_wide_cell(city: City) -> None:
    case = receive(city, category_id=city.categories["leak"].pk)
    publish(case, shown=True)
    pin = Pin.objects.get()
    assert public.SENSITIVE_METRES == 1000
    other = receive(city, category_id=city.categories["leak"].pk, lon=LON + 0.0002)
    publish(other, shown=True)
    assert Pin.objects.values("x", "y").distinct().count() == 1
    assert metres(pin) <= 1000


def publish(case: Case, *, shown: bool) -> None:
    """An editor decides, as the administration does it."""
    row, _new = Publication.objects.get_or_create(case=case)
    row.shown = shown
    by = system("编辑").by
    reference.put(row, fields=("shown",), by=by, at=later(hours=1), then=lambda: None)
    told()


def test_an_editor_takes_a_case_off_the_map_and_puts_it_back(city: City) -> None:
    case = receive(city)
    publish(case, shown=False)
    assert not Pin.objects.exists()
    assert counted() == 0
    publish(case, shown=True)
    assert Pin.objects.get().case_id == case.pk


def counted() -> int:
    row = Cell.objects.filter(level=8, category_key=-1, month_key=-1).first()
    return row.new + row.going + row.done if row else 0


def test_the_stage_moves_with_the_case(city: City) -> None:
    case = scenes.closed(city)
    Case.objects.filter(pk=case.pk).update(lon=LON, lat=LAT)
    projection.renew([case.pk])
    row = Cell.objects.get(level=12, category_key=-1, month_key=-1)
    assert (row.new, row.going, row.done) == (0, 0, 1)


def test_a_new_rule_draws_the_map_anew_in_the_background(city: City) -> None:
    case = receive(city, category_id=city.categories["road"].pk)
    rule = PublicRule(category=city.categories["road"])
    by = system("管理员").by
    reference.put(rule, fields=("category",), by=by, at=later(hours=1), then=lambda: None)
    told()
    assert DBTaskResult.objects.filter(task_path__endswith="maps.tasks.redraw").count() == 1
    tasks.redraw.func()
    assert Pin.objects.get().case_id == case.pk
    rule.active = False
    rule.save()
    tasks.redraw.func()
    assert not Pin.objects.exists()


def test_a_destroyed_case_leaves_no_trace_in_the_sums(city: City) -> None:
    case = receive(city)
    ident = case.pk
    Case.objects.filter(pk=ident).update(idempotency_key=None)
    case.notes.all().delete()
    Case.objects.filter(pk=ident).delete()
    projection.renew([ident])
    assert not Pin.objects.exists()
    assert counted() == 0
    row = Cell.objects.filter(level=8, category_key=-1, month_key=-1).get()
    assert (row.sum_x, row.sum_y) == (0, 0)


def test_delivered_twice_is_counted_once(city: City) -> None:
    case = receive(city)
    before = Edition.objects.get().number
    assert projection.renew([case.pk]) == 0
    assert Edition.objects.get().number == before
    assert counted() == 1


PLACES = st.tuples(st.floats(116.0, 116.6), st.floats(39.9, 40.4))


class SumsAreSums(TestCase):
    """Whatever is renewed in whatever order, each cell says what its pins say."""

    @settings(max_examples=15, deadline=None)
    @given(st.lists(PLACES, min_size=1, max_size=6), st.data())
    def test_cells_are_the_sums_of_pins(
        self, places: list[tuple[float, float]], data: st.DataObject
    ) -> None:
        city = build()
        PublicRule.objects.create(category=city.categories["lamp"])
        cases = [city.receive(lon=lon, lat=lat) for lon, lat in places]
        idents = [case.pk for case in cases]
        for _turn in range(3):
            some = data.draw(st.lists(st.sampled_from(idents), max_size=4))
            Case.objects.filter(pk__in=some).update(
                confidential=data.draw(st.booleans()), lon=data.draw(PLACES)[0]
            )
            projection.renew(data.draw(st.permutations(idents)))
        for level in projection.LEVELS:
            wanted: dict[tuple[int, int], int] = {}
            for pin in Pin.objects.all():
                place = pin.x >> 30 - level, pin.y >> 30 - level
                wanted[place] = wanted.get(place, 0) + 1
            rows = Cell.objects.filter(level=level, category_key=-1, month_key=-1)
            found = {(r.x, r.y): r.new + r.going + r.done for r in rows}
            assert {place: n for place, n in found.items() if n} == wanted
        assert set(queries.pinned()) == set(Pin.objects.values_list("pk", flat=True))
