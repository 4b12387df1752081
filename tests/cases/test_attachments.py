"""Photos and papers on a case: who may add, see, share and take them off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from huiying.accounts.actors import system
from huiying.cases import actions as cases
from huiying.cases.actions.files import NotYourFile
from huiying.cases.files import (
    NoSuchAttachment,
    attachment_for,
    attachment_for_person,
    attachments_of,
)
from huiying.cases.models import Attachment, Case, Note
from huiying.cases.refusals import Missing, NoSuchCase, NotNow, NotYours, Stale
from huiying.dispatch import actions as dispatch
from huiying.files.models import StoredFile
from huiying.files.rules.refusals import TooMany, UnknownKind
from huiying.journal.models import Entry
from huiying.journal.queries import history
from tests.city import NOW, City, build, later
from tests.files import samples

pytestmark = pytest.mark.django_db
PHOTO = ("路灯.JPG", samples.photo())
PAPER = ("通知.pdf", samples.pdf())


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def city() -> City:
    return build()


@pytest.fixture
def case(city: City) -> Case:
    """A lamp case that 陈静 of 区城市管理委 has signed for."""
    case = city.receive()
    actor = city.actor("li")
    dispatch.dispatch(case_id=case.pk, unit_id=city.unit("lamps"), actor=actor, at=NOW)
    dispatch.sign(case_id=case.pk, actor=city.actor("chen"), at=later(hours=1))
    return Case.objects.get(pk=case.pk)


def attach(city: City, case: Case, by: str, *uploads: tuple[str, bytes]) -> list[Attachment]:
    return cases.attach(
        case_id=case.pk, actor=city.actor(by), at=later(hours=2), uploads=list(uploads or (PHOTO,))
    )


def test_the_handler_attaches_a_photo_and_a_paper(city: City, case: Case) -> None:
    photo, paper = attach(city, case, "chen", PHOTO, PAPER)
    assert (photo.name, paper.name) == ("路灯.jpg", "通知.pdf")
    assert (photo.author_name, photo.to_person) == ("陈静", False)
    lines = [line for line in history("case", case.pk) if line.event == "Attached"]
    assert [line.data["attachment_id"] for line in lines] == [photo.pk, paper.pk]
    assert lines[0].data["digest"] == photo.file.digest[:32]
    assert "路灯" not in Entry.objects.order_by("-id")[0].data


def test_files_can_belong_to_words_of_the_same_case_only(city: City, case: Case) -> None:
    actor, at = city.actor("chen"), later(hours=2)
    cases.note(case_id=case.pk, actor=actor, at=at, text="现场已查看")
    note = Note.objects.get(case=case, text="现场已查看")
    made = cases.attach(case_id=case.pk, actor=actor, at=at, uploads=[PHOTO], note_id=note.pk)
    assert made[0].note_id == note.pk
    other = city.receive(at=later(hours=3))
    with pytest.raises(NoSuchAttachment):
        cases.attach(
            case_id=other.pk, actor=city.actor("wang"), at=at, uploads=[PHOTO], note_id=note.pk
        )


def test_sending_the_form_twice_attaches_once(city: City, case: Case) -> None:
    first, again = attach(city, case, "chen"), attach(city, case, "chen")
    assert first == again
    assert Attachment.objects.count() == 1


def test_one_bad_file_among_good_ones_refuses_all_and_names_it(city: City, case: Case) -> None:
    with pytest.raises(UnknownKind) as no:
        attach(city, case, "chen", PHOTO, ("坏.exe", b"MZ" + bytes(80)))
    assert "坏.exe" in str(no.value)
    assert not Attachment.objects.exists()
    assert Case.objects.get(pk=case.pk).version == case.version


def test_uploads_of_a_form_are_taken_as_they_come(city: City, case: Case) -> None:
    upload = SimpleUploadedFile("漏水 (1).png", samples.photo(form="PNG"), "text/html")
    (made,) = cases.attach(
        case_id=case.pk, actor=city.actor("chen"), at=later(hours=2), uploads=[upload]
    )
    assert (made.name, made.file.media_type) == ("漏水 (1).png", "image/png")


def test_too_many_or_no_files_are_refused(city: City, case: Case, settings: Settings) -> None:
    with pytest.raises(TooMany):
        attach(city, case, "chen", *[PHOTO] * 11)
    with pytest.raises(Missing):
        cases.attach(case_id=case.pk, actor=city.actor("chen"), at=NOW, uploads=[])
    settings.FILES_MOST_PER_ACT = 1
    with pytest.raises(TooMany):
        attach(city, case, "chen", PHOTO, PAPER)


def test_who_has_no_part_in_the_case_adds_nothing_not_even_to_the_disk(
    city: City, case: Case
) -> None:
    with pytest.raises(NoSuchCase):
        attach(city, case, "sun")
    with pytest.raises(NotYours):
        attach(city, case, "he")
    with pytest.raises(NoSuchCase):
        cases.attach(case_id=0, actor=city.actor("chen"), at=NOW, uploads=[PHOTO])
    assert not StoredFile.objects.exists()


def test_nothing_is_added_to_a_case_that_has_ended(city: City) -> None:
    case = city.receive()
    cases.void(case_id=case.pk, actor=city.actor("li"), at=later(hours=1), text="测试")
    with pytest.raises(NotNow):
        attach(city, case, "li")


def test_a_stale_page_is_noticed(city: City, case: Case) -> None:
    with pytest.raises(Stale):
        cases.attach(
            case_id=case.pk, actor=city.actor("chen"), at=later(hours=2), uploads=[PHOTO], version=1
        )


def test_whoever_sees_the_case_sees_its_files_and_nobody_else(city: City, case: Case) -> None:
    (photo,) = attach(city, case, "chen")
    assert attachment_for(city.actor("wang"), case.number, photo.pk).file.pk == photo.file_id
    with pytest.raises(NoSuchCase):
        attachment_for(city.actor("sun"), case.number, photo.pk)
    other = city.receive(at=later(hours=3))
    with pytest.raises(NoSuchAttachment):
        attachment_for(city.actor("wang"), other.number, photo.pk)


def test_the_person_sees_what_is_shared_until_it_is_taken_back(city: City, case: Case) -> None:
    (photo,) = attach(city, case, "chen")
    share: dict[str, Any] = {"case_id": case.pk, "attachment_id": photo.pk, "at": later(hours=3)}
    with pytest.raises(NoSuchAttachment):
        attachment_for_person(case, photo.pk)
    cases.share_attachment(**share, actor=city.actor("chen"), to_person=True)
    assert attachment_for_person(case, photo.pk).pk == photo.pk
    assert attachments_of(case, to_person=True) == [photo]
    with pytest.raises(NotYours):
        cases.share_attachment(**share, actor=city.actor("wu"), to_person=False)
    cases.share_attachment(**share, actor=city.actor("wang"), to_person=False)
    assert attachments_of(case, to_person=True) == []
    told = [line.data for line in history("case", case.pk) if line.event == "AttachmentShared"]
    assert [data["to_person"] for data in told] == [True, False]


def test_sharing_what_is_shared_tells_the_journal_nothing(city: City, case: Case) -> None:
    (photo,) = attach(city, case, "chen")
    for _time in range(2):
        cases.share_attachment(
            case_id=case.pk, attachment_id=photo.pk, actor=city.actor("chen"), at=later(hours=3),
            to_person=True,
        )  # fmt: skip
    assert sum(line.event == "AttachmentShared" for line in history("case", case.pk)) == 1


def remove(city: City, case: Case, photo: Attachment, by: str) -> Attachment:
    return cases.remove_attachment(
        case_id=case.pk, attachment_id=photo.pk, actor=city.actor(by), at=later(hours=4)
    )


def test_a_removed_file_is_seen_by_nobody_but_leaves_a_line(city: City, case: Case) -> None:
    (photo,) = attach(city, case, "chen")
    assert remove(city, case, photo, "chen").removed_at == later(hours=4)
    assert attachments_of(case) == []
    with pytest.raises(NoSuchAttachment):
        attachment_for(city.actor("wang"), case.number, photo.pk)
    with pytest.raises(NoSuchAttachment):
        remove(city, case, photo, "chen")
    last = history("case", case.pk)[-1]
    assert (last.event, last.actor_name) == ("AttachmentRemoved", "陈静")


def test_a_unit_cannot_make_a_residents_photo_disappear(city: City, case: Case) -> None:
    (photo,) = cases.attach(
        case_id=case.pk, actor=system("诉求人"), at=later(hours=2), uploads=[PHOTO], to_person=True
    )
    with pytest.raises(NotYourFile) as no:
        remove(city, case, photo, "chen")
    assert "诉求人" in str(no.value)
    assert remove(city, case, photo, "wang").removed_at is not None


def test_the_desk_can_remove_a_file_after_the_end(city: City, case: Case) -> None:
    (photo,) = attach(city, case, "chen")
    Case.objects.filter(pk=case.pk).update(
        state="closed", closing="called_back", open=False, closed_at=later(hours=3)
    )
    with pytest.raises(NotYours):
        remove(city, case, photo, "wu")
    assert remove(city, case, photo, "zhou").removed_at is not None
