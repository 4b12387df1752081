"""陈静 is reminded, her unit's superiors are told, nobody twice; 李强 moves limits meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiying.accounts.models import Person
from huiying.cases.models import Case
from huiying.dispatch import actions as dispatch
from huiying.dispatch.models import Assignment
from huiying.journal.actions import record_all
from huiying.journal.delivery import deliver_pending
from huiying.journal.models import Entry
from huiying.lib.errors import Refused
from huiying.oversight import actions as oversight
from huiying.supervision import inbox, nudging, tracking
from huiying.supervision.models import Item, LadderRung, Nudge, Track
from huiying.supervision.refusals import NoSuchItem
from huiying.supervision.rules.ladder import About
from huiying.whistles import actions as whistles
from huiying.whistles.actions import Call, NewWhistle
from tests.city import NOW, City, build, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> City:
    return build()


@pytest.fixture
def case(city: City) -> Case:
    """A lamp case with 区城市管理委, signed at once, due in two working days."""
    case = city.receive()
    dispatch.dispatch(case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=NOW)
    dispatch.sign(case_id=case.pk, actor=city.actor("chen"), at=NOW)
    deliver_pending(NOW)
    return Case.objects.get(pk=case.pk)


def run(at: datetime) -> int:
    deliver_pending(at)
    return nudging.run_due(at)


def told(name: str, city: City) -> list[int]:
    found = Item.objects.filter(person=city.people[name]).order_by("id")
    return list(found.values_list("nudge__step", flat=True))


def due_of(case: Case) -> datetime:
    due = Assignment.objects.get(case=case, open=True, role="lead").next_due
    assert due is not None
    return due


def test_the_ladder_is_climbed_step_by_step(city: City, case: Case) -> None:
    due = due_of(case)
    assert run(due - timedelta(days=1)) == 0
    steps = [run(due + timedelta(days=days)) for days in (-0.01, 0, 2, 5, 9, 30)]
    assert steps == [1, 1, 1, 1, 1, 0]
    assert told("chen", city) == [1, 2]
    assert told("zhou", city) == [3, 4]  # nobody handles cases at the district: the supervisors
    assert told("gao", city) == [3, 4]
    assert told("he", city) == [5]


def test_after_silence_only_the_highest_rung_is_told(city: City, case: Case) -> None:
    assert run(due_of(case) + timedelta(days=30)) == 1
    assert (told("chen", city), told("he", city)) == ([], [5])


def test_twice_in_a_row_tells_nothing_twice(city: City, case: Case) -> None:
    at = due_of(case)
    assert [run(at), run(at), run(at + timedelta(minutes=1))] == [1, 0, 0]
    assert Entry.objects.filter(event="Nudged").count() == 1


def test_more_time_begins_anew_and_a_report_ends_it(city: City, case: Case) -> None:
    due = due_of(case)
    run(due - timedelta(minutes=5))
    chen, li = city.actor("chen"), city.actor("li")
    dispatch.ask_extension(
        case_id=case.pk, actor=chen, at=due - timedelta(minutes=4), text="等配件"
    )
    dispatch.decide_extension(
        case_id=case.pk, actor=li, at=due - timedelta(minutes=3), grant=True, text="同意"
    )
    assert run(due) == 0
    assert run(due_of(case)) == 1
    dispatch.report(case_id=case.pk, actor=chen, at=due_of(case), text="已修好")
    assert run(due_of_none(case) + timedelta(days=40)) == 0
    assert not Track.objects.exists()


def due_of_none(case: Case) -> datetime:
    due = Assignment.objects.get(case=case, open=True, role="lead").resolve_due
    assert due is not None
    return due


def test_who_signed_a_second_ago_is_not_told_that_they_are_late(city: City) -> None:
    case = city.receive()
    dispatch.dispatch(case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=NOW)
    deliver_pending(NOW)
    due = due_of(case)
    dispatch.sign(case_id=case.pk, actor=city.actor("chen"), at=due)
    assert nudging.run_due(due) == 0  # the journal is not read yet
    assert Track.objects.get().what == "resolve"


def test_a_paused_clock_reminds_nobody(city: City, case: Case) -> None:
    due = due_of(case)
    chen = city.actor("chen")
    dispatch.ask_suspension(
        case_id=case.pk, actor=chen, at=later(hours=1), text="等材料", until=later(days=30)
    )
    dispatch.decide_suspension(
        case_id=case.pk, actor=city.actor("zhou"), at=later(hours=2), grant=True, text="同意"
    )
    assert run(due + timedelta(days=10)) == 0
    dispatch.resume_due(at=later(days=30))
    assert run(due_of(case)) == 1


def test_the_accused_hears_nothing_of_it(city: City) -> None:
    case = city.receive(accused_person_id=city.people["zhou"].pk)
    dispatch.dispatch(case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=NOW)
    run(due_of(case) + timedelta(days=4))
    assert (told("zhou", city), told("gao", city)) == ([], [4])


def test_a_named_handler_is_told_alone_and_a_unit_without_people_tells_above(city: City) -> None:
    other = Person.objects.create(username="he2", name="何二", password="!")
    other.posts.create(role="handler", unit=city.units["lamps"])
    case = city.receive()
    dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit("shanqian"), actor=city.actor("li"), at=NOW
    )
    run(due_of(case))
    assert told("ma", city) == [2]  # 山前村 has nobody: 北麓镇 is told
    second = city.receive()
    dispatch.dispatch(case_id=second.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=NOW)
    dispatch.name_handler(
        case_id=second.pk, person_id=other.pk, actor=city.actor("chen"), at=later(minutes=1)
    )
    run(due_of(second) - timedelta(minutes=1))
    assert Item.objects.filter(person=other).count() == 1
    assert told("chen", city) == []


def test_an_emergency_whistle_climbs_within_minutes(city: City) -> None:
    whistles.blow(
        new=NewWhistle(
            street_id=city.unit("quanhe"), kind="emergency", title="水管爆裂", words="路面塌陷",
            place="泉河街", meet_at=later(minutes=10),
            calls=(Call(city.unit("lamps"), "断电"),),
        ),
        actor=city.actor("zhao"), at=NOW,
    )  # fmt: skip
    given = [run(later(minutes=minutes)) for minutes in (1, 11, 16, 31)]
    assert given == [0, 1, 1, 1]
    assert (told("chen", city), told("zhou", city), told("he", city)) == ([1], [2], [3])


def test_own_rungs_replace_the_defaults_of_their_matter(city: City) -> None:
    LadderRung.objects.create(
        about="case", level="", step=1, amount=0, unit="hours", whom="leaders"
    )
    case = city.receive()
    dispatch.dispatch(case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=NOW)
    assert run(due_of(case)) == 1
    assert run(due_of(case) + timedelta(days=50)) == 0
    assert told("he", city) == [1]


def test_a_kill_between_two_parts_loses_and_doubles_nothing(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nudging, "AT_ONCE", 2)
    for _ in range(5):
        case = city.receive()
        dispatch.dispatch(
            case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=NOW
        )
    at = due_of(case)
    deliver_pending(at)
    written = 0
    real = record_all

    def dying(events: Any, *, by: Any) -> int:
        nonlocal written
        written += 1
        if written == 2:
            raise KeyboardInterrupt
        return real(events, by=by)

    monkeypatch.setattr("huiying.supervision.nudging.record_all", dying)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        nudging.run_due(at)
    monkeypatch.setattr("huiying.supervision.nudging.record_all", real)
    nudging.run_due(at)
    assert Nudge.objects.count() == 5
    assert Item.objects.count() == 5
    assert Entry.objects.filter(event="Nudged").count() == 5


def test_what_was_there_before_reminders_came_is_taken_up(city: City, case: Case) -> None:
    Track.objects.all().delete()
    assert tracking.reconcile(later(days=1)) == 1
    assert nudging.run_due(due_of(case)) == 1
    Track.objects.all().delete()
    tracking.reconcile(due_of(case))
    assert nudging.run_due(due_of(case)) == 0  # told before: not told again


def test_an_inbox_is_ones_own(city: City, case: Case) -> None:
    run(due_of(case))
    chen, sun = city.actor("chen"), city.actor("sun")
    item = inbox.rows(chen).get()
    with pytest.raises(NoSuchItem):
        inbox.open_item(item=item.pk, actor=sun, at=later(days=3))
    assert inbox.unread(chen, NOW) == 1
    assert inbox.open_item(item=item.pk, actor=chen, at=later(days=3)).parent == case.pk
    assert inbox.unread(chen, NOW) is None
    assert len(inbox.trail(About.CASE, case.pk)) == 1


ACTS = ("sign", "report", "return", "extend", "suspend", "rework", "dispatch", "nothing")


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(1, 5_000)), max_size=14))
def test_whatever_happens_nothing_is_owed_without_a_track_and_nothing_is_told_twice(
    steps: list[tuple[str, int]],
) -> None:
    with transaction.atomic():
        city = build()
        case, at = city.receive(), NOW
        for act, minutes in steps:
            at += timedelta(minutes=minutes)
            _try(city, case.pk, act, at)
            deliver_pending(at)
            nudging.run_due(at)
            _check(case.pk, at)
        transaction.set_rollback(True)


def _try(city: City, case_id: int, act: str, at: datetime) -> None:
    chen, li, wu = (city.actor(name) for name in ("chen", "li", "wu"))
    mine: dict[str, Any] = {"case_id": case_id, "actor": chen, "at": at}
    lis: dict[str, Any] = {"case_id": case_id, "actor": li, "at": at}
    acts: dict[str, Callable[[], object]] = {
        "dispatch": lambda: dispatch.dispatch(**lis, unit_id=city.unit("lamps")),
        "sign": lambda: dispatch.sign(**mine),
        "report": lambda: dispatch.report(**mine, text="已修好"),
        "return": lambda: dispatch.return_case(
            **mine, text="不属于我委", basis="三定方案", proposed_unit_id=city.unit("housing")
        ),
        "extend": lambda: (
            dispatch.ask_extension(**mine, text="等配件"),
            dispatch.decide_extension(**lis, grant=True, text="同意"),
        ),
        "suspend": lambda: (
            dispatch.ask_suspension(**mine, text="等材料", until=at + timedelta(days=2)),
            dispatch.decide_suspension(
                case_id=case_id, actor=city.actor("zhou"), at=at, grant=True, text="同意"
            ),
        ),
        "rework": lambda: oversight.rework(case_id=case_id, actor=wu, at=at, text="没亮"),
        "nothing": lambda: dispatch.resume_due(at=at),
    }
    try:
        with transaction.atomic():
            acts[act]()
    except Refused:
        pass


def _check(case_id: int, at: datetime) -> None:
    running = Case.objects.filter(pk=case_id, suspended_until=None).exists()
    open_ones = Assignment.objects.filter(
        case=case_id, open=True, role="lead", next_due__isnull=False
    )
    owed = {(a.pk, a.unit_id, a.next_due) for a in open_ones} if running else set()
    tracks = Track.objects.all()
    assert {(row.subject, row.unit_id, row.due_at) for row in tracks} == owed
    assert all(row.next_at is None or row.next_at > at for row in tracks)
    keys = list(Nudge.objects.values_list("subject", "what", "due_at", "step"))
    assert len(keys) == len(set(keys))
    assert all(nudge.items.exists() for nudge in Nudge.objects.all())
