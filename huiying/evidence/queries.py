"""Reads of doubts: the list, one of them, and what became of them unit by unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet

from huiying.accounts.actors import Actor
from huiying.cases import access as cases
from huiying.cases.models import Attachment, Case
from huiying.directory import queries as directory
from huiying.evidence import access
from huiying.evidence.models import Doubt, Picture, Result
from huiying.evidence.refusals import NoSuchDoubt
from huiying.evidence.rules.signs import Sign
from huiying.files.models import StoredFile
from huiying.lib.numbers import whole
from huiying.lib.stats import Rate

STATUSES = tuple(Doubt.Status.values)
SIGNS = frozenset(map(str, Sign))
WINDOW = timedelta(days=90)
COUNT_UP_TO = 1001
BEHIND = 2_000  # attachments looked back for: what came late, or while nothing ran
AT_ONCE = 500
RELATED = (
    "case__category", "unit", "decided_by", "picture__attachment", "picture__by",
    "other__attachment", "other__case", "other__by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of the list; ``status`` "all" filters nothing."""

    status: str = "open"
    sign: str = ""
    unit: int | None = None
    number: str = ""

    @classmethod
    def parse(cls, given: Mapping[str, str]) -> Wanted:
        """From a query; what is no known word is left out."""
        status, sign = given.get("status", "open"), given.get("sign", "")
        return cls(
            status=status if status in (*STATUSES, "all") else "open",
            sign=sign if sign in SIGNS else "",
            unit=whole(given.get("unit", "")),
            number=given.get("number", "").strip()[:32],
        )

    def query(self, **changed: object) -> str:
        """As the query of an address, what is usual left out."""
        pairs = [(one.name, changed.get(one.name, getattr(self, one.name))) for one in fields(self)]
        usual = Wanted()
        return urlencode([(name, value) for name, value in pairs if value != getattr(usual, name)])


def rows(actor: Actor, wanted: Wanted) -> QuerySet[Doubt]:
    """The doubts an actor may see and that match, in no order yet."""
    matching = Q() if wanted.status == "all" else Q(status=wanted.status)
    if wanted.sign:
        matching &= Q(sign=wanted.sign)
    if wanted.unit is not None:
        matching &= Q(unit_id__in=directory.units().below(wanted.unit) or [wanted.unit])
    if wanted.number:
        matching &= Q(case__number=wanted.number)
    return Doubt.objects.filter(access.visible_to(actor), matching).select_related(*RELATED)


def doubt_for(actor: Actor, ident: int) -> Doubt:
    """One doubt. Raises NoSuchDoubt for one the actor may not see."""
    found = Doubt.objects.filter(access.visible_to(actor), pk=ident).select_related(*RELATED)
    doubt = found.first()
    if doubt is None:
        raise NoSuchDoubt(number=ident)
    return doubt


def file_of(picture: Picture) -> StoredFile:
    """The bytes of a picture, also of one that was taken off its case."""
    return StoredFile.objects.get(pk=picture.attachment.file_id)


def of_case(actor: Actor, case: Case) -> list[Doubt]:
    """The doubts about a case for who may read doubts; nobody else learns there are any."""
    found = Doubt.objects.filter(access.visible_to(actor), case=case)
    return list(found.select_related("decided_by").order_by("id"))


def sees(actor: Actor, case: Case) -> bool:
    return cases.sees(actor, case)


def waiting(actor: Actor, _at: datetime) -> int | None:
    """How many wait for a decision that the actor could make; None for none."""
    if not actor.has(*access.DECIDERS):
        return None
    found = Doubt.objects.filter(access.visible_to(actor), status=Doubt.Status.OPEN)
    return found.values("pk")[:COUNT_UP_TO].count() or None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit over the window. ``founded``: of the reports, those with a founded doubt."""

    id: int
    label: str
    reports: int
    pictures: int
    doubts: int
    open: int
    cleared: int
    founded: Rate


def by_unit(actor: Actor, at: datetime) -> list[UnitRow]:
    """Units with a report in the last 90 days, by name: never ranked by bare counts.

    A founded share of few reports says little: the interval (Wilson, 95 %) says how little.
    """
    since = at - WINDOW
    seen = Case.objects.filter(cases.visible_to(actor)).values("pk")
    reports = _counted(Result.objects.filter(at__gte=since, case__in=seen))
    pictures = _counted(Picture.objects.filter(at__gte=since, by__isnull=False, case__in=seen))
    doubts = Doubt.objects.filter(access.visible_to(actor), at__gte=since)
    by_status = {
        (row["unit"], row["status"]): row["n"]
        for row in doubts.values("unit", "status").order_by().annotate(n=Count("pk"))
    }
    founded = {
        row["unit"]: row["n"]
        for row in doubts.filter(status=Doubt.Status.FOUNDED)
        .values("unit").order_by().annotate(n=Count("case", distinct=True))
    }  # fmt: skip
    units = directory.units().rows
    idents = {one for one in (*reports, *(unit for unit, _ in by_status)) if one in units}
    found = [
        UnitRow(
            ident, units[ident].label, reports.get(ident, 0), pictures.get(ident, 0),
            sum(by_status.get((ident, status), 0) for status in STATUSES),
            by_status.get((ident, "open"), 0), by_status.get((ident, "cleared"), 0),
            Rate(min(founded.get(ident, 0), reports.get(ident, 0)), reports.get(ident, 0)),
        )
        for ident in idents
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.label)


def _counted(found: QuerySet[Result] | QuerySet[Picture]) -> dict[int | None, int]:
    grouped = found.values("unit").order_by().annotate(n=Count("pk"))
    return {row["unit"]: row["n"] for row in grouped}


def cases_with_new_pictures(*, everywhere: bool) -> Sequence[int]:
    """Cases with pictures that nobody has looked at yet: among the latest, or among all."""
    last = Picture.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    after = 0 if everywhere else max(last - BEHIND, 0)
    rows = Attachment.objects.filter(pk__gt=after, picture=None, file__width__isnull=False)
    return _once(rows.order_by("pk").values_list("case_id", flat=True)[:AT_ONCE])


def _once(idents: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(idents))
