"""Reference data as files: import reports on each row, an export can be read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext_noop as _

from huiying.directory.sheets import areas, catalogue, categories, times, units
from huiying.directory.sheets.book import Line, UnknownLayout, lines_of, write_book
from huiying.directory.sheets.options import Options
from huiying.directory.sheets.report import Deed, Report, carry_out
from huiying.journal.events import By
from huiying.lib.errors import Refused

__all__ = ["KINDS", "Options", "Report", "export_file", "import_file", "table", "write_excel"]

Reader = Callable[[list[Line], Options], Iterator[Deed]]
Rows = Callable[[], Iterator[Sequence[object]]]


class UnknownKind(Refused):
    code = "unknown_kind"
    message = _("没有“%(kind)s”这一种名录。")
    hint = _("可以是：%(kinds)s。")


@dataclass(frozen=True, slots=True)
class Layout:
    """A table is in this layout when it has all required columns."""

    required: tuple[str, ...]
    read: Reader


@dataclass(frozen=True, slots=True)
class Kind:
    title: str
    layouts: tuple[Layout, ...]
    rows: Rows | None


CATALOGUE = Layout(catalogue.REQUIRED, catalogue.read)
KINDS: dict[str, Kind] = {
    "areas": Kind(
        _("区划"),
        (Layout(areas.REQUIRED, areas.read), Layout(areas.DIVISIONS, areas.read_divisions)),
        areas.rows,
    ),
    "units": Kind(
        _("承办单位"),
        (Layout(units.REQUIRED, units.read), Layout(units.DIVISIONS, units.read_divisions)),
        units.rows,
    ),
    "categories": Kind(
        _("分类"),
        (
            Layout(categories.REQUIRED, categories.read),
            CATALOGUE,
            Layout(categories.LEVELS, categories.read_levels),
        ),
        categories.rows,
    ),
    "conditions": Kind(_("立案条件"), (CATALOGUE,), None),
    "crosswalks": Kind(
        _("分类对照"), (Layout(categories.WALK, categories.read_walks),), categories.walk_rows
    ),
    "policies": Kind(
        _("办理时限"), (Layout(times.POLICY_REQUIRED, times.read_policies),), times.policy_rows
    ),
    "calendar": Kind(_("工作日历"), (Layout(times.DAY_REQUIRED, times.read_days),), times.day_rows),
    "borders": Kind(_("边界"), (), None),
}


def import_file(
    kind: str,
    path: Path,
    *,
    by: By,
    at: datetime,
    options: Options | None = None,
    dry_run: bool = False,
    partial: bool = False,
) -> Report:
    """Bring a file in and report what became of each row; all or nothing unless ``partial``.

    ``borders`` reads GeoJSON, the other kinds Excel or CSV. Raises for
    the file as a whole: UnknownKind, UnknownLayout, SayStandard, and what lib.tables raises.
    """
    deeds = list(_deeds(_kind(kind), kind, path, options or Options()))
    return carry_out(deeds, file=path.name, by=by, at=at, dry_run=dry_run, partial=partial)


def export_file(kind: str, path: Path, *, standard: str = "") -> int:
    """Write all rows of a kind, ``borders`` as GeoJSON; how many. Raises as `write_excel`."""
    if _kind(kind) is KINDS["borders"]:
        return areas.write_borders(path)
    return write_excel(kind, path, standard=standard)


def write_excel(kind: str, target: Path | BinaryIO, *, standard: str = "") -> int:
    """The Excel file of a kind. Raises UnknownKind, and SayStandard for conditions."""
    chosen = _kind(kind)
    if chosen.rows is not None:
        return write_book(target, {chosen.title: chosen.rows()})
    if not standard:
        raise categories.SayStandard
    sheets: Mapping[str, Iterable[Sequence[object]]] = catalogue.sheets(standard)
    return write_book(target, sheets or {chosen.title: iter([catalogue.COLUMNS])})


def table(kind: str) -> tuple[str, Sequence[str], Iterator[Sequence[object]]]:
    """Title, header and rows of a kind that is one table. Raises UnknownKind for the others."""
    chosen = _kind(kind)
    if chosen.rows is None:
        tables = "、".join(name for name, one in KINDS.items() if one.rows)
        raise UnknownKind(kind=kind, kinds=tables)
    rows = chosen.rows()
    return chosen.title, [str(cell) for cell in next(rows)], rows


def _kind(kind: str) -> Kind:
    if kind not in KINDS:
        raise UnknownKind(kind=kind, kinds="、".join(KINDS))
    return KINDS[kind]


def _deeds(kind: Kind, name: str, path: Path, options: Options) -> Iterator[Deed]:
    if name == "borders":
        yield from areas.read_borders(path, options)
        return
    for layout in kind.layouts:
        lines = lines_of(path, layout.required)
        if lines is not None:
            yield from layout.read(lines, options) if lines else ()
            return
    columns = " / ".join("、".join(layout.required) for layout in kind.layouts)
    raise UnknownLayout(file=path.name, columns=columns)
