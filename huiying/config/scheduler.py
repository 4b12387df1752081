"""What happens by the clock: a table of names, intervals and functions."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """``function`` is a dotted path to a function of one argument: the moment, aware, in UTC."""

    name: str
    every: timedelta
    function: str


JOBS: tuple[Job, ...] = (
    Job("journal", timedelta(seconds=1), "huiying.journal.delivery.deliver_pending"),
    Job("webhooks", timedelta(seconds=1), "huiying.webhooks.sending.run_due"),
    Job("relay", timedelta(seconds=1), "huiying.relay.sending.run_due"),
    Job("foreign services", timedelta(seconds=5), "huiying.relay.offers.run_due"),
    Job("notices", timedelta(seconds=1), "huiying.notices.sending.run_due"),
    Job("reminders", timedelta(seconds=20), "huiying.supervision.nudging.run_due"),
    Job("obligations", timedelta(days=1), "huiying.supervision.tracking.reconcile"),
    Job("digests", timedelta(minutes=10), "huiying.supervision.digest.run_due"),
    Job("samples", timedelta(minutes=5), "huiying.sampling.drawing.run_due"),
    Job("questions", timedelta(minutes=1), "huiying.config.housekeeping.expire_requests"),
    Job("clocks", timedelta(minutes=1), "huiying.config.housekeeping.resume_clocks"),
    Job("open data", timedelta(hours=1), "huiying.exchange.tasks.publish_due"),
    Job("expired", timedelta(hours=1), "huiying.exchange.tasks.expire_exports"),
    Job("trials", timedelta(days=1), "huiying.cases.actions.open_door.forget_trials"),
    Job("exports", timedelta(days=1), "huiying.exchange.tasks.forget_files"),
    Job("marks", timedelta(hours=1), "huiying.marks.actions.forget"),
    Job("sessions", timedelta(days=1), "huiying.config.housekeeping.forget_sessions"),
    Job("attempts", timedelta(days=1), "huiying.config.housekeeping.forget_attempts"),
    Job("tasks", timedelta(minutes=10), "huiying.config.housekeeping.take_up_again"),
    Job("results", timedelta(days=1), "huiying.config.housekeeping.forget_results"),
    Job("problems", timedelta(days=1), "huiying.insights.tasks.count_lively"),
    Job("watches", timedelta(minutes=5), "huiying.insights.tasks.look_around"),
    Job("pictures", timedelta(minutes=5), "huiying.evidence.tasks.catch_up"),
    Job("deliveries", timedelta(days=1), "huiying.webhooks.sending.forget_old"),
    Job("told", timedelta(days=1), "huiying.notices.sending.forget_old"),
    Job("letters", timedelta(seconds=20), "huiying.subscriptions.sending.run_due"),
    Job("codes", timedelta(seconds=5), "huiying.proof.sending.run_due"),
    Job("proofs", timedelta(hours=1), "huiying.proof.sending.forget"),
    Job("unconfirmed", timedelta(hours=1), "huiying.subscriptions.sending.forget_unconfirmed"),
    Job("retention", timedelta(hours=1), "huiying.cases.actions.retention.apply_due"),
    Job("register", timedelta(hours=1), "huiying.column.actions.register.reckon"),
    Job("originals", timedelta(days=1), "huiying.column.actions.pictures.forget_originals"),
    Job("comments", timedelta(days=1), "huiying.column.actions.comments.forget_refused"),
    Job("models", timedelta(hours=1), "huiying.insights.nightly.relearn"),
    Job("callers", timedelta(days=1), "huiying.telephony.actions.forget"),
    Job("files", timedelta(hours=1), "huiying.files.tasks.forget_orphans"),
)


class Scheduler:
    """Runs jobs that are due. Every job runs at the start, then at its interval.

    Jobs must be safe to run again: after a restart they are.
    """

    def __init__(self, jobs: Sequence[Job] = JOBS) -> None:
        self.jobs: list[tuple[Job, Callable[[datetime], object]]] = [
            (job, import_string(job.function)) for job in jobs
        ]
        self.due: dict[str, datetime] = {}

    def tick(self, at: datetime) -> list[str]:
        """Run what is due at ``at``; the names that ran. A failing job is logged, others go on."""
        ran = []
        for job, function in self.jobs:
            if self.due.get(job.name, at) > at:
                continue
            self.due[job.name] = at + job.every
            ran.append(job.name)
            try:
                function(at)
            except Exception:
                log.exception("job %s failed", job.name)
        return ran
