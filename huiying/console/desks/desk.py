"""What the desks share: who may sit down, a row as every list shows it, many acts at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.accounts.actors import Actor
from huiying.cases import queries as cases
from huiying.cases.kinds import Channel
from huiying.cases.listing import Filter
from huiying.cases.queries import Row
from huiying.cases.refusals import NotYours
from huiying.cases.rules.masking import mask_words
from huiying.cases.rules.workflow import DESK, STATE_LABELS, UNIT, State
from huiying.console import clocks
from huiying.console.clocks import Clock
from huiying.console.shell import Console, Problem
from huiying.directory.kinds import CaseKind, Level
from huiying.lib.errors import Refused
from huiying.lib.numbers import whole

RUNNING = frozenset({State.FILED, State.RETURNED, State.DISPATCHED, State.HANDLING})
MOST_AT_ONCE = 100


class NotYourDesk(NotYours):
    code = "not_your_desk"
    message = gettext_noop("您的岗位不能使用“%(desk)s”。")
    hint = gettext_noop("如工作需要，请联系管理员安排岗位。")


def seat(desk: Console, name: str, roles: Iterable[str]) -> None:
    """Refuse whoever has none of the roles of a desk."""
    if not desk.actor.has(*roles):
        raise NotYourDesk(desk=name)


@dataclass(frozen=True, slots=True)
class Line:
    """A case as the lists show it: words and clock worked out, personal data masked."""

    row: Row
    title: str
    address: str
    clock: Clock | None
    state: str
    kind: str
    level: str
    channel: str

    @property
    def urgent(self) -> bool:
        return self.row.level == Level.URGENT

    @property
    def received(self) -> str:
        return clocks.moment(self.row.received_at)


def line(desk: Console, row: Row) -> Line:
    shown = _clear if may_read(desk.actor, row) else mask_words
    running = row.state in RUNNING
    return Line(
        row,
        shown(row.title),
        shown(row.address),
        clocks.clock(
            row.due_at, desk.at, unit_id=row.lead_unit_id, suspended_until=row.suspended_until
        )
        if running
        else None,
        _(STATE_LABELS[State(row.state)]),
        str(CaseKind(row.kind).label),
        str(Level(row.level).label),
        str(Channel(row.channel).label),
    )


def lines(desk: Console, rows: Sequence[Row]) -> list[Line]:
    return [line(desk, row) for row in rows]


def _clear(text: str) -> str:
    return text


def may_read(actor: Actor, row: Row) -> bool:
    """Whether the words may be read with the phone numbers in them, as on the case's page."""
    return actor.has(*DESK) or (actor.has(*UNIT) and not row.confidential)


@dataclass(frozen=True, slots=True)
class Tab:
    """What the tab bar shows; ``count`` "" for none."""

    label: str
    url: str
    current: bool
    count: str = ""


def shown_count(number: int | None) -> str:
    """A bounded count in words: 1,001 reads "1,000+", nothing reads as nothing."""
    if not number:
        return ""
    return "1,000+" if number > 1000 else str(number)


def address(name: str, *args: object, **query: object) -> str:
    """The address of a page of the console with a query."""
    pairs = {k: v for k, v in query.items() if v is not None and v is not False and v != ""}
    path = reverse(f"console:{name}", args=args)
    return f"{path}?{urlencode(pairs, doseq=True)}" if pairs else path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row of many."""

    number: str
    title: str
    done: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Picked:
    """A checked row as it came back: the case and the version the page showed."""

    ident: int
    version: int


def picked(desk: Console) -> list[Picked]:
    """The checked rows, written ``id:version``; what is no number is left out."""
    found = []
    for text in desk.request.POST.getlist("pick")[:MOST_AT_ONCE]:
        ident, version = (whole(part) for part in text.partition(":")[::2])
        if ident is not None and version is not None:
            found.append(Picked(ident, version))
    return found


def picked_rows(desk: Console) -> list[tuple[Picked, Row]]:
    """The checked rows that the actor may see; what nobody showed them is passed over."""
    asked = {one.ident: one for one in picked(desk)}
    seen = cases.cases_for(desk.actor, Filter(), desk.at).filter(pk__in=list(asked))
    rows = {row.id: row for row in cases.rows_for(list(seen.values_list("pk", flat=True)))}
    return [(one, rows[ident]) for ident, one in asked.items() if ident in rows]


def attempt(desk: Console, row: Row, act: Callable[[], str]) -> Outcome:
    """One of many acts: its own transaction, its own answer; a refusal stops none of the others."""
    try:
        return Outcome(row.number, line(desk, row).title, done=act())
    except Refused as refused:
        return Outcome(row.number, line(desk, row).title, problem=desk.problem(refused))


def back(desk: Console, name: str) -> str:
    """Where a list's act returns to: the same tab and page, never another site."""
    given = desk.request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(given, allowed_hosts={desk.request.get_host()})
    return given if safe else reverse(f"console:{name}")


def results(desk: Console, outcomes: list[Outcome], name: str, title: str) -> HttpResponse:
    """The list of what became of each row; one that went well just goes back to the list."""
    if not outcomes:
        messages.warning(desk.request, _("没有选中任何案件，请先勾选。"))
        return redirect(back(desk, name))
    if len(outcomes) == 1 and outcomes[0].problem is None:
        messages.success(desk.request, f"{outcomes[0].number}：{outcomes[0].done}")
        return redirect(back(desk, name))
    failed = [one for one in outcomes if one.problem]
    context = {
        "title": title,
        "failed": failed,
        "done": [one for one in outcomes if not one.problem],
        "back": back(desk, name),
    }
    status = 200 if len(failed) < len(outcomes) else 422
    return desk.page("console/desks/results.html", context, current=name, status=status)
