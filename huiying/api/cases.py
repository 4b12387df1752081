"""Cases: the list, one case, and a new one."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from ninja import Field, Header, Path, Query, Router, Status

from huiying.api import shapes
from huiying.api.callers import caller_of
from huiying.api.listing import CaseQuery, Listed, strict
from huiying.api.refusals import BadKeyText, KnownSource
from huiying.api.sent import Flag, Id, Sent, area_id, category_id, unit_id
from huiying.api.shapes import CaseLine, CaseTold
from huiying.cases import access, queries
from huiying.cases import actions as cases
from huiying.cases.actions import NewCase
from huiying.cases.kinds import Channel
from huiying.cases.people import Contact
from huiying.directory.kinds import CaseKind, Level

router = Router(tags=["cases"])
Number = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,32}$")]


class Reporter(Sent):
    """Who raises the case; sealed at once, and told by no address but ``reveal``."""

    name: str = Field("", max_length=60)
    phone: str = Field("", max_length=20)
    email: str = Field("", max_length=200)


class CaseSent(Sent):
    """A new case. Without an area, the place decides it."""

    kind: CaseKind
    title: str = Field(min_length=1, max_length=200)
    channel: Channel = Channel.API
    level: Level = Level.GENERAL
    body: str = Field("", max_length=20_000)
    address: str = Field("", max_length=256)
    area: Id | None = None
    category: Id | None = None
    lon: float | None = Field(None, ge=-180, le=180, strict=True, description="WGS-84")
    lat: float | None = Field(None, ge=-90, le=90, strict=True, description="WGS-84")
    confidential: Flag = False
    accused_unit: Id | None = None
    reporter: Reporter | None = None
    source: str = Field("", max_length=40, description="The system it comes from.")
    source_number: str = Field("", max_length=64, description="Its number there; taken once.")
    file: Flag = Field(False, description="File it at once, so that it waits for dispatch.")

    def new(self) -> NewCase:
        """As the house takes it in. Raises BadValue for a row that there is not."""
        who = self.reporter
        return NewCase(
            kind=self.kind.value,
            channel=self.channel.value,
            level=self.level.value,
            title=self.title,
            body=self.body,
            address=self.address,
            area_id=area_id(self.area),
            category_id=category_id(self.category),
            lon=self.lon,
            lat=self.lat,
            confidential=self.confidential,
            accused_unit_id=unit_id(self.accused_unit),
            reporter=Contact(who.name, who.phone, who.email) if who else None,
            source=self.source,
            source_number=self.source_number,
        )


@router.get("", response=Listed[CaseLine], operation_id="list_cases")
def list_cases(request: HttpRequest, query: Query[CaseQuery]) -> Listed[CaseLine]:
    """The cases the caller may see, by the filters of the search desk."""
    strict(request, *CaseQuery.model_fields)
    caller, wanted = caller_of(request), query.wanted()
    page = queries.list_cases(caller.actor, wanted, caller.at, place=query.cursor, size=query.limit)
    return Listed(
        items=[shapes.line(caller.actor, row) for row in page.rows], next=page.next or None
    )


@router.get("/{number}", response=CaseTold, operation_id="get_case")
def get_case(request: HttpRequest, number: Number) -> CaseTold:
    """One case. Its ETag is what ``If-Match`` of the verbs wants."""
    caller = caller_of(request)
    case = access.get_case(caller.actor, number)
    request.huiying_version = case.version  # type: ignore[attr-defined]
    return shapes.told(caller.actor, case)


@router.post("", response={201: CaseTold, 200: CaseTold}, operation_id="create_case")
def create_case(
    request: HttpRequest,
    response: HttpResponse,
    sent: CaseSent,
    idempotency_key: Annotated[str | None, Header(alias="Idempotency-Key")] = None,
) -> Status[CaseTold]:
    """Take a case in. Sent again with the same Idempotency-Key, the first case comes back (200)."""
    caller = caller_of(request)
    try:
        made = cases.receive(
            sent.new(),
            actor=caller.actor,
            at=caller.at,
            key=_mark(caller.mark, idempotency_key),
            file=sent.file,
        )
    except IntegrityError:
        if not sent.source_number:
            raise
        raise KnownSource(source=sent.source, number=sent.source_number) from None
    told = shapes.told(caller.actor, made)
    response["Location"] = f"{request.path.rstrip('/')}/{made.number}"
    return Status(201 if made.received_at == caller.at else 200, told)


def _mark(caller: str, key: str | None) -> str | None:
    """What a case that was sent is known by: each caller has keys of its own."""
    if key is None:
        return None
    if not (0 < len(key) <= 200 and key.isprintable()):
        raise BadKeyText
    return "api:" + sha256(f"{caller}:{key}".encode()).hexdigest()[:56]
