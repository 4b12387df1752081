"""What the background worker does without being asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.cases import actions as cases
from huiying.cases.models import Case, Request
from huiying.config.scheduler import JOBS, Scheduler
from huiying.dispatch import actions as dispatch
from huiying.journal.models import Entry
from tests.city import City, build, later

pytestmark = pytest.mark.django_db
CLOCKS = [job for job in JOBS if job.name in ("questions", "clocks")]


@pytest.fixture
def city() -> City:
    return build()


def paused(city: City) -> Case:
    case = city.receive()
    dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=later(minutes=5)
    )
    dispatch.sign(case_id=case.pk, actor=city.actor("chen"), at=later(hours=1))
    dispatch.ask_suspension(
        case_id=case.pk, actor=city.actor("chen"), at=later(hours=2), text="等供货",
        until=later(days=3),
    )  # fmt: skip
    return dispatch.decide_suspension(
        case_id=case.pk, actor=city.actor("zhou"), at=later(hours=3), grant=True
    )


def test_a_question_that_nobody_answers_expires_by_itself(city: City) -> None:
    case = city.receive()
    cases.ask(
        case_id=case.pk,
        actor=city.actor("wang"),
        at=later(),
        text="几号楼？",
        due_at=later(hours=4),
    )
    Scheduler(CLOCKS).tick(later(hours=5))
    assert Request.objects.get().status == "expired"
    assert Entry.objects.filter(event="RequestExpired", subject_id=case.pk).count() == 1


def test_a_paused_clock_runs_again_when_its_time_is_over(city: City) -> None:
    case = paused(city)
    assert Case.objects.get(pk=case.pk).suspended_until is not None
    Scheduler(CLOCKS).tick(later(days=3, hours=1))
    assert Case.objects.get(pk=case.pk).suspended_until is None
    assert Entry.objects.filter(event="ClockResumed", subject_id=case.pk).count() == 1


def test_a_pause_that_ended_with_the_result_is_not_resumed(city: City) -> None:
    case = paused(city)
    dispatch.report(case_id=case.pk, actor=city.actor("chen"), at=later(days=1), text="已更换")
    Scheduler(CLOCKS).tick(later(days=3, hours=1))
    assert not Entry.objects.filter(event="ClockResumed", subject_id=case.pk).exists()


def test_every_job_names_a_function_that_exists() -> None:
    assert len(Scheduler(JOBS).jobs) == len(JOBS)
    assert all(job.every >= timedelta(seconds=1) for job in JOBS)
