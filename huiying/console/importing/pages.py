"""What the pages of imports show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.cases.kinds import Channel
from huiying.console.shell import Problem, problem_of
from huiying.directory.kinds import Crs
from huiying.exchange import queries
from huiying.exchange.actions import Choice
from huiying.exchange.queries import Preview, Shown
from huiying.exchange.rules.fields import CHOICES
from huiying.exchange.types import ImportRun

STATES = {
    "received": gettext_noop("已接收"),
    "filed": gettext_noop("待派单"),
    "closed": gettext_noop("已结案"),
}
COUNTS = (
    ("created", gettext_noop("新增")),
    ("updated", gettext_noop("更新")),
    ("unchanged", gettext_noop("不变")),
    ("refused", gettext_noop("未导入")),
)
TONES = {
    "uploaded": "waiting",
    "queued": "waiting",
    "running": "going",
    "done": "ended",
    "refused": "bad",
    "failed": "bad",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file and what it is taken for."""

    place: int
    header: str
    target: str
    sample: str

    @property
    def name(self) -> str:
        return f"column-{self.place}"


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """The file as it will be understood, and the choices a person has."""

    run: ImportRun
    preview: Preview
    columns: Sequence[Column]
    fields: Sequence[tuple[str, str]]
    channels: Sequence[tuple[str, str]]
    systems: Sequence[tuple[str, str]]
    remember_as: str
    problem: Problem | None

    @property
    def rows(self) -> Sequence[tuple[Shown, str]]:
        """Each row with the word for its state."""
        return [
            (row, _(STATES[row.facts.row.state]) if row.facts else "") for row in self.preview.rows
        ]


def preview_page(run: ImportRun, at: datetime, problem: Problem | None = None) -> PreviewPage:
    found = queries.preview(run, at)
    opened = found.opened
    if problem is None and found.problem is not None:
        problem = problem_of(found.problem)
    return PreviewPage(
        run,
        found,
        [
            Column(place, header, opened.columns[header], "；".join(found.samples[header]))
            for place, header in enumerate(opened.headers)
        ],
        [(value, _(label)) for value, label in CHOICES.items()],
        [(value, str(label)) for value, label in Channel.choices],
        [(value, str(label)) for value, label in Crs.choices],
        queries.mapping_name(run, opened),
        problem,
    )


def choice_of(posted: Mapping[str, str], headers: Sequence[str]) -> Choice:
    """What a person chose on the page."""
    columns = {
        header: posted[f"column-{place}"]
        for place, header in enumerate(headers)
        if posted.get(f"column-{place}") in CHOICES
    }
    remember = posted.get("remember_as", "") if posted.get("remember") else ""
    return Choice(
        columns,
        posted.get("source", "").strip(),
        posted.get("channel", ""),
        posted.get("crs", ""),
        remember.strip(),
    )


@dataclass(frozen=True, slots=True)
class RunPage:
    """An import under way or over."""

    run: ImportRun
    stalled: bool
    can_resume: bool
    refused: bool

    @property
    def tone(self) -> str:
        return "bad" if self.stalled else TONES[self.run.status]

    @property
    def label(self) -> str:
        return _("中断") if self.stalled else str(self.run.get_status_display())

    @property
    def moving(self) -> bool:
        return self.run.status in ("queued", "running") and not self.stalled

    @property
    def counts(self) -> Sequence[tuple[int, str]]:
        return [(self.run.counts.get(name, 0), _(label)) for name, label in COUNTS]

    @property
    def refused_count(self) -> int:
        return int(self.run.counts.get("refused", 0))

    @property
    def cases_url(self) -> str:
        return f"{reverse('console:search')}?{urlencode({'source': self.run.source})}"


def run_page(run: ImportRun, at: datetime) -> RunPage:
    stalled = queries.stalled(run, at)
    over = stalled or run.status == "failed"
    return RunPage(
        run,
        stalled,
        over and bool(run.upload),
        queries.refused_path(run) is not None,
    )
