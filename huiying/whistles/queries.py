"""All reads of whistles: the desk's list, one whistle, what a unit owes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiying.accounts.actors import Actor, Grant
from huiying.accounts.roles import Role
from huiying.cases import access as cases
from huiying.cases.models import Case
from huiying.directory import queries as directory
from huiying.directory.kinds import UnitKind
from huiying.journal.queries import Line, history
from huiying.whistles import access
from huiying.whistles.models import ENDED_VALUES, Summons, Whistle
from huiying.whistles.refusals import NoSuchWhistle
from huiying.whistles.rules.course import UNIT, State

# What a list is ordered by, the latest first.
SORTS = {"": "pk", "meet": "meet_at"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of a list; empty ones filter nothing. ``mine``: where the actor's units owe
    something; ``late``: where somebody does and is late."""

    state: str = ""
    kind: str = ""
    street: int | None = None
    unit: int | None = None
    q: str = ""
    mine: bool = False
    late: bool = False
    sort: str = ""

    @property
    def by(self) -> str:
        """The column of the order."""
        return SORTS.get(self.sort, SORTS[""])


def rows(actor: Actor, wanted: Wanted, at: datetime) -> QuerySet[Whistle]:
    """The whistles an actor may see, filtered."""
    found = Whistle.objects.filter(access.visible_to(actor), _matching(wanted))
    running = Summons.objects.filter(whistle=OuterRef("pk")).exclude(state__in=ENDED_VALUES)
    if wanted.late:
        found = found.filter(Exists(running.filter(due_at__lt=at)))
    if wanted.mine:
        found = found.filter(Exists(running.filter(_owed_by(actor))))
    return found.select_related("street", "area").prefetch_related("summonses__unit")


def _matching(wanted: Wanted) -> Q:
    q = Q(state=wanted.state) if wanted.state else Q()
    if wanted.kind:
        q &= Q(kind=wanted.kind)
    if wanted.street is not None:
        q &= Q(street_id=wanted.street)
    if wanted.unit is not None:
        called = Summons.objects.filter(unit_id__in=directory.units().below(wanted.unit))
        q &= Q(pk__in=called.values("whistle_id"))
    if wanted.q:
        q &= Q(title__icontains=wanted.q) | Q(place__icontains=wanted.q)
    return q


def _owed_by(actor: Actor) -> Q:
    """What the actor's own posts owe: the unit's and street's side, the district its rulings."""
    q = Q(owner_id__in=actor.units(*UNIT))
    for grant in actor.grants:
        if grant.role == Role.SUPERVISOR:
            q |= _rulings(grant)
    return q


def _rulings(grant: Grant) -> Q:
    here = Q(state="refused")
    return here if grant.area_ids is None else here & Q(whistle__area_id__in=grant.area_ids)


def owed(actor: Actor) -> QuerySet[Summons]:
    """What the actor's units owe now, the most pressing first."""
    seen = Whistle.objects.filter(access.visible_to(actor), state=State.OPEN).values("pk")
    found = Summons.objects.exclude(state__in=ENDED_VALUES).filter(
        _owed_by(actor), whistle_id__in=seen
    )
    return found.select_related("whistle__street", "unit", "owner").order_by("due_at", "id")


def owes(actor: Actor, _at: datetime) -> int | None:
    """How many, for the rail; None for who never owes anything."""
    if not actor.has(*UNIT, Role.SUPERVISOR):
        return None
    return int(owed(actor).order_by()[:1000].count())


def whistle_for(actor: Actor, ident: int) -> Whistle:
    """One whistle. Raises NoSuchWhistle."""
    found = Whistle.objects.filter(access.visible_to(actor), pk=ident)
    row = found.select_related("street", "area").first()
    if row is None:
        raise NoSuchWhistle(id=ident)
    return row


def summonses_of(row: Whistle) -> list[Summons]:
    return list(row.summonses.select_related("unit", "owner", "photo"))


def summons_for(actor: Actor, whistle_id: int, ident: int) -> Summons:
    """One summons of a whistle the actor may see. Raises NoSuchWhistle."""
    row = whistle_for(actor, whistle_id)
    found = row.summonses.select_related("unit", "photo").filter(pk=ident).first()
    if found is None:
        raise NoSuchWhistle(id=whistle_id)
    found.whistle = row
    return found


@dataclass(frozen=True, slots=True)
class Linked:
    """A case behind a whistle: its number, and its page for who may see it."""

    case: Case
    seen: bool


def cases_of(actor: Actor, row: Whistle) -> list[Linked]:
    """The cases it is about; who is only called learns their numbers, not what they say."""
    found = row.cases.select_related("category").order_by("number")
    return [Linked(case, cases.sees(actor, case)) for case in found]


def whistles_of(actor: Actor, case: Case) -> list[Whistle]:
    """The whistles blown about a case, as far as the actor may see them."""
    found = case.whistles.filter(access.visible_to(actor))
    return list(found.select_related("street").order_by("-pk"))


def history_of(row: Whistle) -> list[Line]:
    """What happened to a whistle, oldest first."""
    return history("whistle", row.pk)


def streets() -> list[tuple[int, str]]:
    """All streets, for a filter."""
    found: Iterable[directory.UnitRow] = directory.units().rows.values()
    return [(row.id, row.label) for row in found if row.kind == UnitKind.STREET and row.active]
