"""A file comes again with changes: only what the file changed, never what people did since."""

from __future__ import annotations

import pytest
from django.db import connection

from huiying.cases import actions as cases
from huiying.cases import people
from huiying.cases.models import Case, Note
from huiying.dispatch import actions as dispatch
from huiying.dispatch.models import Assignment
from huiying.exchange.actions.importing import numbered
from huiying.journal.queries import history
from huiying.oversight.models import CallBack
from tests.city import City, later
from tests.exchange.conftest import Bring, Make, counts
from tests.exchange.samples import DISTRICT, SHORT, district_row, short_row

pytestmark = pytest.mark.django_db
OPEN = {
    "工单状态": "待受理",
    "办结时间": "",
    "回复内容": "",
    "办理结果": "",
    "是否解决": "",
    "是否满意": "",
}


def told(case: Case) -> set[str]:
    """The fields that the last import changed."""
    lines = [line for line in history("case", case.pk) if line.event == "Imported"]
    newest = max(lines, key=lambda line: line.at)
    return set(newest.data.get("fields", ()))


def test_one_edited_row_is_one_update_that_names_its_fields(make: Make, bring: Bring) -> None:
    rows = [short_row(str(n)) for n in range(5)]
    bring(make(SHORT, rows))
    rows[3] = short_row("3", "路灯和井盖都坏了")
    outcome = bring(make(SHORT, rows), at=later(days=2))
    assert counts(outcome) == (5, 0, 1, 4, 0)
    case = Case.objects.get(source_number="3")
    assert case.title == "路灯和井盖都坏了"
    assert case.version == 2
    assert told(case) == {"title"}
    assert counts(bring(make(SHORT, rows), at=later(days=3))) == (5, 0, 0, 5, 0)


def test_contact_data_that_changed_in_the_file_changes_here(make: Make, bring: Bring) -> None:
    bring(make(SHORT, [short_row("1")]))
    bring(make(SHORT, [short_row("1", phone="19900002222")]), at=later(days=2))
    case = Case.objects.get()
    assert case.reporter is not None
    assert people.open_contact(case.reporter).phone == "19900002222"
    assert told(case) == {"contact"}


def test_a_person_who_asks_for_secrecy_later_is_forgotten_here_too(
    make: Make, bring: Bring
) -> None:
    bring(make(SHORT, [short_row("1")]))
    bring(make(SHORT, [short_row("1", name="保密", phone="保密")]), at=later(days=2))
    case = Case.objects.get()
    assert case.confidential
    assert case.reporter is not None
    assert not people.open_contact(case.reporter)
    bring(make(SHORT, [short_row("1")]), at=later(days=3))
    assert Case.objects.get().confidential  # never taken back by a file


def test_a_received_case_is_closed_by_the_file_with_unit_reply_and_answers(
    city: City, make: Make, bring: Bring
) -> None:
    bring(make(DISTRICT, [district_row(**OPEN)]))
    assert Case.objects.get().state == "received"
    outcome = bring(make(DISTRICT, [district_row()]), at=later(days=2))
    assert counts(outcome) == (1, 0, 1, 0, 0)
    case = Case.objects.get()
    assert (case.state, case.closing) == ("closed", "imported")
    assert case.lead_unit_id == city.unit("lamps")
    assert Note.objects.get(case=case).kind == "result"
    lead = Assignment.objects.get(case=case)
    assert (lead.ended, lead.result_id) == ("done", Note.objects.get(case=case).pk)
    assert CallBack.objects.get(case=case).satisfied == "fairly"
    assert {"state", "reply"} <= told(case)
    again = bring(make(DISTRICT, [district_row(是否满意="不满意")]), at=later(days=3))
    assert counts(again) == (1, 0, 1, 0, 0)
    assert CallBack.objects.get(case=case).satisfied == "no"


def test_a_case_that_people_handle_is_never_set_back_or_closed(
    city: City, make: Make, bring: Bring
) -> None:
    bring(make(DISTRICT, [district_row(**OPEN)]))
    case = Case.objects.get()
    cases.file(case_id=case.pk, actor=city.actor("li"), at=later(days=1, hours=1))
    dispatch.dispatch(
        case_id=case.pk,
        unit_id=city.unit("housing"),
        actor=city.actor("li"),
        at=later(days=1, hours=2),
    )
    outcome = bring(make(DISTRICT, [district_row()]), at=later(days=2))
    case.refresh_from_db()
    assert case.state == "dispatched"
    assert case.lead_unit_id == city.unit("housing")
    assert any("本系统正在办理" in note for note in outcome.notes)
    assert not Note.objects.get(case=case, author_name="区城市管理委").to_person
    assert not CallBack.objects.exists()


def test_a_closed_case_is_not_reopened_by_an_older_file(make: Make, bring: Bring) -> None:
    bring(make(DISTRICT, [district_row()]))
    outcome = bring(make(DISTRICT, [district_row(**OPEN)]), at=later(days=2))
    assert Case.objects.get().state == "closed"
    assert any("不倒退" in note for note in outcome.notes)


def test_a_class_that_a_person_corrected_stays(city: City, make: Make, bring: Bring) -> None:
    bring(make(DISTRICT, [district_row(**OPEN)]))
    case = Case.objects.get()
    cases.classify(
        case_id=case.pk,
        actor=city.actor("li"),
        at=later(days=1, hours=1),
        changes={"category_id": city.categories["road"].pk},
        text="是路面",
    )
    changed = district_row(**OPEN | {"问题分类": "城市管理->占道经营", "标签": "白天"})
    outcome = bring(make(DISTRICT, [changed]), at=later(days=2))
    case.refresh_from_db()
    assert case.category_id == city.categories["road"].pk
    assert case.extra["标签"] == "白天"
    assert told(case) == {"extra"}
    assert any("人工更正" in note for note in outcome.notes)


def test_a_case_that_was_anonymised_stays_so(make: Make, bring: Bring) -> None:
    bring(make(SHORT, [short_row("1", closed="2026-03-02 10:00")]))
    Case.objects.update(anonymised_at=later(days=1))
    outcome = bring(make(SHORT, [short_row("1", "新的标题", closed="2026-03-02 10:00")]))
    assert counts(outcome) == (1, 0, 0, 1, 0)
    assert Case.objects.get().title == "路灯不亮"


def test_a_case_that_came_another_way_is_remembered_not_overwritten(
    city: City, make: Make, bring: Bring
) -> None:
    city.receive(source="区系统", source_number="7", title="接口来的标题")
    path = make(SHORT, [short_row("7")])
    assert counts(bring(path, source="区系统")) == (1, 0, 0, 1, 0)
    assert Case.objects.get().title == "接口来的标题"
    assert counts(bring(path, source="区系统")) == (1, 0, 0, 1, 0)


def test_the_same_number_of_another_source_is_another_case(make: Make, bring: Bring) -> None:
    path = make(SHORT, [short_row("1")])
    bring(path, source="甲系统")
    assert counts(bring(path, source="乙系统")) == (1, 1, 0, 0, 0)
    assert Case.objects.count() == 2


def test_known_numbers_are_found_by_index_however_many_cases_there_are() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the plan is read from SQLite; PostgreSQL proves a partial index by itself")
    plan = numbered("信箱", ["1", "2"]).values_list("source_number", "pk").explain()
    assert "case_source_once" in plan
    assert "SCAN" not in plan
