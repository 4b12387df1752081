"""The demonstration lives: every state and event occurs, nothing is refused, desks have work."""

from __future__ import annotations

import io
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.test import TestCase
from PIL import Image

from huiying.accounts.models import Person
from huiying.accounts.queries import actor_of
from huiying.accounts.roles import Role
from huiying.cases import events as of_cases
from huiying.cases import overview, public, services
from huiying.cases.models import Case, Request
from huiying.cases.public_models import Stop
from huiying.cases.rules.workflow import WITH_UNIT, Closing, Declining, State
from huiying.config import cli
from huiying.demo import pictures, signins
from huiying.demo.actions import NotEmpty, Told, build
from huiying.demo.directory import PASSWORD
from huiying.demo.simulation import Simulation
from huiying.directory import queries as directory
from huiying.directory.models import Unit
from huiying.dispatch import events as of_dispatch
from huiying.dispatch import inbox
from huiying.dispatch.models import Assignment, ClockRequest
from huiying.dispatch.queries import forget_rules
from huiying.insights import vocabulary
from huiying.insights.models import Member, Problem
from huiying.journal.models import Entry
from huiying.journal.queries import verify
from huiying.oversight import calls
from huiying.oversight import events as of_oversight
from huiying.oversight.models import Excuse
from huiying.scorecard import queries as scorecard
from huiying.telephony.models import Call, Recall

pytestmark = pytest.mark.django_db

END = datetime(2026, 3, 12, 7, 0, tzinfo=UTC)  # a Thursday, 15:00 in Beijing
# A file's import and the end of the keeping period are not part of sixty days.
ELSEWHERE = {"Imported", "Anonymised", "Destroyed"}
ENTERED = {
    State.RECEIVED: "Received", State.FILED: "Filed", State.DISPATCHED: "Dispatched",
    State.HANDLING: "Signed", State.REPORTED: "Reported", State.VERIFIED: "Verified",
    State.CALLED_BACK: "CalledBack", State.CLOSED: "Closed", State.DECLINED: "Declined",
    State.RETURNED: "Returned", State.MERGED: "Merged", State.VOID: "Voided",
}  # fmt: skip


def forget() -> None:
    directory.forget()
    forget_rules()
    vocabulary.forget()


def names(module: ModuleType) -> set[str]:
    kept = (v for v in vars(module).values() if isinstance(v, type))
    return {v.__name__ for v in kept if v.__module__ == module.__name__} - {"CaseEvent"}


def happened() -> Counter[str]:
    return Counter(Entry.objects.values_list("event", flat=True))


def actor(username: str) -> Any:
    return actor_of(Person.objects.get(username=username), END.date())


class TestThreeWeeksOfADistrict(TestCase):
    """Three weeks of 青禾区, built once for all of these tests and taken back afterwards."""

    told: Told
    days: list[str]

    @classmethod
    def setUpTestData(cls) -> None:
        forget()
        cls.days = []
        cls.told = build(until=END, days=21, count=330, say=cls.days.append)

    @classmethod
    def tearDownClass(cls) -> None:
        super().tearDownClass()
        forget()

    @pytest.fixture(autouse=True)
    def _said(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def test_every_day_is_told(self) -> None:
        assert self.days == sorted(set(self.days))
        assert len(self.days) >= 21
        assert self.days[-1] == "2026-03-12"

    def test_no_verb_is_refused(self) -> None:
        assert self.told.refused == Counter()
        assert self.told.cases == Case.objects.count() >= 330

    def test_every_event_of_the_workflow_occurs(self) -> None:
        expected = names(of_cases) | names(of_dispatch) | names(of_oversight)
        assert expected - ELSEWHERE - set(happened()) == set()

    def test_every_state_is_entered(self) -> None:
        assert set(ENTERED) == set(State)
        assert {state for state, event in ENTERED.items() if not happened()[event]} == set()

    def test_every_lawful_way_not_to_dispatch_and_to_close_occurs(self) -> None:
        ways = set(Case.objects.exclude(declining="").values_list("declining", flat=True))
        assert ways == set(Declining)
        grounds = set(Case.objects.exclude(closing="").values_list("closing", flat=True))
        assert grounds == set(Closing) - {Closing.IMPORTED}

    def test_the_telephone_rang_and_somebody_waits_to_be_called_back(self) -> None:
        calls = Call.objects.filter(first_at__gte=END - timedelta(days=14))
        with_case = calls.filter(case__channel="hotline", answered_at__isnull=False)
        assert with_case.count() >= 30
        assert not with_case.filter(shown_at=None).exists()
        states = Counter(Recall.objects.values_list("state", flat=True))
        assert states["waiting"] >= 3
        assert states["taken"] == 1

    def test_the_board_of_common_problems_is_filled(self) -> None:
        placed = set(Member.objects.values_list("case_id", flat=True))
        left_out = Q(confidential=True) | Q(state__in=(State.VOID, State.MERGED))
        assert placed == set(Case.objects.exclude(left_out).values_list("pk", flat=True))
        assert Problem.objects.filter(voices__gte=5).count() >= 3

    def test_requests_end_in_every_way(self) -> None:
        asked = set(Request.objects.filter(to="person").values_list("status", flat=True))
        assert asked >= {"answered", "expired", "withdrawn"}
        clocks = set(ClockRequest.objects.values_list("kind", "status"))
        assert clocks >= {(k, s) for k in ClockRequest.Kind for s in ("granted", "refused")}
        assert set(Excuse.objects.values_list("status", flat=True)) >= {"granted", "refused"}

    def test_the_journal_holds_and_time_runs_forward_to_the_end(self) -> None:
        assert verify().broken is None
        moments = list(Entry.objects.order_by("id").values_list("at", flat=True))
        assert all(before <= after for before, after in pairwise(moments))
        assert moments[-1] <= END

    def test_a_case_with_a_unit_has_one_open_lead_and_an_ended_one_has_none(self) -> None:
        leads = Assignment.objects.filter(role="lead", open=True)
        with_lead = list(leads.values_list("case_id", flat=True))
        assert len(with_lead) == len(set(with_lead))
        states = Case.objects.filter(state__in=[s.value for s in WITH_UNIT])
        assert set(with_lead) == set(states.values_list("pk", flat=True))

    def test_the_accused_unit_never_gets_the_case(self) -> None:
        accused = Case.objects.exclude(accused_unit=None)
        assert accused.exists()
        for case in accused:
            held = set(Assignment.objects.filter(case=case).values_list("unit_id", flat=True))
            assert held.isdisjoint(directory.units().below(case.accused_unit_id or 0))

    def test_a_designation_follows_two_returns_and_binds(self) -> None:
        binding = Assignment.objects.filter(binding=True, role="lead").select_related("case")
        assert binding
        assert {lead.case.returns for lead in binding} == {2}

    def test_the_last_days_leave_work_on_every_desk(self) -> None:
        waiting = Counter(Case.objects.filter(open=True).values_list("state", flat=True))
        desks = ("received", "filed", "dispatched", "handling", "reported", "verified", "returned")
        assert [state for state in desks if not waiting[state]] == []
        for username in ("handler1", "street1"):
            assert inbox.counts(actor(username), inbox.Wanted(), END)["sign"] >= 2
        assert calls.count(actor("operator1"), "call", END)
        assert len(overview.unowned(actor("supervisor1")).rows) >= 2
        asked = Request.objects.filter(status="waiting", to="person")
        assert asked.filter(due_at__gt=END).count() >= 2
        waits = Counter(ClockRequest.objects.filter(status="asked").values_list("kind", flat=True))
        assert set(waits) == set(ClockRequest.Kind)

    def test_residents_find_public_cases_that_others_met_too(self) -> None:
        shown = public.public_page(public.Wanted(), size=50).rows
        assert len(shown) == 50
        assert {case.stage for case in shown} >= {public.GOING, public.DONE}
        assert any(case.voices for case in shown)
        assert Stop.objects.exists()
        lamp = next(one for one in services.book().services.values() if one.name == "路灯照明")
        assert [question.code for question in lamp.questions] == ["pole", "extent"]

    def test_the_figures_are_those_of_a_district_that_works(self) -> None:
        judged = Assignment.objects.exclude(on_time=None).filter(role="lead")
        assert 0.01 < judged.filter(on_time=False).count() / judged.count() < 0.12
        returned = Case.objects.filter(returns__gt=0).count()
        assert 0.03 < returned / self.told.cases < 0.1
        leader = actor("leader1")
        for month in scorecard.months(leader):
            total = scorecard.board(leader, scorecard.Scope(month), "unit").total
            if total.counted > 50:
                shares = {name: rate.share or 0 for name, rate in total.rates.items()}
                assert all(0.82 < share < 1 for share in shares.values()), shares

    def test_one_person_of_each_role_can_sign_in_and_is_printed(self) -> None:
        people = signins.first_of_each_role()
        assert [one.role for one in people] == [str(role.label) for role in Role]
        for one in people:
            assert Person.objects.get(username=one.username).check_password(PASSWORD)
            assert one.username in signins.table()
        assert PASSWORD in signins.table()

    def test_a_second_demonstration_is_refused(self) -> None:
        with pytest.raises(NotEmpty):
            build(until=END, days=5, count=10)
        assert cli.main(["demo"]) == 1
        assert "HUIYING_HOME" in self.capsys.readouterr().err
        before = Entry.objects.count()
        assert cli.main(["demo", "--if-empty"]) == 0
        assert Entry.objects.count() == before

    def test_no_sign_ins_are_printed_where_there_is_no_demonstration(self) -> None:
        Person.objects.update(username=Concat("username", Value("-gone")))
        assert signins.table() == ""


def test_the_demonstration_does_not_end_in_the_future(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["demo", "--until", "2999-01-01"]) == 1
    assert "--until" in capsys.readouterr().err
    assert not Case.objects.exists()


def test_who_interrupts_it_is_told_and_nothing_stays(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: Simulation, _say: object) -> None:
        assert Unit.objects.exists()
        raise KeyboardInterrupt

    forget()
    monkeypatch.setattr(Simulation, "run", interrupted)
    assert cli.main(["demo", "--days", "3", "--cases", "5"]) == 1
    assert "huiying demo" in capsys.readouterr().err
    assert not Unit.objects.exists()
    assert not Entry.objects.exists()
    forget()


def lived(seed: int) -> tuple[Counter[str], dict[str, int], Counter[str]]:
    """Five small days, taken back again."""
    forget()
    with transaction.atomic():
        told = build(until=END, days=5, count=60, seed=seed)
        found = happened(), told.states, told.refused
        transaction.set_rollback(True)
    forget()
    return found


def test_one_seed_lives_the_same_days_and_another_seed_others() -> None:
    first = lived(7)
    assert first[2] == Counter()
    assert lived(7) == first
    assert lived(8) != first


def test_holidays_and_years_without_published_holidays_refuse_nothing() -> None:
    forget()
    with transaction.atomic():
        end = datetime(2030, 2, 5, 3, 0, tzinfo=UTC)
        assert build(until=end, days=5, count=60).refused == Counter()
        transaction.set_rollback(True)
    forget()


@pytest.mark.parametrize("scene", pictures.SCENES)
def test_drawn_photos_show_a_change_and_are_small(scene: str) -> None:
    (_name, before), (_other, after) = pictures.before_and_after(scene, Random(1))
    assert before != after
    for content in (before, after):
        assert Image.open(io.BytesIO(content)).size == pictures.SIZE
        assert len(content) < 60_000
    assert pictures.before_and_after(scene, Random(1))[0][1] == before
