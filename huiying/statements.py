"""Queries whose SQL text is worked out once per process and then run with new values.

For the few reads that every request makes, Django's building of the same text again costs several
times what the database needs to answer. What comes back are ordinary model instances or tuples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.query import ModelIterable, QuerySet

Row = TypeVar("Row")
MARK = 31_001  # parameters are known by these values (they fit any column), counted from here


@dataclass(frozen=True, slots=True)
class Plan:
    """The text for one kind of database; ``slots`` tells which value goes where."""

    text: str
    parameters: tuple[Any, ...]
    slots: tuple[tuple[int, int], ...]
    compiler: Any
    converters: Any
    make: Callable[[Sequence[Any]], Any]


class Statement(Generic[Row]):
    """A query with values that change.

        CASE = Statement(lambda ident: Case.objects.filter(pk=ident))
        case = CASE.first(7)

    ``build`` gets a stand-in for each value and returns a queryset of models (without
    ``select_related``) or of ``values_list``. The values must reach the database as they are:
    integers and texts, not dates or lists. A text is announced by ``texts=True``.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], *, texts: bool = False) -> None:
        self._build, self._texts = build, texts
        self._plans: dict[str, Plan] = {}

    def first(self, *values: object) -> Row | None:
        """The first row of the answer, or None."""
        found = self.all(*values)
        return found[0] if found else None

    def all(self, *values: object) -> list[Row]:
        plan = self._plans.get(connection.vendor)
        if plan is None:
            plan = self._plans[connection.vendor] = self._plan(len(values))
        parameters = list(plan.parameters)
        for place, which in plan.slots:
            parameters[place] = values[which]
        with connection.cursor() as cursor:
            cursor.execute(plan.text, parameters)
            rows = cursor.fetchall()
        if plan.converters:
            rows = plan.compiler.apply_converters(rows, plan.converters)
        return [plan.make(row) for row in rows]

    def _plan(self, count: int) -> Plan:
        marks: list[object] = [MARK + n for n in range(count)]
        if self._texts:
            marks = [str(mark) for mark in marks]
        queryset = self._build(*marks)
        compiler = queryset.query.get_compiler(connection=connection)
        text, parameters = compiler.as_sql()
        columns = [column for column, *_rest in compiler.select]
        return Plan(
            text,
            tuple(parameters),
            tuple((at, marks.index(p)) for at, p in enumerate(parameters) if p in marks),
            compiler,
            compiler.get_converters(columns),
            _maker(queryset, compiler),
        )


def _maker(queryset: QuerySet[Any, Any], compiler: Any) -> Callable[[Sequence[Any]], Any]:
    """What makes a row of the answer out of a row of the cursor."""
    if not issubclass(queryset._iterable_class, ModelIterable):  # noqa: SLF001
        return tuple
    places = compiler.klass_info["select_fields"]
    names = [compiler.select[place][0].target.attname for place in places]
    model, alias = queryset.model, connection.alias
    return lambda row: model.from_db(alias, names, row)


def insert(row: models.Model) -> None:
    """Write a new row whose id the database gives; no signals, one statement.

    As ``save(force_insert=True)`` without building the same text again. Relations must be set to
    rows that are saved already.
    """
    table, fields = row._meta.db_table, _own(type(row))  # noqa: SLF001 (Django documents _meta)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_insertion(table, tuple(field.column for field in fields)), values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001


@cache
def _own(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    """The columns that we give a value to: all but the id."""
    return tuple(f for f in model._meta.concrete_fields if not f.primary_key)  # noqa: SLF001


@cache
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join(["%s"] * len(columns))
    return f'INSERT INTO "{table}" ({names}) VALUES ({places}) RETURNING "id"'  # noqa: S608


def update(row: models.Model, names: Sequence[str]) -> None:
    """Write some columns (by attribute name) of a row that is there; no signals, one statement."""
    meta = row._meta  # noqa: SLF001 (Django documents _meta)
    fields = [field for field in meta.concrete_fields if field.attname in names]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{meta.db_table}" SET {columns} WHERE "id" = %s',  # noqa: S608
            [*values, row.pk],
        )
