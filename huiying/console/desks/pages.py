"""What each desk's page is given, typed; templates only lay it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiying.cases.listing import Filter
from huiying.cases.overview import Day, Expired, UnitCount
from huiying.cases.queries import Page
from huiying.console.desks.desk import Line, Tab
from huiying.directory.queries import CalendarEnd, UnitRow
from huiying.dispatch.actions import Why
from huiying.dispatch.inbox import Inbox, Item
from huiying.dispatch.queries import Suggestion
from huiying.dispatch.tray import CameBack, Reported, Waiting
from huiying.insights.hints import Hint
from huiying.oversight.calls import Proposal, Said
from huiying.oversight.claims import Claim


@dataclass(frozen=True, slots=True)
class Target:
    """The unit a row offers to send to with one key, and the words and trace that are kept."""

    unit: UnitRow
    assisting: tuple[UnitRow, ...]
    level: str
    why: Why
    handler: str = ""


@dataclass(frozen=True, slots=True)
class TrayRow:
    """A case to be sent: the proposal with its reason, and what came back before."""

    line: Line
    suggestion: Suggestion
    came_back: CameBack | None
    must_designate: bool
    target: Target | None
    learned: Hint | None = None  # the unit that earlier cases speak for, where no rule applies

    @property
    def pick(self) -> str:
        return f"{self.line.row.id}:{self.line.row.version}"

    @property
    def certain(self) -> bool:
        """Whether the row may be sent with many others: the rules alone decide, without doubt."""
        return self.suggestion.certain and not self.came_back and not self.must_designate


@dataclass(frozen=True, slots=True)
class TrayPage:
    tab: str
    tabs: Sequence[Tab]
    urgent: Sequence[TrayRow]
    rows: Sequence[TrayRow]
    page: Page
    problems: Sequence[str]
    rules: str
    here: str


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """Requests for time, or excuses, that wait for a decision."""

    tabs: Sequence[Tab]
    kind: str
    rows: Sequence[tuple[Line, Waiting]]
    total: int
    may_decide: bool


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An assignment in a unit's list; ``verb`` is what the unit does next, ``label`` its name."""

    line: Line
    item: Item
    step: str
    verb: str
    label: str
    near: str
    pick: str


@dataclass(frozen=True, slots=True)
class InboxPage:
    tab: str
    tabs: Sequence[Tab]
    rows: Sequence[InboxRow]
    page: Inbox
    units: Sequence[tuple[str, str]]
    people: Sequence[tuple[str, str]]
    unit: int | None
    person: int | None
    here: str
    route: str
    print: bool


@dataclass(frozen=True, slots=True)
class CheckRow:
    line: Line
    reported: Reported | None
    on_site: bool


@dataclass(frozen=True, slots=True)
class CheckPage:
    rows: Sequence[CheckRow]
    page: Page
    here: str


@dataclass(frozen=True, slots=True)
class CallRow:
    line: Line
    reported: Reported | None
    said: Said | None
    busy: Claim | None


@dataclass(frozen=True, slots=True)
class CallsPage:
    tab: str
    tabs: Sequence[Tab]
    rows: Sequence[CallRow]
    page: Page
    tries_enough: int


@dataclass(frozen=True, slots=True)
class ExcusesPage:
    tabs: Sequence[Tab]
    rows: Sequence[tuple[Line, Proposal, Said | None]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the records behind it."""

    value: str
    label: str
    url: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Failing:
    """A reader of the journal that failed and waits to be looked at."""

    name: str
    failures: int
    position: int
    behind: int


@dataclass(frozen=True, slots=True)
class OverviewPage:
    figures: Sequence[Figure]
    units: Sequence[tuple[UnitCount, str, str]]
    days: Sequence[Day]
    chart: dict[str, object]
    unowned: Sequence[Line]
    expired: Sequence[Expired]
    failing: Sequence[Failing]
    calendars: Sequence[CalendarEnd]


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """The records behind a figure; ``notes`` say more about some of them, by case."""

    title: str
    about: str
    lines: Sequence[Line]
    page: Page
    back: str
    notes: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that holds, and the address without it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved filter as the list offers it."""

    id: int
    name: str
    url: str
    mine: bool
    owner: str
    shared: bool
    pinned: bool


@dataclass(frozen=True, slots=True)
class CasesPage:
    wanted: Filter
    lines: Sequence[Line]
    page: Page
    chips: Sequence[Chip]
    sorts: Sequence[Tab]
    saved: Sequence[Kept]
    query: str
    count: str
    exports: Sequence[tuple[str, str]]
