"""A voice comes in, a case goes through all its states, a rate can come out."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from huiying.cases import actions as cases
from huiying.cases.actions import NewCase
from huiying.cases.models import Case
from huiying.cases.people import Contact, open_contact
from huiying.cases.refusals import NoSuchCase, NotNow, NotYours, Recused, Stale
from huiying.dispatch import actions as dispatch
from huiying.dispatch.models import Assignment
from huiying.dispatch.refusals import BindingAssignment, NeedsDesignation, UnitAccused
from huiying.journal.models import Entry
from huiying.journal.queries import verify
from huiying.oversight import actions as oversight
from huiying.oversight.actions import Answers
from huiying.oversight.refusals import NotCalledBack, NotYetExcused, OwnWork
from tests.city import City, build, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return build()


def to_reported(city: City) -> Case:
    case = city.receive()
    dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=later(minutes=5)
    )
    dispatch.sign(case_id=case.pk, actor=city.actor("chen"), at=later(hours=1))
    dispatch.contact(
        case_id=case.pk, actor=city.actor("chen"), at=later(hours=1), text="已电话联系"
    )
    return dispatch.report(
        case_id=case.pk, actor=city.actor("chen"), at=later(hours=5), text="已更换三盏路灯。"
    )


def test_a_complaint_goes_through_its_whole_life(city: City) -> None:
    case = to_reported(city)
    oversight.verify(case_id=case.pk, actor=city.actor("wu"), at=later(hours=6), on_site=True)
    answers = Answers(True, contacted=True, responded=True, solved="yes", satisfied="yes")
    oversight.call_back(
        case_id=case.pk, actor=city.actor("wang"), at=later(hours=7), answers=answers
    )
    closed = oversight.close(case_id=case.pk, actor=city.actor("wang"), at=later(hours=8))

    assert (closed.state, closed.closing, closed.open) == ("closed", "called_back", False)
    events = list(
        Entry.objects.filter(topic="case", subject_id=case.pk).values_list("event", flat=True)
    )
    assert events == [
        "Received", "Filed", "Dispatched", "Signed", "Contacted", "Reported", "Verified",
        "CalledBack", "Closed",
    ]  # fmt: skip
    lead = Assignment.objects.get(case=case, role="lead")
    assert (lead.on_time, lead.ended, lead.next_due) == (True, "done", None)
    assert verify().broken is None


def test_the_limits_are_on_the_ticket_from_the_moment_of_dispatch(city: City) -> None:
    case = city.receive()
    case = dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=later(minutes=5)
    )
    lead = Assignment.objects.get(case=case, role="lead")
    assert case.due_at == lead.resolve_due
    assert f"{lead.resolve_due:%Y-%m-%d %H:%M}" == "2026-03-12 10:00"  # 18:00 in Beijing
    assert lead.sign_due
    assert lead.resolve_due
    assert lead.next_due == lead.sign_due < lead.resolve_due


def test_direct_dispatch_to_a_street_copies_the_district(city: City) -> None:
    case = city.receive()
    dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit("quanhe"), actor=city.actor("li"), at=later(minutes=5)
    )
    copy = Assignment.objects.get(case=case, role="copy")
    assert copy.unit_id == city.unit("district")


def test_a_stranger_learns_nothing_not_even_that_the_case_exists(city: City) -> None:
    case = to_reported(city)
    with pytest.raises(NoSuchCase):
        cases.note(case_id=case.pk, actor=city.actor("sun"), at=later(hours=6), text="看看")
    with pytest.raises(NoSuchCase):
        cases.note(case_id=case.pk, actor=city.actor("nobody"), at=later(hours=6), text="看看")


def test_an_operator_cannot_sign_for_the_unit(city: City) -> None:
    case = city.receive()
    dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=later(minutes=5)
    )
    with pytest.raises(NotYours):
        dispatch.sign(case_id=case.pk, actor=city.actor("wang"), at=later(hours=1))


def test_a_verb_out_of_turn_is_refused_and_changes_nothing(city: City) -> None:
    case = city.receive()
    before = Entry.objects.count()
    with pytest.raises(NotNow):
        oversight.close(case_id=case.pk, actor=city.actor("wang"), at=later(hours=1))
    assert Entry.objects.count() == before


def test_the_second_of_two_people_is_told_and_overwrites_nothing(city: City) -> None:
    case = city.receive()
    seen = case.version
    cases.note(
        case_id=case.pk, actor=city.actor("wang"), at=later(minutes=1), text="补充", version=seen
    )
    with pytest.raises(Stale, match="王芳"):
        dispatch.dispatch(
            case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"),
            at=later(minutes=2), version=seen,
        )  # fmt: skip
    assert Case.objects.get(pk=case.pk).state == "filed"


def test_the_accused_unit_never_gets_the_case_and_never_sees_it(city: City) -> None:
    case = city.receive(accused_unit_id=city.unit("quanhe"), title="街道办事处态度恶劣")
    with pytest.raises(UnitAccused):
        dispatch.dispatch(
            case_id=case.pk,
            unit_id=city.unit("quanhe"),
            actor=city.actor("li"),
            at=later(minutes=5),
        )
    with pytest.raises(UnitAccused):
        dispatch.dispatch(
            case_id=case.pk,
            unit_id=city.unit("xingfu"),
            actor=city.actor("li"),
            at=later(minutes=5),
        )
    with pytest.raises(Recused):
        cases.note(case_id=case.pk, actor=city.actor("zhao"), at=later(hours=6), text="看看")


def test_returns_end_in_a_binding_designation(city: City) -> None:
    case = city.receive()
    for number in (1, 2):
        dispatch.dispatch(
            case_id=case.pk,
            unit_id=city.unit("lamps"),
            actor=city.actor("li"),
            at=later(hours=number),
        )
        dispatch.return_case(
            case_id=case.pk, actor=city.actor("chen"), at=later(hours=number, minutes=5),
            text="不属于我委职责", basis="三定方案", proposed_unit_id=city.unit("housing"),
        )  # fmt: skip
    with pytest.raises(NeedsDesignation):
        dispatch.dispatch(
            case_id=case.pk, unit_id=city.unit("housing"), actor=city.actor("li"), at=later(hours=3)
        )
    dispatch.designate(
        case_id=case.pk, unit_id=city.unit("housing"), actor=city.actor("zhou"), at=later(hours=3),
        text="会商纪要〔2026〕1号",
    )  # fmt: skip
    with pytest.raises(BindingAssignment):
        dispatch.return_case(
            case_id=case.pk, actor=city.actor("sun"), at=later(hours=4), text="还是不归我们",
            basis="三定方案", proposed_unit_id=city.unit("lamps"),
        )  # fmt: skip


def test_the_clock_runs_on_while_a_case_is_returned(city: City) -> None:
    case = city.receive()
    first = dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=later(minutes=5)
    )
    dispatch.return_case(
        case_id=case.pk, actor=city.actor("chen"), at=later(hours=20), text="不属于我委职责",
        basis="三定方案", proposed_unit_id=city.unit("housing"),
    )  # fmt: skip
    again = dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit("housing"), actor=city.actor("li"), at=later(hours=25)
    )
    assert again.due_at == first.due_at
    assert Assignment.objects.get(case=case, role="lead", open=True).resolve_due == first.due_at


def test_nobody_calls_back_about_their_own_work(city: City) -> None:
    case = to_reported(city)
    chen = city.people["chen"]
    chen.posts.create(role="operator", unit=city.units["district"])
    with pytest.raises(OwnWork):
        oversight.call_back(
            case_id=case.pk, actor=city.actor("chen"), at=later(hours=7),
            answers=Answers(True, solved="yes", satisfied="yes"),
        )  # fmt: skip


def test_an_unsolved_case_cannot_be_closed_unless_it_is_excused(city: City) -> None:
    case = to_reported(city)
    with pytest.raises(NotCalledBack):
        oversight.close(case_id=case.pk, actor=city.actor("wang"), at=later(hours=6))
    oversight.call_back(
        case_id=case.pk, actor=city.actor("wang"), at=later(hours=7),
        answers=Answers(True, solved="no", satisfied="no", why_not="要求赔偿一千万元"),
    )  # fmt: skip
    with pytest.raises(NotYetExcused):
        oversight.close(case_id=case.pk, actor=city.actor("wang"), at=later(hours=8))
    oversight.propose_excuse(
        case_id=case.pk, actor=city.actor("zhou"), at=later(hours=9), text="没有事实依据"
    )
    with pytest.raises(NotYours):
        oversight.decide_excuse(
            case_id=case.pk, actor=city.actor("zhou"), at=later(hours=9), grant=True
        )
    oversight.decide_excuse(case_id=case.pk, actor=city.actor("gao"), at=later(hours=9), grant=True)
    closed = oversight.close(case_id=case.pk, actor=city.actor("wang"), at=later(hours=10))
    assert closed.closing == "unreasonable"


def test_the_same_form_sent_twice_makes_one_case(city: City) -> None:
    new = NewCase(kind="help", channel="hotline", title="楼道灯不亮")
    first = cases.receive(new, actor=city.actor("wang"), at=later(), key="form-1")
    second = cases.receive(new, actor=city.actor("wang"), at=later(), key="form-1")
    assert first.pk == second.pk
    assert Case.objects.count() == 1


def test_contact_data_is_sealed_in_the_row_and_every_look_is_journalled(city: City) -> None:
    case = city.receive(reporter=Contact("刘洋", "19900001111"))
    reporter = Case.objects.select_related("reporter").get(pk=case.pk).reporter
    assert reporter is not None
    assert "刘洋".encode() not in bytes(reporter.name_sealed)
    assert b"19900001111" not in bytes(reporter.phone_sealed)
    assert open_contact(reporter) == Contact("刘洋", "19900001111")
    shown = cases.reveal(case_id=case.pk, actor=city.actor("wang"), at=later(), purpose="回电")
    assert shown.phone == "19900001111"
    assert Entry.objects.filter(event="ReporterShown", subject_id=case.pk).count() == 1


def test_the_database_itself_refuses_to_change_the_journal(city: City) -> None:
    city.receive()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.filter(id=1).update(actor_name="别人")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.filter(id=1).delete()


def test_the_database_itself_refuses_a_close_without_ground(city: City) -> None:
    case = city.receive()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state="closed", open=False, closed_at=later())
