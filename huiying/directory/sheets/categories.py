"""Classes in and out: our own layout, and lists of three levels of names without codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial

from django.utils.translation import gettext_noop as _

from huiying.directory import actions
from huiying.directory.actions.categories import CategoryValues
from huiying.directory.kinds import CodeKind
from huiying.directory.models import Category, CrossWalk
from huiying.directory.refusals import CATEGORY, NotFound
from huiying.directory.sheets import cells
from huiying.directory.sheets.book import Line
from huiying.directory.sheets.options import Options
from huiying.directory.sheets.report import Deed, Did, did
from huiying.journal.events import By
from huiying.lib.errors import Refused

REQUIRED = ("标准号", "类型", "代码", "名称")
COLUMNS = (
    *("标准号", "标准名称", "类型", "代码", "上级代码", "名称", "公开名称"),
    *("敏感", "须现场核查", "启用"),
)
LEVELS = ("一级分类", "二级分类", "三级分类")
WALK = ("源标准号", "源类型", "源代码", "目标标准号", "目标类型", "目标代码")
WALK_COLUMNS = (*WALK, "说明")


class SayStandard(Refused):
    code = "say_standard"
    message = _("文件里没有写明分类标准，或没有写明类型（部件、事项、诉求）。")
    hint = _("请用 --standard 给出标准号；类型写在工作表名里，或用 --code-kind 给出。")


def read(lines: list[Line], _options: Options) -> Iterator[Deed]:
    """Our own layout; columns that the file does not have stay as they are."""
    for line in lines:
        place = f"{line.get('标准号')} {line.get('类型')}"
        parent = f"{place} {line.get('上级代码')}" if line.get("上级代码") else ""
        yield Deed(line.row, f"{place} {line.get('代码')}", partial(_put, line), parent)


def _put(line: Line, by: By, at: datetime) -> list[Did]:
    standard, kind = line.get("标准号"), cells.chosen(CodeKind, line.get("类型"), "类型")
    code_set = ensure_code_set(standard, by, at, line.get("标准名称"))
    values: CategoryValues = {"name": line.get("名称")}
    if line.has("上级代码"):
        values["parent_id"] = cells.category_id(standard, kind, line.get("上级代码"))
    if line.has("公开名称"):
        values["public_name"] = line.get("公开名称")
    if line.has("敏感"):
        values["sensitive"] = cells.yes(line.get("敏感"), "敏感", default=False)
    if line.has("须现场核查"):
        values["on_site_check"] = cells.yes(line.get("须现场核查"), "须现场核查", default=False)
    if line.has("启用"):
        values["active"] = cells.yes(line.get("启用"), "启用", default=True)
    put = actions.put_category(
        code_set_id=code_set, kind=kind, code=line.get("代码"), by=by, at=at, **values
    )
    return [did(put)]


def ensure_code_set(standard: str, by: By, at: datetime, title: str = "") -> int:
    """The code set of that name, made when it is new."""
    if title:
        return actions.put_code_set(standard=standard, title=title, by=by, at=at).row.pk
    return actions.put_code_set(standard=standard, by=by, at=at).row.pk


def read_levels(lines: list[Line], options: Options) -> Iterator[Deed]:
    """Three levels of names without codes; empty cells repeat the row above.

    Codes are two digits for each level, in the order of the file. A name that is known under the
    same parent keeps its code, so that a list with new rows in its midst changes no code.
    """
    if not options.standard:
        raise SayStandard
    standard = options.standard
    kind = options.code_kind or CodeKind.DEMAND.value
    known: dict[tuple[str, ...], int] = {}
    above: tuple[str, ...] = ("", "", "")
    found: dict[tuple[str, ...], int] = {}
    for line in lines:
        above = _filled_down(above, line)
        path = tuple(name for name in above if name)
        for depth in range(1, len(path) + 1):
            found.setdefault(path[:depth], line.row)
    for path, row in found.items():
        yield Deed(row, " / ".join(path), partial(_put_name, standard, kind, path, known))


def _filled_down(above: tuple[str, ...], line: Line) -> tuple[str, ...]:
    names = [line.get(column) for column in LEVELS]
    first = next((place for place, name in enumerate(names) if name), 0)
    return (*above[:first], *names[first:])


def _put_name(
    standard: str,
    kind: str,
    path: tuple[str, ...],
    known: dict[tuple[str, ...], int],
    by: By,
    at: datetime,
) -> list[Did]:
    code_set = ensure_code_set(standard, by, at)
    parent_id = known.get(path[:-1])
    if path[:-1] and parent_id is None:
        raise NotFound(what=CATEGORY, key=" / ".join(path[:-1]))
    siblings = Category.objects.filter(code_set_id=code_set, kind=kind, parent_id=parent_id)
    same = siblings.filter(name=path[-1]).first()
    code = same.code if same else _next_code(siblings.values_list("code", flat=True), parent_id)
    put = actions.put_category(
        code_set_id=code_set,
        kind=kind,
        code=code,
        name=path[-1],
        parent_id=parent_id,
        by=by,
        at=at,
    )
    known[path] = put.row.pk
    return [did(put)]


def _next_code(siblings: Iterable[str], parent_id: int | None) -> str:
    parent = Category.objects.get(pk=parent_id).code if parent_id else ""
    tails = [code.removeprefix(parent) for code in siblings]
    last = max((int(tail) for tail in tails if tail.isdigit()), default=0)
    return f"{parent}{last + 1:02}"


def rows() -> Iterator[tuple[object, ...]]:
    """The header and all classes, parents first."""
    yield COLUMNS
    found = Category.objects.select_related("code_set", "parent")
    for row in found.order_by("code_set__standard", "kind", "level", "code"):
        yield (
            row.code_set.standard,
            row.code_set.title,
            cells.shown(CodeKind, row.kind),
            row.code,
            row.parent.code if row.parent else "",
            row.name,
            row.public_name,
            row.sensitive,
            row.on_site_check,
            row.active,
        )


def read_walks(lines: list[Line], _options: Options) -> Iterator[Deed]:
    """A cross-walk: how a class of one standard reads in another."""
    for line in lines:
        key = " ".join(line.get(column) for column in WALK)
        yield Deed(line.row, key, partial(_put_walk, line))


def _put_walk(line: Line, by: By, at: datetime) -> list[Did]:
    ends = []
    for side in ("源", "目标"):
        kind = cells.chosen(CodeKind, line.get(f"{side}类型"), f"{side}类型")
        code = line.get(f"{side}代码")
        ident = cells.category_id(line.get(f"{side}标准号"), kind, code)
        if ident is None:
            raise NotFound(what=CATEGORY, key=f"{side}代码")
        ends.append(ident)
    put = actions.put_crosswalk(
        source_id=ends[0], target_id=ends[1], note=line.get("说明"), by=by, at=at
    )
    return [did(put)]


def walk_rows() -> Iterator[tuple[object, ...]]:
    yield WALK_COLUMNS
    walks = CrossWalk.objects.select_related("source__code_set", "target__code_set")
    for walk in walks.order_by("source__code_set__standard", "source__code", "target__code"):
        ends: list[object] = []
        for end in (walk.source, walk.target):
            ends += [end.code_set.standard, cells.shown(CodeKind, end.kind), end.code]
        yield (*ends, walk.note)
