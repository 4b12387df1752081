"""What the background worker does by the clock: time that is up, rows nobody needs any longer."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from huiying.cases.actions import words
from huiying.dispatch.actions import clock
from huiying.lib.making_way import PATIENT

ATTEMPTS_KEPT = timedelta(days=90)
RESULTS_KEPT = timedelta(days=14)
LONG_DEAD = timedelta(minutes=10)  # a task that can wait takes seconds


def forget_sessions(at: datetime) -> int:
    """Remove sessions that ran out; returns how many."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]


def forget_attempts(at: datetime) -> int:
    """Remove sign-in records older than 90 days; returns how many."""
    old = at - ATTEMPTS_KEPT
    attempts: int = AccessAttempt.objects.filter(attempt_time__lt=old).delete()[0]
    sign_ins: int = AccessLog.objects.filter(attempt_time__lt=old).delete()[0]
    return attempts + sign_ins


def forget_results(at: datetime) -> int:
    """Remove finished background tasks older than 14 days; returns how many."""
    done = DBTaskResult.objects.finished().filter(finished_at__lt=at - RESULTS_KEPT)
    return int(done.delete()[0])


def take_up_again(at: datetime) -> int:
    """Queue anew what can wait and was broken off with its process; returns how many tasks.

    The other tasks keep account of what they have done themselves.
    """
    broken_off = DBTaskResult.objects.running().filter(
        queue_name=PATIENT, started_at__lt=at - LONG_DEAD
    )
    return int(broken_off.update(status=TaskResultStatus.READY, started_at=None))


def expire_requests(at: datetime) -> None:
    """End questions and tasks whose time is up, so that no case waits for ever."""
    words.expire_requests(at=at)


def resume_clocks(at: datetime) -> None:
    """Let the clocks run again whose pause 挂账 is over."""
    clock.resume_due(at=at)
