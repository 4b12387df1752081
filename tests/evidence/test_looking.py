"""What 陈静 shows and reports is looked at; what does not fit waits for 周军."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from huiying.cases import actions as cases
from huiying.cases.actions import Part
from huiying.cases.models import Attachment, Case
from huiying.cases.people import Contact
from huiying.evidence import queries, tasks
from huiying.evidence.looking import look
from huiying.evidence.models import Doubt, Picture
from huiying.evidence.rules import signs as rules
from huiying.files.actions import store
from huiying.files.places import path_of, thumbnail_of
from huiying.journal.delivery import deliver_pending
from huiying.journal.models import Entry
from huiying.oversight import actions as oversight
from huiying.oversight.actions import Answers
from tests.city import NOW, City, later
from tests.evidence import scenes
from tests.evidence.conftest import jpeg, photo, report, sent, show, signs

pytestmark = pytest.mark.django_db
PLACE: dict[str, Any] = {"lon": 116.0, "lat": 40.0}


def resident_shows(case: Case, data: bytes) -> Attachment:
    file = store(data, "家门口.jpg", NOW)
    return Attachment.objects.create(case=case, file=file, name="家门口.jpg", at=NOW)


def answer(city: City, case: Case, *, solved: str, satisfied: str) -> None:
    oversight.call_back(
        case_id=case.pk, actor=city.actor("wang"), at=later(hours=5),
        answers=Answers(True, contacted=True, responded=True, solved=solved, satisfied=satisfied,
                        why_not="" if satisfied == "yes" else "没有修好"),
    )  # fmt: skip


def test_an_honest_case_raises_nothing(city: City) -> None:
    case = sent(city, **PLACE)
    show(city, case, photo(told="2026:03:10 10:30:00", lon=116.0, lat=40.0))
    report(city, case)
    assert look(case.pk, later(hours=4)) == 0
    assert Picture.objects.get().by == city.people["chen"]


def test_a_picture_of_another_case_is_found_though_it_was_cut_and_shrunk(city: City) -> None:
    first, second = sent(city), sent(city)
    scene = scenes.scene(5)
    show(city, first, jpeg(scene))
    look(first.pk, later(hours=3))
    show(city, second, jpeg(scenes.passed_on(scene, Random(4)).convert("RGB")))
    assert look(second.pk, later(hours=3)) == 1
    doubt = Doubt.objects.get()
    assert (doubt.sign, doubt.case_id, doubt.other and doubt.other.case_id) == (
        "reused", second.pk, first.pk,
    )  # fmt: skip
    assert 90 <= doubt.amount <= 99


def test_the_very_same_file_is_a_hundred_percent(city: City) -> None:
    first, second = sent(city), sent(city)
    for case in (first, second):
        show(city, case, photo(6))
        look(case.pk, later(hours=3))
    assert Doubt.objects.get().amount == 100


def test_a_residents_own_picture_is_no_proof_of_the_work(city: City) -> None:
    case = city.receive()
    resident_shows(case, photo(7))
    case = sent_on(city, case)
    show(city, case, jpeg(scenes.smaller(scenes.scene(7), 0.8)))
    look(case.pk, later(hours=3))
    assert signs(case) == {"reused"}


def sent_on(city: City, case: Case) -> Case:
    from huiying.dispatch import actions as dispatch

    dispatch.dispatch(case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=NOW)
    dispatch.sign(case_id=case.pk, actor=city.actor("chen"), at=later(hours=1))
    return Case.objects.get(pk=case.pk)


def test_a_residents_picture_raises_no_doubt_about_the_resident(city: City) -> None:
    first, second = city.receive(), city.receive()
    for case in (first, second):
        resident_shows(case, photo(8))
        assert look(case.pk, later(hours=1)) == 0
    assert Picture.objects.filter(by=None, taken_at=None).count() == 2


def test_the_same_picture_twice_in_one_round_is_one_proof_but_not_after_it_was_refused(
    city: City,
) -> None:
    case = sent(city)
    show(city, case, photo(9))
    report(city, case)
    assert look(case.pk, later(hours=3)) == 0
    oversight.rework(case_id=case.pk, actor=city.actor("wu"), at=later(hours=4), text="没有亮")
    again = jpeg(scenes.smaller(scenes.scene(9), 0.7))
    show(city, case, again, at=later(hours=5))
    look(case.pk, later(hours=6))
    assert signs(case) == {"reused"}


def test_parts_of_one_case_may_show_the_same_picture(city: City) -> None:
    case = city.receive()
    parts = [Part(title=f"路灯 {n}", category_id=case.category_id) for n in (1, 2)]
    made = cases.split(case_id=case.pk, actor=city.actor("li"), at=NOW, parts=parts)
    for part in made:
        show(city, sent_on(city, part), photo(10))
        look(part.pk, later(hours=3))
    assert Doubt.objects.count() == 0


def test_a_picture_older_than_the_case_or_far_from_it_is_a_doubt(city: City) -> None:
    case = sent(city, **PLACE)
    show(city, case, photo(11, told="2026:03:09 08:00:00", lon=117.0, lat=40.0))
    look(case.pk, later(hours=3))
    assert signs(case) == {"older", "far"}
    assert Doubt.objects.get(sign="far").amount > 80_000


def test_nobody_is_in_two_places_within_a_minute(city: City) -> None:
    for seed, told, lon in ((12, "10:00:00", 116.0), (13, "10:01:00", 117.0)):
        case = sent(city)
        show(city, case, photo(seed, told=f"2026:03:10 {told}", lon=lon, lat=40.0))
        look(case.pk, later(hours=3))
    doubt = Doubt.objects.get()
    assert (doubt.sign, doubt.case_id) == ("speed", case.pk)
    assert doubt.other is not None


def test_reported_minutes_after_the_dispatch(city: City) -> None:
    case = sent(city)
    report(city, case, at=later(minutes=4))
    look(case.pk, later(hours=1))
    assert signs(case) == {"instant"}
    quick = sent(city, kind="consultation")
    report(city, quick, at=later(minutes=4))
    look(quick.pk, later(hours=1))
    assert signs(quick) == set()


def test_what_is_checked_on_site_needs_a_picture(city: City) -> None:
    market = city.categories["market"].pk
    bare, shown = sent(city, category_id=market), sent(city, category_id=market)
    show(city, shown, photo(14))
    for case in (bare, shown):
        report(city, case)
        look(case.pk, later(hours=4))
    assert (signs(bare), signs(shown)) == ({"bare"}, set())


def test_the_same_words_again_and_again(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiying.evidence.reports.ALIKE_REPORTS", 3)
    for day in range(1, 5):
        case = sent(city)
        report(city, case, text=f"已于 3 月 {day} 日派人处理，请放心。")
        look(case.pk, later(hours=4))
    assert [doubt.amount for doubt in Doubt.objects.all()] == [3]
    assert signs(case) == {"same_words"}


def test_satisfied_though_unsolved(city: City) -> None:
    case = sent(city)
    report(city, case)
    oversight.verify(case_id=case.pk, actor=city.actor("wu"), at=later(hours=4))
    answer(city, case, solved="no", satisfied="fairly")
    look(case.pk, later(hours=6))
    assert signs(case) == {"contrary"}


def test_one_number_that_confirms_case_after_case(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huiying.evidence.reports.CONFIRMS", 2)
    for phone in ("19900002222", "19900003333", "19900002222", "19900002222"):
        case = sent(city, reporter=Contact("何先生", phone))
        report(city, case)
        oversight.verify(case_id=case.pk, actor=city.actor("wu"), at=later(hours=4))
        answer(city, case, solved="yes", satisfied="yes")
        look(case.pk, later(hours=6))
    doubt = Doubt.objects.get()
    assert (doubt.sign, doubt.amount, doubt.case_id) == ("one_phone", 2, case.pk)


def test_looking_twice_raises_nothing_twice_and_is_told_once(city: City) -> None:
    case = sent(city)
    report(city, case, at=later(minutes=1))
    assert [look(case.pk, later(hours=1)) for _ in range(3)] == [1, 0, 0]
    assert Entry.objects.filter(event="DoubtRaised").count() == 1


def test_a_picture_whose_bytes_are_gone_or_of_one_colour_stops_nothing(city: City) -> None:
    from PIL import Image

    case = sent(city)
    lost = show(city, case, photo(15))
    path_of(lost.file.digest).unlink()
    thumbnail_of(lost.file.digest).unlink()
    show(city, case, jpeg(Image.new("RGB", (300, 200), (9, 9, 9))))
    assert look(case.pk, later(hours=3)) == 0
    assert list(Picture.objects.values_list("whole", flat=True)) == [None, None]
    assert look(999_999, later(hours=3)) == 0


def test_the_journal_and_the_clock_bring_cases_to_be_looked_at(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[int]] = []
    monkeypatch.setattr(tasks, "enqueue", lambda idents, _at: asked.append(list(idents)))
    quiet, case = city.receive(), sent(city)
    resident_shows(quiet, photo(16))
    report(city, case)
    deliver_pending(later(hours=4))
    assert asked == [[case.pk]]
    tasks.catch_up(later(hours=4))
    assert asked[1:] == [[quiet.pk]]
    look(quiet.pk, later(hours=4))
    assert list(queries.cases_with_new_pictures(everywhere=True)) == []


def test_prints_that_came_late_are_known_too(city: City) -> None:
    from huiying.evidence.seen import Seen

    seen = Seen()
    for seed in range(20, 24):
        case = sent(city)
        show(city, case, photo(seed))
        look(case.pk, later(hours=3))
        if seed != 21:
            seen.refresh()
    assert sorted(seen.idents.tolist()) == sorted(Picture.objects.values_list("pk", flat=True))
    assert seen.prints.shape == (3, 4)


def test_the_limits_are_as_the_guide_says() -> None:
    assert (40, 10, timedelta(minutes=10)) == (rules.ALIKE_REPORTS, rules.CONFIRMS, rules.AT_ONCE)


def test_of_an_old_case_the_pictures_are_known_and_nothing_is_said(city: City) -> None:
    case = sent(city)
    show(city, case, photo(17))
    report(city, case, at=later(minutes=1))
    assert look(case.pk, later(days=60)) == 0
    assert Picture.objects.count() == 1
    assert Doubt.objects.count() == 0
