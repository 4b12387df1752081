"""A row of a file with its names looked up in the directory: what the database will hold."""

from __future__ import annotations

from dataclasses import dataclass

from huiying.cases import people
from huiying.cases.people import Contact
from huiying.exchange.matching import Matcher
from huiying.exchange.rules.mapping import Plan
from huiying.exchange.rules.marks import marks_of
from huiying.exchange.rules.row import Row


@dataclass(slots=True)
class Facts:
    """A row resolved. ``marks`` are the digests by which a later import sees what changed."""

    row: Row
    area_id: int | None
    category_id: int | None
    unit_id: int | None
    extra: dict[str, str]
    values: dict[str, object]
    marks: bytes

    @property
    def closed(self) -> bool:
        return self.row.state == "closed"

    @property
    def contact(self) -> Contact:
        return Contact(self.row.name, self.row.phone, self.row.email)

    @property
    def search_text(self) -> str:
        """The same text as `cases.actions.intake.search_text` makes of a saved case."""
        row = self.row
        return f"{row.title}\n{row.body}\n{row.address}\n{row.number}"


def resolve(row: Row, plan: Plan, matcher: Matcher) -> Facts:
    """Look the names up; texts that name nothing known stay with the case."""
    extra = row.extra
    area_id, whole = matcher.area(row.area)
    if not whole:
        _keep(extra, plan, *zip(("area", "street", "community"), row.area, strict=True))
    if area_id is None:
        area_id = matcher.area_at(row.point)
    category_id, whole = matcher.category(row.category)
    if not whole:
        extra[plan.header("category")] = " → ".join(row.category)
    unit_id, _ = matcher.unit(row.unit)
    closed = row.state == "closed"
    if unit_id is None or not closed:
        _keep(extra, plan, ("unit", row.unit))
    if row.solved and not closed:
        _keep(extra, plan, ("solved", row.solved), ("satisfied", row.satisfied))
    values = _values(row, area_id, category_id, unit_id, extra)
    return Facts(row, area_id, category_id, unit_id, extra, values, marks_of(values))


def _keep(extra: dict[str, str], plan: Plan, *pairs: tuple[str, str]) -> None:
    extra.update((plan.header(name), text) for name, text in pairs if text)


def _values(
    row: Row,
    area_id: int | None,
    category_id: int | None,
    unit_id: int | None,
    extra: dict[str, str],
) -> dict[str, object]:
    """The facts as they are marked: what `marks.FACTS` names."""
    return {
        "kind": row.kind,
        "channel": row.channel,
        "level": row.level,
        "title": row.title,
        "body": row.body,
        "category": category_id or row.category,
        "area": area_id or "".join(row.area),
        "address": row.address,
        "point": row.point and (round(row.point[0], 7), round(row.point[1], 7)),
        "received": row.received.isoformat() if row.received_sure else "",
        "due": row.due and row.due.isoformat(),
        "contact": _contact(row),
        "state": (row.state, row.closed and row.received_sure and row.closed.isoformat()),
        "reply": row.reply,
        "unit": unit_id or row.unit,
        "answers": (row.solved, row.satisfied) if row.solved else (),
        "extra": sorted(extra.items()) or "",
    }


def _contact(row: Row) -> tuple[object, ...]:
    """Keyed digests only: marks outlive the contact data when a case is anonymised."""
    if row.confidential:
        return ("secret",)
    found = (
        people.index_of(row.name, "name"),
        people.index_of(row.phone, "phone"),
        people.index_of(row.email, "name"),
    )
    return found if any(found) else ()
