"""What there is to tell a subscriber: public facts, as the pages show them. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiying.cases import public
from huiying.cases.public import PublicCase
from huiying.subscriptions.models import Subscription

MOST = 30  # cases a letter names; the page has them all


@dataclass(frozen=True, slots=True)
class News:
    """Of an area: what came in and what was closed. Of a case: the case as it stands now."""

    fresh: Sequence[PublicCase] = ()
    closed: Sequence[PublicCase] = ()
    case: PublicCase | None = None

    def __bool__(self) -> bool:
        return bool(self.fresh or self.closed or self.case)


def standing(case: PublicCase) -> str:
    """What a follower of a case is told of when it changes."""
    return f"{case.stage}|{case.unit}"[:200]


def news_for(row: Subscription) -> News:
    """What has happened since the last letter; empty where nothing has, or nothing is public."""
    if row.area_id is not None:
        wanted = public.Wanted(area=row.area_id, since=row.told)
        return News(
            public.public_page(wanted, size=MOST).rows,
            public.closed_in(row.area_id, row.told, most=MOST),
        )
    found = public.public_cases([row.case_id]) if row.case_id is not None else []
    if not found or standing(found[0]) == row.seen:
        return News()
    return News(case=found[0])
