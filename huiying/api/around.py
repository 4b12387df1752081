"""What is not one case: the directory, the three rates, the journal as a feed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from huiying.api.callers import caller_of
from huiying.api.listing import Ident, Listed, strict
from huiying.api.parts import LineTold, line
from huiying.api.refusals import BadCursor, NotForRates
from huiying.cases.feed import feed
from huiying.directory import queries as directory
from huiying.lib.periods import Month
from huiying.scorecard import queries as scorecard
from huiying.scorecard.queries import Line, Rate, Scope

router = Router()
MOST = 1000
Limit = Annotated[int, Query(ge=1, le=MOST)]
CURSOR = 2**53
READERS = (*(str(role) for role in scorecard.EVERYTHING), "handler", "street", "inspector")


class Node(Schema):
    """A unit, an area or a category. ``parent`` is the id of the one above."""

    id: int
    parent: int | None
    code: str
    name: str
    kind: str
    active: bool


class UnitNode(Node):
    area: int | None


class CategoryNode(Node):
    sensitive: bool
    on_site_check: bool


def _page(
    request: HttpRequest, tree: directory.Tree[Any], cursor: int, limit: int
) -> tuple[list[Any], str | None]:
    """Rows by id after a cursor: the kept tree answers, no query is made."""
    strict(request, "cursor", "limit")
    rows = sorted((r for r in tree.rows.values() if r.id > cursor), key=lambda r: r.id)
    return rows[:limit], str(rows[limit - 1].id) if len(rows) > limit else None


Cursor = Annotated[int, Query(ge=0, le=CURSOR)]


def _node(row: Any, **more: Any) -> dict[str, Any]:
    plain = ("id", "code", "name", "kind", "active")
    return {name: getattr(row, name) for name in plain} | {"parent": row.parent_id} | more


@router.get("/units", response=Listed[UnitNode], tags=["directory"], operation_id="list_units")
def units(request: HttpRequest, cursor: Cursor = 0, limit: Limit = MOST) -> Listed[UnitNode]:
    """Every unit, those no longer in use as well."""
    rows, following = _page(request, directory.units(), cursor, limit)
    items = [UnitNode(**_node(row, area=row.area_id)) for row in rows]
    return Listed(items=items, next=following)


@router.get("/areas", response=Listed[Node], tags=["directory"], operation_id="list_areas")
def areas(request: HttpRequest, cursor: Cursor = 0, limit: Limit = MOST) -> Listed[Node]:
    """Every area, from the district to the grid."""
    rows, following = _page(request, directory.areas(), cursor, limit)
    return Listed(items=[Node(**_node(row)) for row in rows], next=following)


@router.get(
    "/categories", response=Listed[CategoryNode], tags=["directory"], operation_id="list_categories"
)
def categories(
    request: HttpRequest, cursor: Cursor = 0, limit: Limit = MOST
) -> Listed[CategoryNode]:
    """Every category of every code set."""
    rows, following = _page(request, directory.categories(), cursor, limit)
    items = [
        CategoryNode(**_node(row, sensitive=row.sensitive, on_site_check=row.on_site_check))
        for row in rows
    ]
    return Listed(items=items, next=following)


class By(StrEnum):
    UNIT = "unit"
    AREA = "area"
    CATEGORY = "category"


class RateQuery(Schema):
    """A month, what its lines are, and what they lie below."""

    period: str = Field(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-03"])
    by: By = By.UNIT
    unit: Ident | None = None
    area: Ident | None = None
    category: Ident | None = None


class RateTold(Schema):
    """A share, what it is a share of, and its 95 % interval (Wilson)."""

    part: int
    whole: int
    share: float | None
    low: float
    high: float


class RateLine(Schema):
    id: int
    name: str
    counted: int
    excluded: int
    responded: RateTold
    solved: RateTold
    satisfied: RateTold


class Board(Schema):
    """The three rates. ``read_to`` is the line of the journal they are counted to."""

    period: str
    by: str
    lines: list[RateLine]
    total: RateLine
    read_to: int


@router.get("/rates", response=Board, tags=["rates"], operation_id="get_rates")
def rates(request: HttpRequest, query: Query[RateQuery]) -> Board:
    """The rates of a month, by unit, area or category; a unit sees its own and all below it."""
    strict(request, *RateQuery.model_fields)
    actor = caller_of(request).actor
    if not actor.has(*READERS):
        raise NotForRates
    scope = Scope(str(Month.parse(query.period)), query.unit, query.area, query.category)
    board = scorecard.board(actor, scope, query.by.value)
    return Board(
        period=query.period,
        by=query.by.value,
        lines=[_rates(found) for found in board.lines],
        total=_rates(board.total),
        read_to=board.read_to,
    )


def _rates(found: Line) -> RateLine:
    return RateLine(
        id=found.id,
        name=found.label,
        counted=found.counted,
        excluded=found.excluded,
        **{name: _rate(rate) for name, rate in found.rates.items()},
    )


def _rate(rate: Rate) -> RateTold:
    return RateTold(
        part=rate.part, whole=rate.whole, share=rate.share, low=rate.low, high=rate.high
    )


class Feed(Schema):
    """Lines in order. ``next`` is always there: ask with it again, now or later, to go on."""

    items: list[LineTold]
    next: str
    more: bool


@router.get("/journal", response=Feed, tags=["journal"], operation_id="read_journal")
def journal(
    request: HttpRequest,
    cursor: Annotated[str, Query(max_length=20)] = "",
    limit: Limit = 200,
) -> Feed:
    """Everything that happened that the caller may see, oldest first, none left out or twice."""
    strict(request, "cursor", "limit")
    if cursor and not (cursor.isascii() and cursor.isdigit() and int(cursor) < CURSOR):
        raise BadCursor
    found = feed(caller_of(request).actor, int(cursor or 0), most=limit)
    items = [line(told) for told in found.lines]
    return Feed(items=items, next=str(found.position), more=found.more)


class Me(Schema):
    """Who the caller acts as."""

    id: int | None
    name: str
    roles: list[str]


@router.get("/me", response=Me, tags=["caller"], operation_id="who_am_i")
def me(request: HttpRequest) -> Me:
    """Whom a key acts as: the first thing to try."""
    strict(request)
    actor = caller_of(request).actor
    return Me(id=actor.id, name=actor.name, roles=sorted(actor.roles))
