"""What other systems send through the open door: requests, updates, and requests only to try."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from huiying.accounts.actors import Actor, system
from huiying.accounts.keys import KeyHolder
from huiying.cases import open_requests, services, trials
from huiying.cases.actions.arrival import Outcome, take_in
from huiying.cases.actions.core import act, only
from huiying.cases.actions.intake import NewCase
from huiying.cases.events import Attached, Noted
from huiying.cases.kinds import Channel, NoteKind
from huiying.cases.models import Attachment, Case
from huiying.cases.open_models import Trial
from huiying.cases.people import Contact
from huiying.cases.refusals import BadValue, NoSuchCase
from huiying.cases.rules.contact_words import headline
from huiying.cases.rules.openness import LONGEST, with_answers
from huiying.cases.rules.questions import Problem, check_answers
from huiying.cases.rules.workflow import State
from huiying.cases.services import Service
from huiying.cases.tasks import fetch_media
from huiying.directory import queries as directory
from huiying.directory.kinds import CaseKind
from huiying.files.actions import store
from huiying.files.models import StoredFile
from huiying.files.places import most_per_act
from huiying.files.rules.kinds import KEPT, plain_name
from huiying.files.rules.refusals import TooMany
from huiying.lib.errors import Refused

LONGEST_ADDRESS = 256
TRIALS_KEPT = timedelta(days=30)
MOST_UPDATES = 200  # marks of updates a case remembers, to take each once


class NoSuchService(Refused):
    code = "no_such_service"
    message = _("没有服务 %(code)s。")
    hint = _("现有的服务见 services 清单。")


class NoPlace(Refused):
    code = "no_place"
    message = _("缺少位置：请给出 lat 和 long、address_string 或 address_id 之一。")
    hint = _("坐标用 WGS-84；address_id 是区划代码。")


class BadAnswers(Refused):
    code = "bad_answers"
    message = _("附加问题的答案有误。")

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request as another system sends it. Coordinates WGS-84 degrees, both or none."""

    service_code: str
    description: str = ""
    address: str = ""
    area_code: str = ""
    lon: float | None = None
    lat: float | None = None
    contact: Contact = field(default_factory=Contact)
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    media_urls: tuple[str, ...] = ()
    uploads: tuple[File[bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class SentUpdate:
    """An update of a request as another system sends it; ``key`` is that system's own id of it."""

    number: str
    text: str
    closed: bool | None = None
    key: str = ""
    media_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """The number of what was taken in; "" when it may not be known outside."""

    number: str


def submit(sent: SentRequest, *, sender: KeyHolder, at: datetime, key: str = "") -> Taken:
    """Take a request in as a filed case, all of it or nothing; by ``key`` once.

    Files are examined and stored before anything is locked. Addresses of pictures are fetched in
    the background after the case is safe. Raises NoSuchService, NoPlace, BadAnswers, BadValue,
    TooMany and the BadFile refusals.
    """
    service, new = _looked_at(sent)
    stored = _stored(sent.uploads, at)
    actor = system(sender.name)
    with transaction.atomic():
        mark = _mark(sender, key) if key else token_hex(16)
        case = take_in(new, outcome=Outcome.FILE, actor=actor, at=at, key=mark)
        if case.received_at == at:  # else it was sent before, and is as it is
            _put_files(case, stored, actor, at)
            for url in sent.media_urls:
                fetch_media.enqueue(case.pk, url, sender.name)
    return Taken("" if service.private else case.number)


def submit_trial(sent: SentRequest, *, sender: KeyHolder, at: datetime, key: str = "") -> Taken:
    """Check a request as `submit` does and keep it apart as test data: no case comes of it."""
    service, new = _looked_at(sent)
    for upload in sent.uploads:
        store(upload, upload.name or "", at)  # belongs to nothing: the clean-up removes it
    data: dict[str, Any] = {
        "service_code": service.code,
        "service_name": service.name,
        "description": sent.description,
        "address": new.address,
        "area_code": sent.area_code,
        "lon": new.lon,
        "lat": new.lat,
    }
    mark = _mark(sender, key) if key else None
    row = Trial.objects.filter(key=mark).first() if mark else None
    if row is None:
        try:
            with transaction.atomic():
                row = Trial.objects.create(key=mark, sender=sender.name, data=data, received_at=at)
        except IntegrityError:  # two at the same moment: the other one has won
            row = Trial.objects.get(key=mark)
    return Taken("" if service.private else str(row))


def add_update(sent: SentUpdate, *, sender: KeyHolder, at: datetime) -> str:
    """Put what another system tells about a case on it, for the desks and the person; its id.

    The state does not change: that a matter is solved, the call-back finds out. Sent twice under
    one ``key``, nothing is added. Raises NoSuchCase for what is not public.
    """
    text = _update_text(sent)
    found = open_requests.by_numbers([sent.number])
    if not found:
        raise NoSuchCase(number=sent.number)
    actor = system(sender.name)
    mark = f"{sender.id}:{sent.key}"
    with act("note", found[0].id, actor=actor, at=at) as deed:
        seen = dict(deed.case.extra.get("updates", {}))
        if sent.key and mark in seen:
            return str(seen[mark])
        note = deed.write(NoteKind.ANSWER, text, to_person=True)
        only(Noted, deed, note)
        if sent.key and len(seen) < MOST_UPDATES:
            seen[mark] = note.pk
            deed.case.extra = {**deed.case.extra, "updates": seen}
        for url in sent.media_urls:
            fetch_media.enqueue(deed.case.pk, url, sender.name)
    return str(note.pk)


def add_trial_update(sent: SentUpdate, *, sender: KeyHolder, at: datetime) -> str:
    """As `add_update`, on a request of the test endpoint."""
    text = _update_text(sent)
    with transaction.atomic():
        row = trials.rows([sent.number]).select_for_update().first()
        if row is None:
            raise NoSuchCase(number=sent.number)
        told = list(row.data.get("updates", []))
        keys = [update["key"] for update in told]
        if not sent.key or sent.key not in keys:
            keys.append(sent.key)
            update = {**asdict(sent), "text": text, "at": at.isoformat(), "by": sender.name}
            row.data = {**row.data, "updates": [*told, update][-MOST_UPDATES:]}
            row.save(update_fields=["data"])
        return f"{row.pk}-{keys.index(sent.key) + 1}" if sent.key else f"{row.pk}-{len(keys)}"


def forget_trials(at: datetime) -> int:
    """Remove test requests older than a month; returns how many."""
    return Trial.objects.filter(received_at__lt=at - TRIALS_KEPT).delete()[0]


def _looked_at(sent: SentRequest) -> tuple[Service, NewCase]:
    """The service that is meant, and the case it will be, checked as far as can be."""
    service = services.book().services.get(sent.service_code)
    if service is None:
        raise NoSuchService(code=sent.service_code[:40])
    if sent.lat is None and not sent.address and not sent.area_code:
        raise NoPlace
    if len(sent.description) > LONGEST:
        raise BadValue(field="description", why=gettext("最多 4000 字。"))
    if len(sent.address) > LONGEST_ADDRESS:
        raise BadValue(field="address_string", why=gettext("最多 256 字。"))
    area = directory.area_by_code_or_name(sent.area_code) if sent.area_code else None
    if sent.area_code and area is None:
        raise BadValue(field="address_id", why=gettext("没有这个区划代码。"))
    answers, problems = check_answers(service.questions, sent.answers)
    if problems:
        raise BadAnswers(problems)
    return service, NewCase(
        kind=CaseKind.HELP,
        channel=Channel.API,
        title=headline(sent.description) or service.name,
        body=with_answers(sent.description, answers),
        address=sent.address or (area.name if area else ""),
        area_id=area.id if area else None,
        category_id=service.category_id,
        lon=sent.lon,
        lat=sent.lat,
        reporter=sent.contact or None,
        extra={"answers": answers} if answers else {},
        source=open_requests.SOURCE,
    )


def _stored(uploads: Sequence[File[bytes]], at: datetime) -> list[tuple[StoredFile, str]]:
    if len(uploads) > most_per_act():
        raise TooMany(count=len(uploads), most=most_per_act())
    files = [(store(upload, upload.name or "", at), upload.name or "") for upload in uploads]
    return [(file, plain_name(name, KEPT[file.media_type].extension)) for file, name in files]


def _put_files(
    case: Case, stored: Sequence[tuple[StoredFile, str]], actor: Actor, at: datetime
) -> None:
    """Hang files that are stored already on a case that was just made."""
    if not stored or case.state != State.FILED:
        return
    with act("attach", case.pk, actor=actor, at=at) as deed:
        for file, name in stored:
            made = Attachment.objects.create(
                case=deed.case,
                file=file,
                name=name,
                at=at,
                author_name=actor.name,
                to_person=True,
            )
            deed.tell(Attached(case.pk, attachment_id=made.pk, digest=file.digest[:32]))


def _update_text(sent: SentUpdate) -> str:
    """The words of an update; what the other side thinks of the state stands before them."""
    text = sent.text.strip()
    if len(text) > LONGEST:
        raise BadValue(field="description", why=gettext("最多 4000 字。"))
    if not text and sent.closed is None:
        raise BadValue(field="description", why=gettext("没有内容。"))
    said = gettext("【对方标记为已解决】") if sent.closed else ""
    return (said + text) or gettext("【对方标记为未解决】")


def _mark(sender: KeyHolder, key: str) -> str:
    """The same key of two systems is not the same request."""
    return sha256(f"open311:{sender.id}:{key}".encode("utf-8", "replace")).hexdigest()
