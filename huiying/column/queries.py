"""All reads of the column: the desk's lists, the public pages, the comments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from huiying.accounts.actors import Actor
from huiying.cases.models import Case
from huiying.column import access
from huiying.column.models import PUBLIC_VALUES, Comment, Exposure, Picture
from huiying.column.refusals import NoSuchExposure, NoSuchPicture
from huiying.column.rules.comments import Standing
from huiying.column.rules.workflow import DESK, UNIT, State
from huiying.directory import queries as directory
from huiying.journal.queries import Line, history


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of a list; empty ones filter nothing. ``late``: only what is overdue."""

    state: str = ""
    unit: int | None = None
    area: int | None = None
    late: bool = False
    q: str = ""


def _matching(wanted: Wanted, at: datetime) -> Q:
    q = Q(state=wanted.state) if wanted.state else Q()
    if wanted.unit is not None:
        q &= Q(unit_id__in=directory.units().below(wanted.unit))
    if wanted.area is not None:
        q &= Q(area_id__in=directory.areas().below(wanted.area))
    if wanted.late:
        q &= Q(state=State.PUBLISHED, due_at__lt=at)
    if wanted.q:
        q &= Q(title__icontains=wanted.q) | Q(place__icontains=wanted.q)
    return q


def desk_rows(actor: Actor, wanted: Wanted, at: datetime) -> QuerySet[Exposure]:
    """The exposures an actor may see at the desk."""
    found = Exposure.objects.filter(access.visible_to(actor), _matching(wanted, at))
    return found.select_related("unit", "area")


def exposure_for(actor: Actor, ident: int) -> Exposure:
    """One exposure with all it has. Raises NoSuchExposure."""
    found = Exposure.objects.filter(access.visible_to(actor), pk=ident)
    row = found.select_related("unit", "area", "case").first()
    if row is None:
        raise NoSuchExposure(id=ident)
    return row


def waiting(actor: Actor, at: datetime) -> int:
    """What waits for an actor: for a unit its open exposures, for the desk what is answered or
    overdue, and for editors the comments that are held."""
    mine = Exposure.objects.filter(access.visible_to(actor))
    if not actor.has(*(DESK - UNIT)):
        return int(mine.filter(state=State.PUBLISHED)[:1000].count())
    late = Q(state=State.ANSWERED) | Q(state=State.PUBLISHED, due_at__lt=at)
    count = int(mine.filter(late)[:1000].count())
    return count + (held_count() if access.edits(actor) else 0)


def held_count() -> int:
    return int(Comment.objects.filter(standing=Standing.HELD)[:1000].count())


def history_of(row: Exposure) -> list[Line]:
    """What happened to an exposure, oldest first."""
    return history("exposure", row.pk)


def public_rows(wanted: Wanted, at: datetime) -> QuerySet[Exposure]:
    """The exposures everybody may see, with the pictures that may be shown."""
    ready = Picture.objects.filter(shown__isnull=False).select_related("shown")
    return (
        Exposure.objects.filter(_matching(wanted, at), state__in=PUBLIC_VALUES)
        .select_related("unit", "area")
        .prefetch_related(Prefetch("pictures", queryset=ready))
    )


def public_exposure(ident: int) -> Exposure | None:
    """One exposure, if everybody may see it."""
    found = Exposure.objects.filter(pk=ident, state__in=PUBLIC_VALUES)
    return found.select_related("unit", "area").prefetch_related("rounds").first()


def public_pictures(row: Exposure) -> list[Picture]:
    """The boxed copies only; a picture nobody has looked through is not among them."""
    return list(row.pictures.filter(shown__isnull=False).select_related("shown"))


def public_picture(exposure_id: int, picture_id: int) -> Picture | None:
    """A boxed copy, if its exposure is public."""
    found = Picture.objects.filter(
        pk=picture_id,
        exposure_id=exposure_id,
        shown__isnull=False,
        exposure__state__in=PUBLIC_VALUES,
    )
    return found.select_related("shown").first()


def public_units() -> list[tuple[int, str]]:
    """The units that were ever exposed, for the filter of the public list."""
    idents = Exposure.objects.filter(state__in=PUBLIC_VALUES).order_by().values_list("unit_id")
    rows = directory.units().rows
    found = {ident for (ident,) in idents.distinct() if ident in rows}
    return sorted(((ident, rows[ident].label) for ident in found), key=lambda pair: pair[1])


def running() -> tuple[int, int]:
    """(in work now, closed) for the head of the public list."""
    found = Exposure.objects.filter(state__in=PUBLIC_VALUES)
    return found.exclude(state=State.CLOSED).count(), found.filter(state=State.CLOSED).count()


def pictures_of(row: Exposure) -> list[Picture]:
    return list(row.pictures.select_related("original", "shown"))


def picture_for(actor: Actor, exposure_id: int, picture_id: int) -> Picture:
    """A picture, original and all, for whoever sees the exposure. Raises NoSuchExposure."""
    row = exposure_for(actor, exposure_id)
    found = row.pictures.select_related("original", "shown").filter(pk=picture_id).first()
    if found is None:
        raise NoSuchPicture
    return found


def shown_comments(row: Exposure, *, most: int = 200) -> list[Comment]:
    """The comments everybody may read, oldest first; the newest ``most`` of them."""
    found = row.comments.filter(standing=Standing.SHOWN).order_by("-pk")[:most]
    return list(reversed(found))


def comments(actor: Actor, standing: str) -> QuerySet[Comment]:
    """The moderators' queue. Raises NotEditor."""
    access.check_editor(actor)
    found = Comment.objects.select_related("exposure")
    return found.filter(standing=standing) if standing in set(Standing) else found


def exposures_of(actor: Actor, case: Case) -> list[Exposure]:
    """The issues that a case is shown in, as far as the actor may see them."""
    return list(Exposure.objects.filter(access.visible_to(actor), case=case).order_by("-pk"))
