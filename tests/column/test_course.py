"""The course of an issue: who takes it a step on, what stops it, and what the journal says."""

from __future__ import annotations

import pytest

from huiying.column import access, queries
from huiying.column import actions as column
from huiying.column.refusals import (
    ColumnNotNow,
    ColumnStale,
    DuePassed,
    Needed,
    NoSuchExposure,
    NotEditor,
    NothingExposed,
    NotYourColumn,
)
from huiying.column.rules.words import PersonInside, ReporterInside
from huiying.column.rules.workflow import MACHINE, VERBS, State
from tests.city import City, later
from tests.column.conftest import answered, drafted, facts, published


def test_an_issue_goes_from_draft_to_closed_and_every_step_is_in_the_journal(city: City) -> None:
    row = answered(city)
    ident = row.pk
    column.approve(
        exposure_id=ident, text="现场复核，灯全亮。", actor=city.actor("wu"), at=later(days=2)
    )
    row = column.close(exposure_id=ident, actor=city.actor("bai"), at=later(days=2, hours=1))
    assert (row.state, row.closed_at) == (State.CLOSED, later(days=2, hours=1))
    assert [line.event for line in queries.history_of(row)] == [
        "ExposureDrafted", "ExposurePublished", "ExposureAnswered", "ExposureRechecked",
        "ExposureClosed",
    ]  # fmt: skip


def test_what_does_not_pass_goes_on_with_a_new_term_and_a_new_round(city: City) -> None:
    row = answered(city)
    row = column.reject(
        exposure_id=row.pk, text="还有一盏不亮。", due_at=later(days=5), actor=city.actor("wu"),
        at=later(days=2),
    )  # fmt: skip
    assert (row.state, row.round, row.due_at) == (State.PUBLISHED, 2, later(days=5))
    first, second = row.rounds.all()
    assert (first.passed, first.finding) == (False, "还有一盏不亮。")
    assert (second.passed, second.answer) == (None, "")


def test_a_closed_issue_that_comes_back_is_mended_again(city: City) -> None:
    row = answered(city)
    column.approve(exposure_id=row.pk, text="好了。", actor=city.actor("wu"), at=later(days=2))
    column.close(exposure_id=row.pk, actor=city.actor("bai"), at=later(days=2))
    row = column.relapse(
        exposure_id=row.pk, text="又灭了两盏。", due_at=later(days=9), actor=city.actor("zhou"),
        at=later(days=7),
    )  # fmt: skip
    assert (row.state, row.round, row.closed_at) == (State.PUBLISHED, 2, None)


@pytest.mark.parametrize("name", ["wang", "li", "chen", "zhao", "wu", "he", "lin", "guo", "nobody"])
def test_only_editors_and_supervisors_write_the_column(city: City, name: str) -> None:
    with pytest.raises(NotEditor):
        column.draft(facts=facts(city), actor=city.actor(name), at=later())


@pytest.mark.parametrize("name", ["sun", "ma"])
def test_another_unit_neither_answers_nor_knows_of_it_at_the_desk(city: City, name: str) -> None:
    row = published(city)
    with pytest.raises(NoSuchExposure):
        column.answer(
            exposure_id=row.pk, text="不是我们的。", uploads=(), actor=city.actor(name), at=later()
        )


def test_the_unit_does_not_check_itself_and_sees_no_draft(city: City) -> None:
    row = answered(city)
    with pytest.raises(NotYourColumn):
        column.approve(exposure_id=row.pk, text="好。", actor=city.actor("chen"), at=later(days=2))
    draft = drafted(city)
    with pytest.raises(NoSuchExposure):
        queries.exposure_for(city.actor("chen"), draft.pk)


def test_steps_out_of_turn_and_stale_pages_are_refused(city: City) -> None:
    row = drafted(city)
    with pytest.raises(ColumnNotNow):
        column.close(exposure_id=row.pk, actor=city.actor("bai"), at=later())
    with pytest.raises(ColumnStale):
        column.publish(
            exposure_id=row.pk, actor=city.actor("bai"), at=later(), version=row.version + 1
        )


def test_a_term_that_is_over_is_no_term(city: City) -> None:
    with pytest.raises(DuePassed):
        drafted(city, due_at=later(hours=-1))
    row = drafted(city, due_at=later(hours=2))
    with pytest.raises(DuePassed):
        column.publish(exposure_id=row.pk, actor=city.actor("bai"), at=later(hours=3))


def test_words_must_be_given(city: City) -> None:
    with pytest.raises(Needed):
        drafted(city, asked="  ")
    row = published(city)
    with pytest.raises(Needed):
        column.withdraw(exposure_id=row.pk, text=" ", actor=city.actor("bai"), at=later(days=1))


def test_no_words_lead_to_a_person(city: City) -> None:
    case = city.receive()
    with pytest.raises(PersonInside):
        drafted(city, words="请联系 19900001111 了解情况。")
    with pytest.raises(ReporterInside):
        drafted(city, case_number=case.number, words="刘洋反映路灯不亮。")
    row = published(city, case_number=case.number)
    with pytest.raises(ReporterInside):
        column.answer(
            exposure_id=row.pk, text="已当面向刘洋说明。", uploads=(), actor=city.actor("chen"),
            at=later(days=1),
        )  # fmt: skip


def test_confidential_cases_tip_offs_and_sensitive_matters_are_never_exposed(city: City) -> None:
    leak = city.categories["leak"].pk
    for more in ({"confidential": True}, {"kind": "tipoff"}, {"category_id": leak}):
        case = city.receive(**more)
        with pytest.raises(NothingExposed):
            drafted(city, case_number=case.number)
        assert not access.may_expose(city.actor("bai"), case)
    assert access.may_expose(city.actor("bai"), city.receive())


def test_a_withdrawn_issue_is_gone_for_the_public_and_stays_withdrawn(city: City) -> None:
    row = published(city)
    assert queries.public_exposure(row.pk) is not None
    row = column.withdraw(
        exposure_id=row.pk, text="地点写错了。", actor=city.actor("bai"), at=later(days=1)
    )
    assert queries.public_exposure(row.pk) is None
    assert MACHINE.allowed(State.WITHDRAWN) == ()


def test_a_published_term_changes_only_by_saying_why(city: City) -> None:
    row = published(city)
    edited = column.edit(
        exposure_id=row.pk, facts=facts(city, title="路灯不亮", due_at=later(days=30)),
        actor=city.actor("bai"), at=later(days=1),
    )  # fmt: skip
    assert (edited.title, edited.due_at) == ("路灯不亮", row.due_at)
    row = column.extend(
        exposure_id=row.pk, text="灯杆需定制。", due_at=later(days=30), actor=city.actor("bai"),
        at=later(days=1),
    )  # fmt: skip
    assert row.due_at == later(days=30)


def test_destroying_a_case_leaves_its_issue(city: City) -> None:
    case = city.receive()
    row = published(city, case_number=case.number)
    case.delete()
    row.refresh_from_db()
    assert row.case is None
    assert queries.public_exposure(row.pk) == row


def test_every_verb_of_the_table_belongs_to_somebody() -> None:
    assert all(verb.by for verb in VERBS)
    assert {verb.name for verb in VERBS if "editor" not in verb.by} == set()
