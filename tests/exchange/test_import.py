"""A file comes in: cases with all that belongs to them, once, however often it is imported."""

from __future__ import annotations

import pytest
from django.db import connection

from huiying.cases import access, people, queries
from huiying.cases.events import Received
from huiying.cases.listing import Filter
from huiying.cases.models import Case, Note
from huiying.cases.refusals import NotYours
from huiying.dispatch.models import Assignment
from huiying.exchange.actions import importing
from huiying.exchange.models import ImportRun
from huiying.journal.models import Entry
from huiying.journal.queries import history, verify
from huiying.lib.tables import open_table
from huiying.oversight.models import CallBack
from tests.city import City, later
from tests.exchange.conftest import Bring, Make, counts
from tests.exchange.samples import DISTRICT, NOTE, SHORT, district_row, short_row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_district_export_with_a_note_above_its_header_comes_in_whole(
    city: City, make: Make, bring: Bring, encoding: str
) -> None:
    outcome = bring(make(DISTRICT, [district_row()], note=NOTE, encoding=encoding))
    assert counts(outcome) == (1, 1, 0, 0, 0)
    assert any(NOTE in note for note in outcome.notes)
    case = Case.objects.get(source="beijing-district", source_number="20260301000017")
    assert (case.state, case.closing, case.open) == ("closed", "imported", False)
    assert (case.kind, case.channel) == ("complaint", "hotline")
    assert case.category_id == city.categories["lamp"].pk
    assert case.area_id == city.areas["xingfu"].pk
    assert case.lead_unit_id == city.unit("lamps")
    assert case.extra["标签"] == "夜间"
    assert "主办单位" not in case.extra  # it was found in the directory
    assert case.reporter is not None
    assert people.open_contact(case.reporter) == people.Contact("刘洋", "19900001111")


def test_the_reply_the_unit_and_the_answers_of_the_person_come_too(
    city: City, make: Make, bring: Bring
) -> None:
    bring(make(DISTRICT, [district_row()]))
    case = Case.objects.get()
    note = Note.objects.get(case=case)
    assert (note.kind, note.to_person) == ("result", True)
    assert "灯已换新" in note.text
    lead = Assignment.objects.get(case=case)
    assert (lead.role, lead.open, lead.ended, lead.unit_id) == (
        "lead", False, "done", city.unit("lamps"),
    )  # fmt: skip
    assert (lead.result_id, lead.ended_at) == (note.pk, case.closed_at)
    call = CallBack.objects.get(case=case)
    assert (call.method, call.solved, call.satisfied) == ("import", "yes", "fairly")
    assert (call.responded, call.unit_id, call.cycle) == (True, city.unit("lamps"), 1)


def test_everything_stands_in_the_journal_at_the_moment_it_happened(
    city: City, make: Make, bring: Bring
) -> None:
    bring(make(DISTRICT, [district_row()]))
    case = Case.objects.get()
    lines = history("case", case.pk)
    assert [line.event for line in lines][::-1] in (
        ["Received", "CalledBack", "Closed", "Imported"],
        ["Imported", "Closed", "CalledBack", "Received"],
    )
    at = {line.event: line.at for line in lines}
    assert at["Received"] == case.received_at
    assert at["Closed"] == case.closed_at
    assert at["Imported"] == later(days=1)
    assert Entry.objects.filter(event=Received.__name__, actor_name="李强").count() == 1
    assert verify().broken is None


def test_it_is_found_by_its_words_and_shown_to_who_may_see_it(
    city: City, make: Make, bring: Bring
) -> None:
    bring(make(DISTRICT, [district_row()]))
    found = queries.list_cases(city.actor("wang"), Filter(q="路灯不亮"), later(days=2))
    assert [row.title for row in found.rows] == ["幸福里小区门口路灯不亮"]
    number = found.rows[0].number
    assert access.get_case(city.actor("chen"), number).number == number


def test_open_cases_come_in_received_and_those_in_hand_elsewhere_filed(
    make: Make, bring: Bring
) -> None:
    rows = [
        district_row("20260301000001", 工单状态="待受理", 办结时间="", 回复内容="", 办理结果=""),
        district_row("20260301000002", 工单状态="办理中", 办结时间="", 回复内容="正在换灯"),
    ]
    bring(make(DISTRICT, rows))
    cases = {case.source_number[-1]: case for case in Case.objects.all()}
    assert (cases["1"].state, cases["2"].state) == ("received", "filed")
    assert cases["2"].open
    assert cases["2"].lead_unit_id is None  # nothing was dispatched here
    assert cases["2"].extra["主办单位"] == "区城市管理委"
    assert Note.objects.get(case=cases["2"]).to_person is False
    assert not CallBack.objects.exists()


def test_the_same_file_again_changes_nothing(make: Make, bring: Bring) -> None:
    path = make(DISTRICT, [district_row(f"202603010000{n}") for n in range(10, 30)])
    assert counts(bring(path)) == (20, 20, 0, 0, 0)
    entries, versions = Entry.objects.count(), set(Case.objects.values_list("version", flat=True))
    assert counts(bring(path, at=later(days=2))) == (20, 0, 0, 20, 0)
    assert Entry.objects.count() == entries
    assert set(Case.objects.values_list("version", flat=True)) == versions


def test_what_nobody_knows_is_kept_and_counted(make: Make, bring: Bring) -> None:
    outcome = bring(make(DISTRICT, [district_row(主办单位="火星办", 被反映街乡镇="月球镇")]))
    case = Case.objects.get()
    assert case.extra["主办单位"] == "火星办"
    assert case.extra["被反映街乡镇"] == "月球镇"
    assert case.lead_unit_id is None
    assert not Assignment.objects.exists()
    assert any("火星办（1）" in note for note in outcome.notes)


def test_bad_rows_are_left_out_told_and_written_down(make: Make, bring: Bring) -> None:
    rows = [short_row(str(n)) for n in range(1, 10)]
    rows.append(short_row("10", received="昨天"))
    outcome = bring(make(SHORT, rows))
    assert counts(outcome) == (10, 9, 0, 0, 1)
    assert outcome.refused_file is not None
    table = open_table(outcome.refused_file)
    assert table.headers == ["行号", "列", "原因", "怎样改", *SHORT]
    ((_number, cells),) = table.rows()
    assert cells[0] == 11
    assert cells[1] == "受理时间"
    assert cells[4] == "10"
    assert "昨天" in cells


def test_a_number_twice_is_refused_unless_it_says_the_same(make: Make, bring: Bring) -> None:
    rows = [short_row(str(n)) for n in range(1, 8)]
    rows += [short_row("1"), short_row("2", "完全不同的另一件事")]
    outcome = bring(make(SHORT, rows))
    assert counts(outcome) == (9, 7, 0, 1, 1)
    assert Case.objects.get(source_number="2").title == "路灯不亮"


def test_too_many_bad_rows_refuse_the_whole_file_and_nothing_is_written(
    make: Make, bring: Bring
) -> None:
    rows = [short_row(str(n), received="昨天" if n % 2 else "2026-03-01") for n in range(10)]
    outcome = bring(make(SHORT, rows))
    assert outcome.why is not None
    assert outcome.why.code == "too_many_bad_rows"
    assert "不是能识别的时间" in str(outcome.why)
    assert counts(outcome) == (10, 0, 0, 0, 5)
    assert not Case.objects.exists()
    assert ImportRun.objects.get().status == "refused"
    assert counts(bring(make(SHORT, rows), allow_refused_share=0.5)) == (10, 5, 0, 0, 5)


def test_a_dry_run_says_what_would_be_and_writes_nothing(make: Make, bring: Bring) -> None:
    path = make(SHORT, [short_row("1"), short_row("2")])
    assert counts(bring(path, dry_run=True)) == (2, 2, 0, 0, 0)
    assert not Case.objects.exists()
    assert not ImportRun.objects.exists()


def test_a_killed_import_is_run_again_and_ends_as_one(
    make: Make, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make(SHORT, [short_row(str(n)) for n in range(50)])
    monkeypatch.setattr(importing, "BATCH", 10)

    def die(phase: str, done: int, _total: int) -> None:
        if phase == importing.WRITING and done >= 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(path, progress=die)
    assert Case.objects.count() == 30
    assert ImportRun.objects.get().status == "failed"
    assert counts(bring(path)) == (50, 20, 0, 30, 0)
    assert Case.objects.values("source_number").distinct().count() == 50
    assert verify().broken is None


def test_batches_cost_the_same_number_of_queries_however_full_they_are(
    make: Make, bring: Bring, django_assert_max_num_queries: object
) -> None:
    path = make(DISTRICT, [district_row(f"2026030100{n:04}") for n in range(300)])
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        bring(path)
    assert Case.objects.count() == 300
    assert connection.in_atomic_block  # the test's own


@pytest.mark.parametrize("who", ["wang", "chen", "he", "nobody"])
def test_only_dispatchers_supervisors_and_administrators_import(
    make: Make, bring: Bring, who: str
) -> None:
    with pytest.raises(NotYours):
        bring(make(SHORT, [short_row("1")]), by=who)
    assert not Case.objects.exists()
