"""Work by the clock: each job at its interval, one failure stopping nobody else."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.module_loading import import_string

from huiying.config.scheduler import JOBS, Job, Scheduler

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # Monday 12:00 in Shanghai
seen: list[datetime] = []


def note(at: datetime) -> None:
    seen.append(at)


def fail(at: datetime) -> None:
    raise RuntimeError(at)


HERE = "tests.config.test_scheduler"


def test_a_job_runs_at_the_start_and_then_at_its_interval() -> None:
    seen.clear()
    scheduler = Scheduler([Job("note", timedelta(minutes=5), f"{HERE}.note")])
    minutes = [scheduler.tick(NOON + timedelta(minutes=m)) for m in range(11)]
    assert [m for m, ran in enumerate(minutes) if ran] == [0, 5, 10]
    assert seen == [NOON + timedelta(minutes=m) for m in (0, 5, 10)]


def test_a_failing_job_is_logged_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    seen.clear()
    every = timedelta(seconds=1)
    scheduler = Scheduler([Job("bad", every, f"{HERE}.fail"), Job("good", every, f"{HERE}.note")])
    with caplog.at_level(logging.ERROR):
        assert scheduler.tick(NOON) == ["bad", "good"]
    assert seen == [NOON]
    assert "job bad failed" in caplog.text


def test_every_job_of_the_table_exists_under_a_name_of_its_own() -> None:
    assert all(callable(import_string(job.function)) for job in JOBS)
    assert len({job.name for job in JOBS}) == len(JOBS)
