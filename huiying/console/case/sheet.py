"""Everything one case's page shows, read once and typed: templates only lay it out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.accounts.actors import Actor
from huiying.cases import access
from huiying.cases import queries as cases
from huiying.cases.queries import Moment, Row
from huiying.cases.rules.masking import mask_words
from huiying.cases.rules.workflow import State
from huiying.cases.types import Attachment, Case, Request
from huiying.column import access as column_access
from huiying.column import queries as column
from huiying.column.types import Exposure
from huiying.console import clocks
from huiying.console.case.marks import Words, words_of
from huiying.console.case.nearby import map_of
from huiying.console.case.next_acts import Button, Standing, buttons
from huiying.console.case.sentences import sentence
from huiying.console.clocks import Clock
from huiying.console.inbox.words import NudgeRow, nudges_of
from huiying.console.problems.words import trend_word
from huiying.consultation import access as consultation_access
from huiying.consultation import queries as consultation
from huiying.consultation.types import Topic
from huiying.directory import queries as directory
from huiying.dispatch import queries as dispatch
from huiying.dispatch.types import Assignment, ClockRequest, Return
from huiying.insights import queries as insights
from huiying.knowledge import queries as knowledge
from huiying.knowledge.types import Use
from huiying.maps.frames import Frame
from huiying.notices import queries as notices
from huiying.notices.types import Notice
from huiying.oversight import queries as oversight
from huiying.relay import access as relay_access
from huiying.relay import queries as relay
from huiying.relay.queries import OnCase
from huiying.supervision import order_queries as orders
from huiying.supervision.rules.orders import ISSUING
from huiying.supervision.types import Order
from huiying.telephony import queries as telephony
from huiying.telephony.types import Call, Transfer
from huiying.whistles import access as whistle_access
from huiying.whistles import queries as whistles
from huiying.whistles.types import Whistle


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the timeline in words."""

    at: datetime
    who: str
    event: str
    sentence: str
    words: str
    to_person: bool
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One limit of an assignment: what, by when, and when it was met."""

    label: str
    due: datetime
    met: datetime | None
    clock: Clock | None

    @property
    def late(self) -> bool:
        return self.met is not None and self.met > self.due


@dataclass(frozen=True, slots=True)
class Leg:
    """An assignment with its limits."""

    assignment: Assignment
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why this unit: the rule, what spoke for it, how many rules were passed over."""

    rule: str
    basis: str
    because: tuple[str, ...]
    passed: int


@dataclass(frozen=True, slots=True)
class Ask:
    """A question or task with its own clock."""

    request: Request
    clock: Clock | None


@dataclass(frozen=True, slots=True)
class Common:
    """The common problem that the case is a voice of."""

    ident: int
    title: str
    voices: int
    trend: str


@dataclass(frozen=True, slots=True)
class Sheet:
    case: Case
    clock: Clock | None
    title: str
    body: str
    words: Words
    masked: bool
    facts: tuple[Fact, ...]
    sees_reporter: bool
    primary: Button | None
    others: tuple[Button, ...]
    legs: tuple[Leg, ...]
    reason: Reason | None
    returns: tuple[Return, ...]
    clock_requests: tuple[ClockRequest, ...]
    related: tuple[tuple[str, tuple[Row, ...]], ...]
    asks: tuple[Ask, ...]
    attachments: tuple[Attachment, ...]
    told: tuple[Told, ...]
    map: Frame | None
    common: Common | None
    notices: tuple[Notice, ...]
    exposable: bool
    issues: tuple[Exposure, ...]
    used: tuple[Use, ...]
    passable: bool
    passings: tuple[OnCase, ...]
    calls: tuple[Call, ...]
    transfers: tuple[Transfer, ...]
    may_whistle: bool
    whistles: tuple[Whistle, ...]
    nudges: tuple[NudgeRow, ...]
    may_raise: bool
    topics: tuple[Topic, ...]
    may_order: bool
    orders: tuple[Order, ...]


def sheet_of(actor: Actor, case: Case, at: datetime) -> Sheet:
    """The page of a case, in a number of queries that does not grow with its history."""
    now = Standing(
        actor,
        case,
        dispatch.assignments_of(case),
        dispatch.clock_requests_of(case),
        oversight.call_backs_of(case),
        oversight.excuses_of(case),
    )
    row = buttons(now)
    primary = row[0] if row and row[0].primary else None
    sees = access.sees_reporter(actor, case)
    shown = _clear if sees else mask_words
    moments = cases.timeline(case)
    return Sheet(
        case=case,
        clock=clock_of(case, at),
        title=shown(case.title),
        body=shown(case.body),
        words=words_of(shown(case.body or case.title)),
        masked=shown(case.title + case.body) != case.title + case.body,
        facts=facts_of(case),
        sees_reporter=sees,
        primary=primary,
        others=tuple(row[1:] if primary else row),
        legs=tuple(_leg(a, at) for a in now.assignments),
        reason=_reason(now.lead),
        returns=tuple(dispatch.returns_of(case)),
        clock_requests=tuple(now.clock_requests),
        related=_related(case),
        asks=tuple(_ask(request, at) for request in cases.requests_of(case)),
        attachments=tuple(a for moment in moments for a in moment.attachments),
        told=tuple(_told(moment, sees=sees) for moment in reversed(moments)),
        map=map_of(case),
        common=_common(actor, case),
        notices=tuple(notices.of_case(case)) if sees else (),
        exposable=column_access.may_expose(actor, case),
        issues=tuple(column.exposures_of(actor, case)) if column_access.edits(actor) else (),
        # Asked for only where the journal tells that there are some.
        used=tuple(knowledge.used_for(case)) if _happened(moments, "ArticleUsed") else (),
        passable=case.open and relay_access.may_pass(actor, case),
        passings=tuple(relay.of_case(actor, case)) if _happened(moments, "PassedOn") else (),
        calls=tuple(telephony.calls_of(case)) if _happened(moments, "CallLinked") else (),
        transfers=tuple(telephony.transfers_of(case))
        if _happened(moments, "CallerPutThrough")
        else (),
        may_whistle=whistle_access.may_whistle(actor, case),
        whistles=tuple(whistles.whistles_of(actor, case)) if _happened(moments, "Whistled") else (),
        nudges=nudges_of(actor, case),
        may_raise=case.open and actor.has(*consultation_access.RAISERS),
        topics=tuple(consultation.of_case(actor, case)),
        may_order=actor.has(*ISSUING),
        orders=tuple(orders.of_case(actor, case)),
    )


def _happened(moments: Iterable[Moment], event: str) -> bool:
    return any(moment.line.event == event for moment in moments)


def title_for(actor: Actor, case: Case) -> str:
    """The title as this person may read it."""
    return case.title if access.sees_reporter(actor, case) else mask_words(case.title)


def _clear(text: str) -> str:
    return text


def clock_of(case: Case, at: datetime) -> Clock | None:
    """The case's clock; none once the unit has reported or the case has ended."""
    if not case.open or case.reported_at is not None:
        return None
    return clocks.clock(
        case.due_at, at, unit_id=case.lead_unit_id, suspended_until=case.suspended_until
    )


def facts_of(case: Case) -> tuple[Fact, ...]:
    """What was recorded, in the order people read it out; empty facts are left out."""
    areas, categories = directory.areas(), directory.categories()
    pairs = (
        (_("诉求类型"), case.get_kind_display()),
        (_("渠道"), case.get_channel_display()),
        (_("级别"), case.get_level_display()),
        (_("分类"), _path(categories, case.category_id)),
        (_("区划"), _path(areas, case.area_id)),
        (_("地址"), case.address),
        (_("被反映单位"), str(case.accused_unit or "")),
        (_("成因"), str(case.cause or "")),
        (_("接收时间"), clocks.moment(case.received_at)),
        (_("外部来源"), " ".join(filter(None, (case.source, case.source_number)))),
        (_("不予派单"), case.get_declining_display()),
        (_("结案方式"), case.get_closing_display()),
        (_("结案时间"), clocks.moment(case.closed_at) if case.closed_at else ""),
    )
    return tuple(Fact(label, str(value)) for label, value in pairs if value)


def _path(tree: directory.Tree, ident: int | None) -> str:  # type: ignore[type-arg]
    names = [tree.rows[i].name for i in tree.above(ident)] if ident else []
    return " / ".join(reversed(names[:3]))


def _leg(assignment: Assignment, at: datetime) -> Leg:
    a = assignment
    signed = a.signed_at or a.reported_at
    plan = (
        (_("签收"), a.sign_due, signed),
        (_("联系"), a.contact_due, a.contacted_at or a.reported_at),
        (_("反馈"), a.report_due, a.progressed_at or a.reported_at),
        (_("办结"), a.resolve_due, a.reported_at),
    )
    return Leg(
        a,
        tuple(Step(label, due, met, _running(a, due, met, at)) for label, due, met in plan if due),
    )


def _running(a: Assignment, due: datetime, met: datetime | None, at: datetime) -> Clock | None:
    return clocks.clock(due, at, unit_id=a.unit_id) if a.open and met is None else None


def _reason(lead: Assignment | None) -> Reason | None:
    if lead is None or not lead.trace:
        return None
    trace = lead.trace
    return Reason(
        trace.get("name", ""),
        trace.get("basis", ""),
        tuple(trace.get("because", ())),
        int(trace.get("passed_count", 0)),
    )


def _related(case: Case) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    labels = {
        "master": _("主案"),
        "duplicates": _("并入本案"),
        "parent": _("拆分自"),
        "parts": _("分项"),
    }
    if case.state == State.VOID:
        return ()
    groups = cases.related(case)
    return tuple((labels[name], tuple(rows)) for name, rows in groups.items() if rows)


def _common(actor: Actor, case: Case) -> Common | None:
    found = insights.problem_of(actor, case.pk)
    if found is None:
        return None
    return Common(found.pk, found.title, found.voices, trend_word(found.trend))


def _ask(request: Request, at: datetime) -> Ask:
    waiting = request.status == "waiting"
    return Ask(request, clocks.clock(request.due_at, at) if waiting else None)


def _told(moment: Moment, *, sees: bool) -> Told:
    words = moment.note.text if moment.note else ""
    return Told(
        at=moment.line.at,
        who=moment.line.actor_name,
        event=moment.line.event,
        sentence=sentence(moment.line),
        words=words if sees else mask_words(words),
        to_person=bool(moment.note and moment.note.to_person),
        attachments=moment.attachments,
    )
