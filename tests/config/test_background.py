"""The background process does what is due: the journal's delivery, queued tasks, housekeeping."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from huiying.config.background import Background, _queue
from huiying.config.housekeeping import take_up_again
from huiying.insights.tasks import place
from huiying.lib import making_way
from huiying.lib.making_way import PATIENT
from huiying.maps.tasks import redraw
from tests.city import NOW


@pytest.mark.django_db(transaction=True)
def test_one_round_forgets_sessions_that_ran_out_and_keeps_the_others() -> None:
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(1))
    Background().once()
    assert [session.session_key for session in Session.objects.all()] == ["new"]


def broken_off(minutes: int, queue: str = PATIENT) -> "DBTaskResult[..., Any]":
    """A task whose process ended so many minutes ago."""
    task: DBTaskResult[..., Any] = DBTaskResult.objects.create(
        args_kwargs={"args": [[]], "kwargs": {}},
        task_path="huiying.insights.tasks.place",
        queue_name=queue,
        backend_name="default",
        run_after=NOW,
        status=TaskResultStatus.RUNNING,
        started_at=NOW - timedelta(minutes=minutes),
    )
    return task


@pytest.mark.django_db
def test_what_can_wait_and_was_broken_off_is_queued_anew() -> None:
    long_ago, just_now, other = broken_off(11), broken_off(1), broken_off(11, "default")
    assert take_up_again(NOW) == 1
    found = dict(DBTaskResult.objects.values_list("pk", "status"))
    assert found == {long_ago.pk: "READY", just_now.pk: "RUNNING", other.pk: "RUNNING"}


@pytest.mark.django_db(transaction=True)
def test_work_that_can_wait_rests_and_other_work_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = iter([(0.0, 0.0, 0.0), (1.0, 1.0, 0.0)] * 9)
    monkeypatch.setattr(making_way, "_counted", lambda: next(counts))
    place.enqueue([])
    redraw.enqueue()
    rests: list[float] = []
    _queue(PATIENT, rests.append, batch=True).run()
    assert len(rests) == 1
    _queue(without=PATIENT, batch=True).run()
    assert len(rests) == 1
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}
