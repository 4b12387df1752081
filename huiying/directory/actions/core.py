"""The shape of every change: one transaction, only what differs, one line in the journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext

from huiying.directory import queries
from huiying.directory.events import Added, Changed
from huiying.directory.refusals import BadCode, BadKind, Duplicate, Empty, NotFound
from huiying.journal import actions as journal
from huiying.journal.events import By

R = TypeVar("R", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Put(Generic[R]):
    """What a write did. ``changes``: field → [before, after]; empty when nothing differed."""

    row: R
    created: bool
    changes: dict[str, list[Any]]

    @property
    def outcome(self) -> str:
        if self.created:
            return "created"
        return "changed" if self.changes else "unchanged"


@contextmanager
def writing() -> Iterator[None]:
    """One transaction; kept trees are read anew at once, after the commit and after a failure."""
    try:
        with transaction.atomic():
            yield
            transaction.on_commit(queries.forget)
    finally:
        queries.forget()


def find(model: type[R], ident: int | None, what: str, **key: Any) -> R:
    """The row to change: the one with this id, else the one with this key, else a new one.

    Raises NotFound for an unknown id and Duplicate when the key belongs to another row.
    """
    same = rows(model).select_for_update().filter(**key).first()
    if ident is None:
        return same or model(**key)
    if same is not None and same.pk != ident:
        raise Duplicate(what=what, key=" ".join(str(v) for v in key.values()), name=str(same))
    row = rows(model).select_for_update().filter(pk=ident).first()
    if row is None:
        raise NotFound(what=what, key=ident)
    return row


def get(model: type[R], ident: int, what: str) -> R:
    """A row that must exist. Raises NotFound."""
    row = rows(model).filter(pk=ident).first()
    if row is None:
        raise NotFound(what=what, key=ident)
    return row


def assign(row: models.Model, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set the fields that differ and return field → [before, after]; texts lose outer spaces."""
    changes: dict[str, list[Any]] = {}
    for name, given in values.items():
        value = given.strip() if isinstance(given, str) else given
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            changes[name] = [plain(before), plain(value)]
    return changes


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def tell(
    put: Put[Any], added: type[Added], changed: type[Changed], key: str, *, by: By, at: datetime
) -> None:
    """One line in the journal, none when nothing differed."""
    if put.created:
        journal.record(added(put.row.pk, key=key), by=by, at=at)
    elif put.changes:
        journal.record(changed(put.row.pk, key=key, changes=put.changes), by=by, at=at)


def check_code(code: str) -> str:
    """The code without outer spaces. Raises BadCode when nothing is left or spaces are inside."""
    code = code.strip()
    if not code or any(sign.isspace() for sign in code):
        raise BadCode(key=code)
    return code


def check_filled(row: models.Model, key: str, *names: str) -> None:
    """Raises Empty for the first field without a value."""
    for name in names:
        if getattr(row, name) in ("", None):
            raise Empty(key=key, field=label(row, name))


def check_choice(row: models.Model, name: str) -> None:
    """Raises BadKind when a field's value is not one of its choices."""
    choices = dict(field_of(row, name).flatchoices)
    value = getattr(row, name)
    if value not in choices:
        known = "、".join(str(shown) for shown in choices.values())
        raise BadKind(field=label(row, name), value=value, choices=known)


def check_length(row: models.Model) -> None:
    """Raises BadKind for a text longer than its column, which SQLite would let pass."""
    for column in columns(type(row)):
        most = getattr(column, "max_length", None)
        value = getattr(row, column.attname)
        if most and isinstance(value, str) and len(value) > most:
            most_words = gettext("最多 %(count)s 个字") % {"count": most}
            raise BadKind(
                field=label(row, column.attname), value=f"{value[:20]}…", choices=most_words
            )


def label(row: models.Model, name: str) -> str:
    return str(field_of(row, name).verbose_name)


def rows(model: type[R]) -> models.Manager[R]:
    return model._default_manager  # noqa: SLF001


def columns(model: type[models.Model]) -> Sequence[models.Field[Any, Any]]:
    return model._meta.concrete_fields  # noqa: SLF001


def field_of(row: models.Model, name: str) -> models.Field[Any, Any]:
    return next(column for column in columns(type(row)) if name in (column.name, column.attname))
