"""What anybody may see of cases, and how a resident's report comes in."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from huiying.cases import public, stops, voices
from huiying.cases.actions.intake import NewCase
from huiying.cases.actions.report import report
from huiying.cases.actions.voices import NotOpenToVoices, add_voice
from huiying.cases.models import Attachment, Case, Note
from huiying.cases.people import Contact
from huiying.cases.public_models import Publication, PublicRule, Stop, Voice
from huiying.cases.rules import contact_words
from huiying.files.rules.refusals import BadFile
from huiying.journal.models import Entry
from tests.city import City, build, later
from tests.files.samples import photo


@pytest.fixture
def city(db: None) -> City:
    made = build()
    PublicRule.objects.create(category=made.categories["lamp"])
    return made


def numbers() -> list[str]:
    return [row.number for row in public.public_page(public.Wanted()).rows]


def test_without_a_rule_nothing_is_public(db: None) -> None:
    build().receive()
    assert numbers() == []


def test_a_rule_shows_the_facts_and_never_the_words(city: City) -> None:
    case = city.receive()
    shown = public.public_case(case.number)
    assert shown is not None
    assert (shown.category, shown.area, shown.stage) == ("路灯", "泉河街道", public.NEW)
    told = repr(shown)
    for private in (case.title, case.body, case.address, "刘洋", "19900001111"):
        assert private not in told


@pytest.mark.parametrize(
    "against",
    [{"confidential": True}, {"kind": "tipoff"}, {"file": False}, {"accused_unit_id": -1}],
)
def test_what_speaks_against_it_keeps_a_case_out(city: City, against: dict[str, Any]) -> None:
    if "accused_unit_id" in against:
        against = {"accused_unit_id": city.unit("lamps")}
    case = city.receive(**against)
    assert numbers() == []
    assert public.public_case(case.number) is None


def test_a_sensitive_category_is_never_public_by_rule(city: City) -> None:
    PublicRule.objects.create(category=city.categories["leak"])
    city.receive(category_id=city.categories["leak"].pk)
    assert numbers() == []


def test_an_editor_shows_one_and_hides_another(city: City) -> None:
    hidden, shown = city.receive(), city.receive(category_id=city.categories["road"].pk)
    Publication.objects.create(case=hidden, shown=False)
    Publication.objects.create(case=shown, title="学校门口的坑")
    assert numbers() == [shown.number]
    found = public.public_case(shown.number)
    assert found is not None
    assert found.title == "学校门口的坑"


def test_a_place_is_told_coarsely_and_always_the_same(city: City) -> None:
    near = [city.receive(lon=119.91601 + n * 1e-5, lat=32.45601) for n in (0, 1)]
    places = set()
    for case in near:
        shown = public.public_case(case.number)
        assert shown is not None
        places.add(public.place_of(shown))
    assert len(places) == 1
    assert (near[0].lon, near[0].lat) not in places


def test_filters_by_area_category_and_stage(city: City) -> None:
    city.receive()
    area, other = city.areas["quanhe"].pk, city.areas["beilu"].pk
    for wanted, count in (
        (public.Wanted(area=area), 1),
        (public.Wanted(area=other), 0),
        (public.Wanted(category=city.categories["lamp"].pk), 1),
        (public.Wanted(stage=public.NEW), 1),
        (public.Wanted(stage=public.DONE), 0),
    ):
        assert len(public.public_page(wanted).rows) == count


def test_the_same_lamp_nearby_is_found_and_another_matter_is_not(city: City) -> None:
    case = city.receive(lon=119.916, lat=32.456)
    found = public.nearby("小区门口的路灯不亮了", area_id=city.areas["quanhe"].pk)
    assert [one.number for one in found] == [case.number]
    assert public.nearby("井盖丢了", area_id=city.areas["quanhe"].pk) == []
    assert public.nearby("路灯不亮", area_id=city.areas["beilu"].pk) == []
    far = public.nearby(
        "小区门口的路灯不亮了", lon=119.93, lat=32.456, area_id=city.areas["quanhe"].pk
    )
    assert far == []


def test_a_private_case_is_never_offered_as_a_duplicate(city: City) -> None:
    city.receive(confidential=True)
    assert public.nearby("小区门口的路灯不亮了", area_id=city.areas["quanhe"].pk) == []


def test_a_voice_joins_once_and_its_words_reach_the_handler_only(city: City) -> None:
    case = city.receive()
    first = add_voice(number=case.number, at=later(hours=1), key="k" * 32, text="西门也不亮")
    again = add_voice(number=case.number, at=later(hours=2), key="k" * 32, text="西门也不亮")
    assert first.pk == again.pk
    note = Note.objects.get(case=case)
    assert (note.text, note.to_person) == ("西门也不亮", False)
    assert Entry.objects.filter(event="Voiced").count() == 1
    version = case.version
    case.refresh_from_db()
    assert case.version == version
    followed = voices.followed(first.code.lower())
    assert followed is not None
    assert followed.number == case.number
    assert voices.followed("AAAA-BBBB-CCCCC") is None


def test_nobody_joins_what_is_not_public(city: City) -> None:
    case = city.receive(confidential=True)
    with pytest.raises(NotOpenToVoices):
        add_voice(number=case.number, at=later(), key="k" * 32)
    assert not Voice.objects.exists()


def new(city: City) -> NewCase:
    return NewCase(
        kind="complaint", channel="web", title="路灯不亮", body="路灯不亮", address="东门",
        area_id=city.areas["quanhe"].pk, reporter=Contact("刘洋", "19900001111"),
    )  # fmt: skip


def test_a_report_sent_twice_is_one_case_with_its_photo_once(city: City) -> None:
    for hours in (1, 2):
        upload = SimpleUploadedFile("a.jpg", photo())
        report(new(city), at=later(hours=hours), key="web:1", uploads=[upload])
    case = Case.objects.get()
    assert (case.state, case.channel) == ("filed", "web")
    assert Attachment.objects.get().to_person


def test_a_bad_photo_stops_the_form_but_not_a_draft_sent_later(city: City) -> None:
    bad = SimpleUploadedFile("a.jpg", b"no photo")
    with pytest.raises(BadFile):
        report(new(city), at=later(), key="web:1", uploads=[bad])
    assert not Case.objects.exists()
    arrived = report(new(city), at=later(), key="web:1", uploads=[bad], lenient=True)
    assert len(arrived.refused) == 1
    assert not Attachment.objects.exists()


def test_fire_words_bring_their_answer_and_others_do_not(db: None) -> None:
    Stop.objects.all().delete()
    Stop.objects.create(name="火情", words="着火\n冒烟", message="请立即拨打 119", phone="119")
    Stop.objects.create(name="旧的", words="着火", message="…", active=False)
    assert [stop.name for stop in stops.stops_for("三楼着 火了，窗户冒烟")] == ["火情"]
    assert stops.stops_for("路灯不亮") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("路灯不亮", ()),
        ("请打 13800138000", ("phone",)),
        ("我叫王小明，住东门", ("name",)),
        ("找李女士，电话 0514-8765432", ("landline", "name")),
    ],
)
def test_what_leads_to_a_person_is_pointed_out(text: str, found: tuple[str, ...]) -> None:
    assert contact_words.finds(text) == found


@given(st.text(max_size=300))
def test_a_headline_is_short_and_out_of_the_text(text: str) -> None:
    line = contact_words.headline(text)
    assert len(line) <= contact_words.HEADLINE
    assert "\n" not in line
