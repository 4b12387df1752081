"""Data of ended cases is forgotten in time: tried dry first, registered, the chain stays whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import transaction
from django.db.models import ProtectedError, Q
from pytest_django.fixtures import Settings

from huiying.cases import actions as cases
from huiying.cases import queries
from huiying.cases.actions import retention
from huiying.cases.actions.retention import Done, apply, apply_due
from huiying.cases.due import plan
from huiying.cases.events import Attached
from huiying.cases.listing import Filter
from huiying.cases.models import (
    Attachment,
    Case,
    Note,
    Reporter,
    Request,
    RetentionRecord,
)
from huiying.cases.people import open_contact
from huiying.cases.refusals import NotYours
from huiying.dispatch.models import Assignment, ClockRequest, Return
from huiying.files.actions import store
from huiying.files.models import StoredFile
from huiying.files.places import path_of
from huiying.journal import actions as journal
from huiying.journal.models import Entry
from huiying.journal.queries import verify
from huiying.oversight import actions as oversight
from huiying.oversight.models import CallBack, Excuse, Verification
from huiying.search import index
from tests.cases.lives import CLOCK, acts, ended, rule, whole_life
from tests.city import City, build, later
from tests.files import samples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def city() -> City:
    return build()


def test_without_rules_nothing_is_ever_due(city: City) -> None:
    ended(city)
    assert plan(later(days=36500)).items == ()
    assert apply_due(later(days=36500)) == Done()


def test_a_case_is_due_on_the_day_and_not_a_moment_earlier(city: City) -> None:
    rule(anonymise=30)
    case = ended(city, at=later(hours=1))
    assert acts(later(days=30, minutes=59)) == []
    assert acts(later(days=30, hours=1)) == [("anonymise", case.number)]


def test_the_nearest_category_decides_and_open_cases_never(city: City) -> None:
    c = city.categories
    rule(destroy=1000)
    rule(c["city"], anonymise=10)
    rule(c["lamp"], destroy=20)
    rule(c["leak"])  # kept for ever
    lamp, road, other, none, leak = (
        ended(city, category_id=c[key].pk if key else None)
        for key in ("lamp", "road", "property", "", "leak")
    )
    city.receive()
    assert acts(later(days=15)) == [("anonymise", road.number)]
    assert acts(later(days=30)) == [("destroy", lamp.number), ("anonymise", road.number)]
    late = {number: act for act, number in acts(later(days=2000))}
    assert late == {
        lamp.number: "destroy",
        road.number: "anonymise",
        other.number: "destroy",
        none.number: "destroy",
    }
    assert leak.number not in late


def test_a_plan_counts_by_rule_and_says_why(city: City) -> None:
    rule(city.categories["city"], anonymise=10)
    ended(city)
    ended(city)
    assert plan(later(days=20)).counts() == {
        ("anonymise", "城市管理（测试办法第三条）：办结 10 天后匿名"): 2
    }
    assert plan(later(days=20)).items[0].category == "路灯"


def test_a_dry_run_changes_nothing_and_is_what_then_happens(city: City) -> None:
    rule(anonymise=10, destroy=100)
    old = [ended(city, at=later(days=n)) for n in range(4)]
    at = later(days=101, hours=2)
    before = list(Case.objects.values())
    listed = plan(at)
    assert list(Case.objects.values()) == before
    assert not RetentionRecord.objects.exists()

    done = apply(at=at, actor=CLOCK)
    assert (done.destroyed, done.anonymised, done.passed) == (2, 2, 0)
    registered = RetentionRecord.objects.order_by("id").values_list("act", "case_number")
    assert list(registered) == [(item.act.value, item.number) for item in listed.items]
    assert acts(at) == []
    assert Case.objects.count() == len(old) - 2


def test_a_batch_goes_no_further_than_asked_and_the_next_goes_on(city: City) -> None:
    rule(anonymise=10)
    for _number in range(5):
        ended(city)
    at = later(days=20)
    assert [apply(at=at, actor=CLOCK, most=2).anonymised for _run in range(4)] == [2, 2, 1, 0]


def test_an_anonymised_case_tells_nothing_of_the_person(city: City) -> None:
    rule(anonymise=365)
    case = whole_life(city)
    assert apply(at=later(days=400), actor=CLOCK).anonymised == 1

    case = Case.objects.get(pk=case.pk)
    reporter = case.reporter
    assert reporter is not None
    assert not open_contact(reporter)
    assert (reporter.name_index, reporter.phone_index) == ("", "")
    assert (reporter.name_masked, reporter.phone_masked) == ("", "")
    assert reporter.anonymised_at == case.anonymised_at == later(days=400)
    told = [case.title, case.body, case.address, *Note.objects.values_list("text", flat=True)]
    told += CallBack.objects.values_list("why_not", flat=True)
    told += Attachment.objects.values_list("name", flat=True)
    for personal in ("刘洋", "刘先生", "刘女士", "19900001111", "京A12345"):
        assert personal not in "\n".join(told)
    assert "三盏路灯" in "\n".join(told)  # what was done can still be read


def test_the_persons_photos_go_and_those_of_the_units_stay(city: City) -> None:
    rule(anonymise=365)
    whole_life(city)
    photo = Attachment.objects.get(author_name="诉求人").file
    assert path_of(photo.digest).exists()
    apply(at=later(days=400), actor=CLOCK)
    assert sorted(a.author_name for a in Attachment.objects.all()) == ["路灯养护公司", "陈静"]
    assert not StoredFile.objects.filter(pk=photo.pk).exists()


def test_a_file_that_was_taken_off_goes_with_the_personal_data(city: City) -> None:
    rule(anonymise=365)
    case = ended(city)
    kept, wrong = (
        Attachment.objects.create(
            case=case, file=store(samples.photo(width, 60), "x", later()), name="x.jpg",
            at=later(), removed_at=removed,
        )
        for width, removed in ((70, None), (71, later(hours=1)))
    )  # fmt: skip
    for one in (kept, wrong):
        told = Attached(case.pk, attachment_id=one.pk)
        with transaction.atomic():
            journal.record(told, by=city.actor("chen").by, at=later())
    apply(at=later(days=400), actor=CLOCK)
    assert list(Attachment.objects.all()) == [kept]


def test_nobody_finds_an_anonymised_case_by_name_phone_or_forgotten_words(city: City) -> None:
    rule(anonymise=365)
    case = whole_life(city)
    actor, at = city.actor("wang"), later(days=400)

    def by_words(text: str) -> bool:
        found = index.hits(text)
        return found is not None and Case.objects.filter(Q(pk__in=found)).exists()

    def by_person(wanted: Filter) -> int:
        return queries.count_for(actor, wanted, at)

    asked = (Filter(phone="19900001111"), Filter(name="刘洋"))
    assert [by_words("刘洋"), by_words("车牌京")] == [True, True]
    assert [by_person(wanted) for wanted in asked] == [1, 1]
    apply(at=at, actor=CLOCK)
    assert [by_words("刘洋"), by_words("车牌京")] == [False, False]
    assert [by_person(wanted) for wanted in asked] == [0, 0]
    assert by_words("路灯不亮")
    assert queries.number_of(case.number) == case.number


def test_data_sealed_with_a_lost_key_is_forgotten_all_the_same(city: City) -> None:
    rule(anonymise=365)
    case = ended(city)
    Reporter.objects.update(name_sealed=b"sealed with a key nobody has")
    assert apply(at=later(days=400), actor=CLOCK).anonymised == 1
    assert bytes(Reporter.objects.get(case=case).name_sealed) == b""


def test_a_destroyed_case_leaves_the_journal_and_the_register_only(city: City) -> None:
    rule(destroy=1000)
    case = whole_life(city)
    entries = Entry.objects.count()
    assert all(
        model.objects.exists()
        for model in (Return, ClockRequest, CallBack, Verification, Excuse, Request, Assignment)
    )
    assert apply(at=later(days=1001), actor=CLOCK).destroyed == 1

    for model in (
        Case, Reporter, Note, Attachment, Request, StoredFile, Return, ClockRequest, Assignment,
        CallBack, Verification, Excuse,
    ):  # fmt: skip
        assert not model._base_manager.exists(), model
    record = RetentionRecord.objects.get()
    assert (record.act, record.case_number) == ("destroy", case.number)
    assert record.category_name == "路灯"
    assert "1000" in record.rule
    assert Entry.objects.count() == entries + 1
    last = Entry.objects.order_by("-id")[0]
    assert (last.event, last.subject_id, last.actor_name) == ("Destroyed", case.pk, "保存期限")
    assert verify().broken is None
    assert queries.count_for(city.actor("wang"), Filter(q="路灯不亮"), later(days=1001)) == 0


def test_the_journal_holds_nothing_of_the_person_after_all_that(city: City) -> None:
    rule(destroy=1000)
    whole_life(city)
    apply(at=later(days=1001), actor=CLOCK)
    everything = "\n".join(Entry.objects.values_list("data", flat=True))
    for personal in ("刘洋", "19900001111", "京A12345", "东门"):
        assert personal not in everything


def test_a_file_another_case_has_too_stays(city: City) -> None:
    rule(city.categories["lamp"], destroy=10)
    kept = city.receive(category_id=city.categories["road"].pk)
    case = city.receive()
    for one in (kept, case):
        cases.attach(
            case_id=one.pk, actor=city.actor("wang"), at=later(hours=1),
            uploads=[("灯.jpg", samples.photo())],
        )  # fmt: skip
    cases.decline(
        case_id=case.pk, actor=city.actor("li"), at=later(hours=2), way="not_public", text="已告知"
    )
    assert apply(at=later(days=30), actor=CLOCK).destroyed == 1
    file = StoredFile.objects.get()
    assert path_of(file.digest).exists()


def test_a_case_reopened_after_the_list_was_made_is_passed_over(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule(destroy=20)
    case = ended(city)
    listed = plan(later(days=30))
    oversight.reopen(case_id=case.pk, actor=city.actor("wang"), at=later(days=30), text="灯又灭了")
    monkeypatch.setattr(retention, "plan", lambda *_: listed)
    assert apply(at=later(days=30), actor=CLOCK) == Done(passed=1)
    assert Case.objects.filter(pk=case.pk).exists()


def test_a_failure_half_way_leaves_the_case_whole(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule(destroy=20)
    case = whole_life(city)
    notes = case.notes.count()

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(journal, "record", fail)
    with pytest.raises(RuntimeError):
        apply(at=later(days=30), actor=CLOCK)
    assert Case.objects.get(pk=case.pk).notes.count() == notes
    assert Attachment.objects.filter(case=case).count() == 3
    assert all(path_of(f.digest).exists() for f in StoredFile.objects.all())


def test_rows_that_nothing_can_free_stop_the_case_and_not_the_machine(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule(destroy=20)
    case = whole_life(city)
    monkeypatch.setattr(retention, "_belongings", lambda: [(Note, "case_id")])
    with pytest.raises(ProtectedError):
        apply(at=later(days=30), actor=CLOCK)
    assert Case.objects.filter(pk=case.pk).exists()


@pytest.mark.parametrize("name", ["wang", "zhou", "he", "nobody"])
def test_only_administrators_and_the_clock_may_do_it(city: City, name: str) -> None:
    with pytest.raises(NotYours):
        apply(at=later(days=30), actor=city.actor(name))
    assert apply(at=later(days=30), actor=city.actor("guo")) == Done()
