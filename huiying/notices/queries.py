"""All reads of notices."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huiying.accounts.actors import Actor
from huiying.accounts.roles import Role
from huiying.cases import telling as cases
from huiying.cases.types import Case
from huiying.notices.models import Channel, Notice
from huiying.notices.refusals import NotYours

MANAGING = (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.OPERATOR)
PAGE = 50
STATUSES = tuple(Notice.Status.values)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of notices, the newest first; ``place`` goes on after the last."""

    rows: list[Notice]
    next: str
    failed: int


def of_case(case: Case) -> list[Notice]:
    """What the person of a case was told or is to be told, the newest first."""
    found = Notice.objects.filter(case=case, person=None).order_by("-id")
    return list(found[:PAGE])


def page(actor: Actor, *, status: str = "", channel: str = "", place: str = "") -> Page:
    """Raises NotYours."""
    if not actor.has(*MANAGING):
        raise NotYours
    found = _visible(actor).select_related("case", "person").order_by("-id")
    if status in STATUSES:
        found = found.filter(status=status)
    if channel in Channel.values:
        found = found.filter(channel=channel)
    if place.isascii() and place.isdigit() and len(place) < 19:
        found = found.filter(pk__lt=int(place))
    rows = list(found[: PAGE + 1])
    more = str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""
    return Page(rows[:PAGE], more, failed(actor))


def failed(actor: Actor) -> int:
    """How many did not go out, counted up to a thousand."""
    return _visible(actor).filter(status=Notice.Status.FAILED)[:1000].count()


def _visible(actor: Actor) -> QuerySet[Notice]:
    """About the cases that one may see, and those about no case: no word of a case is in them."""
    return Notice.objects.filter(Q(case__in=cases.visible_to(actor)) | Q(case=None))


def choices() -> dict[str, list[tuple[str, str]]]:
    """What the list can be filtered by."""
    return {
        "status": [(value, str(label)) for value, label in Notice.Status.choices],
        "channel": [(value, str(label)) for value, label in Channel.choices],
    }
