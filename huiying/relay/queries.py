"""All reads of foreign platforms and of what was passed on to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Prefetch, Q, QuerySet

from huiying.accounts.actors import Actor
from huiying.accounts.roles import Role
from huiying.cases import access as cases
from huiying.cases.models import Case
from huiying.cases.rules.masking import mask_words
from huiying.directory import queries as directory
from huiying.relay import access
from huiying.relay.models import Meaning, Passing, Server, Service, Told
from huiying.relay.passing import UNDER_WAY
from huiying.relay.refusals import NoSuchServer
from huiying.relay.rules.reading import Question
from huiying.relay.rules.waits import TROUBLE

PAGE = 50
SHOWN_TOLD = 20  # updates of the other side on a case's page
Status = Passing.Status
TROUBLED = Q(status=Status.FAILED) | Q(status__in=UNDER_WAY, tries__gte=TROUBLE)
STATUSES = dict(Status.choices)
SEALED = ("server__key_sealed",)


@dataclass(frozen=True, slots=True)
class OnCase:
    """A passing as the case's page shows it."""

    row: Passing
    told: tuple[Told, ...]
    again: bool
    stop: bool
    troubled: bool
    seen: bool = True  # whether this person may open the case itself


def of_case(actor: Actor, case: Case) -> list[OnCase]:
    """Where a case was passed on to, the newest first; two queries."""
    said = Prefetch("told", Told.objects.order_by("-at", "-id"), to_attr="said_there")
    found = Passing.objects.filter(case=case).select_related("server").prefetch_related(said)
    mine = access.may_pass(actor, case)
    return [_on_case(row, mine=mine, open_case=case.open) for row in found.order_by("-id")[:PAGE]]


def _on_case(row: Passing, *, mine: bool, open_case: bool) -> OnCase:
    troubled = is_troubled(row)
    told = tuple(getattr(row, "said_there", ())[:SHOWN_TOLD])
    going = row.status in UNDER_WAY or row.status == Status.FAILED
    again = troubled and (open_case or row.status != Status.FAILED)
    return OnCase(row, told, mine and again, mine and going, troubled)


def is_troubled(row: Passing) -> bool:
    """Whether somebody should look at it."""
    stuck = row.status in UNDER_WAY and row.tries >= TROUBLE
    return row.status == Status.FAILED or stuck


def desk_rows(
    actor: Actor, *, status: str = "", server: int | None = None, q: str = ""
) -> QuerySet[Passing]:
    """What was passed on as far as an actor may know of it, filtered; no words of the cases."""
    if not actor.has(*access.WATCH):
        return Passing.objects.none()
    found = Passing.objects.filter(access.passings_for(actor)).select_related("case", "server")
    found = found.defer("text", "answers", "case__body", *SEALED)
    if status == "trouble":
        found = found.filter(TROUBLED)
    elif status in STATUSES:
        found = found.filter(status=status)
    if server:
        found = found.filter(server_id=server)
    if q := q.strip()[:60]:
        found = found.filter(Q(number=q) | Q(case__number=q.upper()))
    return found


def troubled(actor: Actor) -> int:
    """How many need a look, counted up to a thousand."""
    return desk_rows(actor, status="trouble").order_by()[:1000].count()


def lines_of(actor: Actor, rows: Sequence[Passing]) -> list[OnCase]:
    """The rows of a list with what this person may do about each."""
    keeps = actor.has(Role.ADMINISTRATOR)
    return [
        replace(
            _on_case(row, mine=keeps or access.may_pass(actor, row.case), open_case=row.case.open),
            seen=cases.sees(actor, row.case),
        )
        for row in rows
    ]


def server_choices() -> list[tuple[str, str]]:
    """All platforms, for the filter."""
    return [(str(pk), name) for pk, name in Server.objects.values_list("pk", "name")]


def servers(actor: Actor) -> list[Server]:
    """Every platform with the number of its ``offered`` services. Raises NotKeeper."""
    access.check_keeper(actor)
    offered = Count("services", filter=Q(services__gone=False))
    return list(Server.objects.defer("key_sealed").annotate(offered=offered).order_by("name"))


def server(actor: Actor, server_id: int) -> Server:
    """Raises NotKeeper, NoSuchServer."""
    access.check_keeper(actor)
    row = Server.objects.filter(pk=server_id).first()
    if row is None:
        raise NoSuchServer(id=server_id)
    return row


def services(server_id: int) -> list[Service]:
    """What a platform offers now."""
    return list(Service.objects.filter(server_id=server_id, gone=False))


def meanings(server_id: int) -> list[Meaning]:
    """What our categories are there, in the order of our tree."""
    found = Meaning.objects.filter(server_id=server_id).select_related("category", "service")
    return list(found)


def services_of(server_ids: Sequence[int]) -> list[Service]:
    """What some platforms offer now, platform by platform."""
    found = Service.objects.filter(server_id__in=server_ids, gone=False).defer("description")
    return list(found.order_by("server__name", "group", "name", "id"))


@dataclass(frozen=True, slots=True)
class Choice:
    """A platform to which a case may be passed on, and the service its category is there."""

    server: Server
    service: Service | None


def choices_for(case: Case) -> list[Choice]:
    """The platforms in use, those that have a service for the case's category first."""
    found = list(Server.objects.filter(active=True).defer("key_sealed").order_by("name"))
    chain: Sequence[int] = (
        directory.categories().above(case.category_id) if case.category_id else ()
    )
    nearness = {category: place for place, category in enumerate(chain)}
    rows = Meaning.objects.filter(
        server__in=found, category_id__in=chain, service__gone=False
    ).select_related("service")
    best: dict[int, Meaning] = {}
    for row in sorted(rows, key=lambda row: -nearness[row.category_id]):
        best[row.server_id] = row  # the nearest comes last and stays
    made = [Choice(one, best[one.pk].service if one.pk in best else None) for one in found]
    return sorted(made, key=lambda choice: choice.service is None)


def questions_of(service: Service) -> list[Question]:
    return [Question(**plain) for plain in service.questions]


def proposal(case: Case) -> str:
    """The words that are proposed for the other side: numbers of people starred out."""
    words = "\n".join(dict.fromkeys(filter(None, (case.title.strip(), case.body.strip()))))
    return mask_words(words)[:4000]
