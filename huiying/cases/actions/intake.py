"""Taking a voice in: receive, file 立案, answer at once, decline, void."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from huiying.accounts.actors import Actor
from huiying.cases import people
from huiying.cases.actions.core import act, only
from huiying.cases.events import Answered, Declined, Filed, Received, Voided
from huiying.cases.kinds import Channel, NoteKind
from huiying.cases.models import Case
from huiying.cases.refusals import BadValue, Missing, NotYours
from huiying.cases.rules.workflow import Closing, Declining, State
from huiying.directory import queries as directory
from huiying.directory.kinds import CaseKind, Crs, Level
from huiying.journal import actions as journal
from huiying.journal.events import Event
from huiying.lib.numbers import public_number, tracking_code
from huiying.search import index
from huiying.statements import insert

LOCAL = ZoneInfo("Asia/Shanghai")
RECEIVERS = ("operator", "dispatcher", "supervisor", "street", "handler", "inspector")


@dataclass(frozen=True, slots=True)
class NewCase:
    """What is told when a voice comes in. Coordinates are WGS-84 by now."""

    kind: str
    channel: str
    title: str
    body: str = ""
    address: str = ""
    area_id: int | None = None
    category_id: int | None = None
    level: str = Level.GENERAL
    lon: float | None = None
    lat: float | None = None
    source_crs: str = Crs.WGS84
    confidential: bool = False
    accused_unit_id: int | None = None
    accused_person_id: int | None = None
    reporter: people.Contact | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    source: str = ""
    source_number: str = ""


def receive(
    new: NewCase, *, actor: Actor, at: datetime, key: str | None = None, file: bool = False
) -> Case:
    """Take a case in; with ``file`` it is filed at once and waits for dispatch.

    ``key`` is the form's idempotency key: sent twice, the same case comes back and nothing is
    added. Raises Missing or BadValue; a person without a receiving post gets NotYours.
    """
    _check(new, actor)
    if key and (known := _known(key)):
        return known
    ahead = _number_ahead(at)
    try:
        with transaction.atomic():
            return _receive(new, actor, at, key, file=file, number=ahead)
    except IntegrityError:
        # Two clicks at the same moment: the other one has won.
        if key and (known := _known(key)):
            return known
        raise


def _known(key: str) -> Case | None:
    """The case that a form made when it was sent before. Asked of each new case: index only."""
    ident = Case.objects.filter(idempotency_key=key).values_list("pk", flat=True)[:1]
    return Case.objects.get(pk=ident[0]) if ident else None


def _receive(
    new: NewCase, actor: Actor, at: datetime, key: str | None, *, file: bool, number: str
) -> Case:
    case = build(new, number=number or next_numbers(at, 1)[0], at=at)
    case.idempotency_key = key
    if file:
        case.state = State.FILED
    if new.reporter:
        reporter = people.seal(new.reporter)
        insert(reporter)
        case.reporter = reporter
    insert(case)
    index.put([(case.pk, search_text(case))])
    events: list[Event] = [received(case)]
    if file:
        events.append(Filed(case.pk))
    journal.record_all([(event, at) for event in events], by=actor.by)
    return case


def build(new: NewCase, *, number: str, at: datetime) -> Case:
    """An unsaved case row in state received."""
    area_id = new.area_id
    if area_id is None and new.lon is not None and new.lat is not None:
        area_id = directory.area_at(new.lon, new.lat)
    return Case(
        number=number,
        tracking_code=tracking_code(),
        kind=new.kind,
        channel=new.channel,
        level=new.level,
        title=new.title.strip(),
        body=new.body.strip(),
        address=new.address.strip(),
        area_id=area_id,
        category_id=new.category_id,
        lon=new.lon,
        lat=new.lat,
        source_crs=new.source_crs,
        confidential=new.confidential,
        accused_unit_id=new.accused_unit_id,
        accused_person_id=new.accused_person_id,
        extra=new.extra,
        source=new.source,
        source_number=new.source_number,
        received_at=at,
        changed_at=at,
    )


def received(case: Case) -> Received:
    return Received(
        case.pk,
        number=case.number,
        kind=case.kind,
        channel=case.channel,
        source=case.source,
        area_id=case.area_id,
        category_id=case.category_id,
    )


def search_text(case: Case) -> str:
    """What full-text search finds a case by. The reporter is found by blind index only."""
    return f"{case.title}\n{case.body}\n{case.address}\n{case.source_number}"


def _number_ahead(at: datetime) -> str:
    """A number before the case's transaction begins, where others could wait for it; "" elsewhere.

    The day's row stays locked until the transaction that counted it ends: on PostgreSQL every
    case would wait for the one before it to reach the disk. Counted ahead, a case that then fails
    leaves a gap, never a double. The count need not wait for the disk itself: it stands in the
    log before the case that carries it, and reaches the disk with it at the latest.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return ""
    return next_numbers(
        at, 1, "(SELECT set_config('synchronous_commit', 'off', true)) AS unwaited"
    )[0]


def next_numbers(at: datetime, count: int, origin: str = "(SELECT 1) AS one") -> list[str]:
    """The next public numbers of the day, in the caller's transaction."""
    day = at.astimezone(LOCAL).date()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_dayserial (day, last) SELECT %s, %s FROM {origin} WHERE true "  # noqa: S608
            "ON CONFLICT (day) DO UPDATE SET last = cases_dayserial.last + %s RETURNING last",
            [day, count, count],
        )
        last = int(cursor.fetchone()[0])
    return [
        public_number(settings.NUMBER_PREFIX, day, serial)
        for serial in range(last - count + 1, last + 1)
    ]


def _check(new: NewCase, actor: Actor) -> None:
    if not actor.has(*RECEIVERS):
        raise NotYours(number="", verb=_("登记"), roles="、".join(RECEIVERS))
    if not new.title.strip():
        raise Missing(field=_("标题"))
    if len(new.title.strip()) > 200:
        raise BadValue(field=_("标题"), why=_("最多 200 字。"))
    for name, value, known in (
        (_("诉求类型"), new.kind, CaseKind.values),
        (_("渠道"), new.channel, Channel.values),
        (_("级别"), new.level, Level.values),
    ):
        if value not in known:
            raise BadValue(field=name, why=_("没有“%(value)s”这一项。") % {"value": value})


def file(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """立案: the matter is accepted and waits for dispatch."""
    with act("file", case_id, actor=actor, at=at, version=version) as deed:
        only(Filed, deed)
    return deed.case


def answer(
    *, case_id: int, actor: Actor, at: datetime, text: str, version: int | None = None
) -> Case:
    """Answer a consultation on the spot and close it (art. 11: answer at once if possible)."""
    with act("answer", case_id, actor=actor, at=at, version=version) as deed:
        note = deed.write(NoteKind.MESSAGE, text, to_person=True)
        deed.case.closing = Closing.ANSWERED
        only(Answered, deed, note)
    return deed.case


def decline(
    *, case_id: int, actor: Actor, at: datetime, way: str, text: str, version: int | None = None
) -> Case:
    """Do not dispatch, for one of the six lawful reasons (art. 11), and tell the person why."""
    if way not in set(Declining):
        raise Missing(field=_("不予派单的情形"))
    with act("decline", case_id, actor=actor, at=at, version=version) as deed:
        note = deed.write(NoteKind.MESSAGE, text, to_person=True)
        deed.case.declining = way
        only(Declined, deed, note, way=way)
    return deed.case


def void(
    *, case_id: int, actor: Actor, at: datetime, text: str, version: int | None = None
) -> Case:
    """Strike out a case that should never have been: a test, a wrong number. Nothing is erased."""
    with act("void", case_id, actor=actor, at=at, version=version) as deed:
        note = deed.write(NoteKind.REASON, text)
        only(Voided, deed, note)
    return deed.case
