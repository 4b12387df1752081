"""Ending a whistle together 共同办结, and the double assessment 双考核 after it."""

from __future__ import annotations

from datetime import datetime

from huiying.accounts.actors import Actor
from huiying.directory import queries as directory
from huiying.lib.text import tidy
from huiying.whistles.actions.core import Deed, act, enter
from huiying.whistles.assessing import cap_for
from huiying.whistles.events import WhistleConcluded, WhistleRated
from huiying.whistles.models import ENDED_VALUES, Rating, Summons, Whistle
from huiying.whistles.refusals import (
    AboveFacts,
    BadMark,
    NotRateable,
    RatedAlready,
    StillDue,
    WhistleNeeds,
)
from huiying.whistles.rules.assessment import BEST, WORST
from huiying.whistles.rules.course import Result, Step, may_end


def conclude(
    *, whistle_id: int, result: str, text: str, actor: Actor, at: datetime,
    version: int | None = None,
) -> Whistle:  # fmt: skip
    """All have given their result, or their time is over: those count as not having reported.

    Raises StillDue while somebody still has time, or the district has not ruled.
    """
    with act("conclude", whistle_id, actor=actor, at=at, version=version) as deed:
        if result not in set(Result):
            raise WhistleNeeds(field="结果")
        row = deed.row
        running = list(
            row.summonses.select_for_update(of=("self",))
            .exclude(state__in=ENDED_VALUES)
            .select_related("unit")
        )
        waited = [one for one in running if not may_end(Step(one.state), overdue=_over(one, at))]
        if waited:
            names = "、".join(str(one.unit) for one in waited)
            raise StillDue(count=len(waited), units=names)
        row.result, row.conclusion = result, deed.said(text)
        missed = sum(_end(deed, one) for one in running)
        deed.tell(WhistleConcluded(row.pk, result=result, missed=missed))
    return row


def _over(one: Summons, at: datetime) -> bool:
    return one.due_at is not None and one.due_at < at


def _end(deed: Deed, one: Summons) -> bool:
    """End one summons; whether it was missed."""
    missed = one.state != Step.CONTRIBUTED
    enter(deed.row, one, Step.MISSED if missed else Step.CONCLUDED, deed.at)
    one.save()
    return missed


def rate(
    *, whistle_id: int, unit_id: int, mark: int, actor: Actor, at: datetime, text: str = "",
    version: int | None = None,
) -> Rating:  # fmt: skip
    """The street judges a department, never better than the facts allow."""
    with act("rate", whistle_id, actor=actor, at=at, version=version) as deed:
        return _rated(deed, unit_id, Rating.By.STREET, mark, text)


def assess(
    *, whistle_id: int, unit_id: int, mark: int, actor: Actor, at: datetime, text: str = "",
    version: int | None = None,
) -> Rating:  # fmt: skip
    """The district judges a department or the street that whistled."""
    with act("assess", whistle_id, actor=actor, at=at, version=version) as deed:
        return _rated(deed, unit_id, Rating.By.DISTRICT, mark, text)


def _rated(deed: Deed, unit_id: int, by: str, mark: int, text: str) -> Rating:
    """Raises BadMark, NotRateable, AboveFacts, RatedAlready."""
    row, name = deed.row, directory.unit(unit_id).label
    if not WORST <= mark <= BEST:
        raise BadMark
    cap = cap_for(row, unit_id) if by == Rating.By.DISTRICT or unit_id != row.street_id else None
    if cap is None:
        raise NotRateable(unit=name)
    if mark > cap:
        raise AboveFacts(unit=name, cap=cap)
    if row.ratings.filter(unit_id=unit_id, by=by).exists():
        raise RatedAlready(unit=name)
    deed.tell(WhistleRated(row.pk, unit_id=unit_id, side=by, mark=mark))
    return Rating.objects.create(
        whistle=row, unit_id=unit_id, by=by, mark=mark, words=tidy(text)[:300],
        given_by=deed.actor.name, given_at=deed.at,
    )  # fmt: skip
