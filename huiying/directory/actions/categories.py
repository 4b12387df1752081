"""Categories 分类: code sets, classes, conditions for filing, cross-walks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TypedDict, Unpack

from huiying.directory.actions.core import (
    Put,
    assign,
    check_choice,
    check_code,
    check_filled,
    check_length,
    columns,
    find,
    get,
    tell,
    writing,
)
from huiying.directory.actions.trees import settle
from huiying.directory.events import (
    CategoryAdded,
    CategoryChanged,
    CodeSetAdded,
    CodeSetChanged,
    ConditionsSet,
    CrossWalkAdded,
    CrossWalkChanged,
    CrossWalkRemoved,
)
from huiying.directory.models import Category, CodeSet, CrossWalk, FilingCondition
from huiying.directory.refusals import (
    CATEGORY,
    CODE_SET,
    CONDITION,
    CROSSWALK,
    Empty,
    KeyStays,
    OtherSet,
    SameSet,
)
from huiying.directory.rules.limits import BadLimit, parse_limit
from huiying.journal import actions as journal
from huiying.journal.events import By


class CodeSetValues(TypedDict, total=False):
    title: str
    effective_from: date | None
    for_cases: bool


class CategoryValues(TypedDict, total=False):
    """What can be said about a class; what is left out stays as it is."""

    name: str
    public_name: str
    parent_id: int | None
    sensitive: bool
    on_site_check: bool
    active: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition for filing; ``limit`` as written in the source, such as 4 工作时."""

    condition: str
    limit: str = ""
    closing: str = ""
    supervised_by: str = ""
    done_by: str = ""
    law: str = ""
    clause: str = ""
    collecting: str = ""


def put_code_set(
    *,
    standard: str,
    by: By,
    at: datetime,
    code_set_id: int | None = None,
    **values: Unpack[CodeSetValues],
) -> Put[CodeSet]:
    """Add or change a code set; a new one without a title is called like its standard."""
    standard = standard.strip()
    with writing():
        row = find(CodeSet, code_set_id, CODE_SET, standard=standard)
        changes = assign(row, {"standard": standard, **values})
        row.title = row.title or standard
        check_filled(row, standard, "standard")
        check_length(row)
        put = Put(row, row.pk is None, changes)
        if put.created or changes:
            row.save()
        tell(put, CodeSetAdded, CodeSetChanged, standard, by=by, at=at)
    return put


def put_category(
    *,
    code_set_id: int,
    kind: str,
    code: str,
    by: By,
    at: datetime,
    category_id: int | None = None,
    **values: Unpack[CategoryValues],
) -> Put[Category]:
    """Add a class or change the one with this key; with ``category_id`` the code may change.

    Its level follows from its parent. Raises NotFound, Duplicate, Empty, BadCode, BadKind,
    KeyStays, OtherSet, and those of trees.settle.
    """
    code = check_code(code)
    with writing():
        get(CodeSet, code_set_id, CODE_SET)
        key = {"code_set_id": code_set_id, "kind": kind, "code": code}
        row = find(Category, category_id, CATEGORY, **key)
        if (row.code_set_id, row.kind) != (code_set_id, kind):
            raise KeyStays(name=row.name)
        changes = assign(row, {**key, **values})
        put = Put(row, row.pk is None, changes)
        if put.created or changes:
            _check(row)
            settle(row, CATEGORY)
        tell(put, CategoryAdded, CategoryChanged, code, by=by, at=at)
    return put


def deactivate_category(*, category_id: int, by: By, at: datetime) -> Put[Category]:
    """Take a class out of choices; its history stays. Raises NotFound and StillUsed."""
    with writing():
        row = get(Category, category_id, CATEGORY)
        return put_category(
            code_set_id=row.code_set_id,
            kind=row.kind,
            code=row.code,
            category_id=category_id,
            active=False,
            by=by,
            at=at,
        )


def put_conditions(
    *, category_id: int, conditions: Sequence[Condition], by: By, at: datetime
) -> bool:
    """Replace the conditions for filing of a class; whether anything differed. Raises Empty."""
    with writing():
        category = get(Category, category_id, CATEGORY)
        wanted = [_condition(category, n, given) for n, given in enumerate(conditions, 1)]
        names = [field.attname for field in columns(FilingCondition)][1:]
        before = list(category.conditions.order_by("place"))
        if _values(before, names) == _values(wanted, names):
            return False
        category.conditions.all().delete()
        FilingCondition.objects.bulk_create(wanted)
        event = ConditionsSet(category_id, before=len(before), after=len(wanted))
        journal.record(event, by=by, at=at)
    return True


def put_crosswalk(
    *, source_id: int, target_id: int, by: By, at: datetime, note: str = ""
) -> Put[CrossWalk]:
    """How a class reads in another standard. Raises NotFound and SameSet."""
    with writing():
        source, target = get(Category, source_id, CATEGORY), get(Category, target_id, CATEGORY)
        if (source.code_set_id, source.kind) == (target.code_set_id, target.kind):
            raise SameSet(source=source.name, target=target.name)
        row = find(CrossWalk, None, CROSSWALK, source_id=source_id, target_id=target_id)
        changes = assign(row, {"note": note})
        check_length(row)
        put = Put(row, row.pk is None, changes)
        if put.created:
            row.save()
            added = CrossWalkAdded(source_id, key=source.code, target_id=target_id)
            journal.record(added, by=by, at=at)
        elif changes:
            row.save()
            journal.record(
                CrossWalkChanged(source_id, key=source.code, target_id=target_id, changes=changes),
                by=by,
                at=at,
            )
    return put


def remove_crosswalk(*, crosswalk_id: int, by: By, at: datetime) -> None:
    """Nothing refers to a line of a cross-walk, so it may go. Raises NotFound."""
    with writing():
        row = get(CrossWalk, crosswalk_id, CROSSWALK)
        gone = CrossWalkRemoved(row.source_id, key=row.source.code, target_id=row.target_id)
        row.delete()
        journal.record(gone, by=by, at=at)


def _check(row: Category) -> None:
    check_filled(row, row.code, "name", "kind")
    check_choice(row, "kind")
    check_length(row)
    if row.parent_id is not None:
        parent = get(Category, row.parent_id, CATEGORY)
        if (parent.code_set_id, parent.kind) != (row.code_set_id, row.kind):
            raise OtherSet(name=row.name, parent=parent.name)


def _condition(category: Category, place: int, given: Condition) -> FilingCondition:
    if not given.condition.strip():
        raise Empty(key=category.name, field=CONDITION)
    texts = {name: str(text).strip() for name, text in asdict(given).items()}
    row = FilingCondition(category=category, place=place, **texts)
    row.amount, row.amount_unit = _limit(row.limit)
    check_length(row)
    return row


def _limit(text: str) -> tuple[int | None, str]:
    """The limit as a time, where it is one; staged limits stay words only."""
    try:
        limit = parse_limit(text)
    except BadLimit:
        return None, ""
    return (limit[0], limit[1].value) if limit else (None, "")


def _values(rows: Sequence[FilingCondition], names: Sequence[str]) -> list[list[object]]:
    return [[getattr(row, name) for name in names] for row in rows]
