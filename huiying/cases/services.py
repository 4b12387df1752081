"""The services the city offers to report: the leaves of the categories in use. All reads."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from huiying.cases.open_models import Question
from huiying.cases.rules.questions import Asked, Datatype, parse_values
from huiying.directory import queries as directory
from huiying.directory.models import Category
from huiying.directory.queries import CategoryRow, Tree


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of matter one can report. ``private``: taken in, never shown in public."""

    category_id: int
    code: str
    name: str
    description: str
    group: str
    keywords: tuple[str, ...]
    private: bool
    questions: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Book:
    """Every service, and the code and name of every category, also of those no longer offered."""

    tree: Tree[CategoryRow]
    services: dict[str, Service] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    private_ids: frozenset[int] = frozenset()

    def ids_of(self, codes: tuple[str, ...]) -> list[int]:
        """The categories that any of the codes mean."""
        wanted = set(codes)
        return [ident for ident, code in self.codes.items() if code in wanted]


_kept: list[Book] = []


def book() -> Book:
    """The services of now, read anew whenever the tree of categories was read anew."""
    tree = directory.categories()
    if not _kept or _kept[0].tree is not tree:
        _kept[:] = [_read(tree)]
    return _kept[0]


def questions_for(category_id: int | None) -> tuple[Asked, ...]:
    """What a category asks whoever reports; nothing where it is not one of the services."""
    found = book()
    service = found.services.get(found.codes.get(category_id or 0, ""))
    return service.questions if service and service.category_id == category_id else ()


def forget() -> None:
    """Read everything anew: called after a change of the questions in this process."""
    _kept.clear()


def _read(tree: Tree[CategoryRow]) -> Book:
    rows = tree.rows
    code_set = directory.case_code_set()
    mine = code_set.pk if code_set else None
    public = dict(Category.objects.exclude(public_name="").values_list("pk", "public_name"))
    names = {ident: public.get(ident) or row.name for ident, row in rows.items()}
    codes = _codes(rows, mine)
    parents = {row.parent_id for row in rows.values() if row.active}
    private = frozenset(i for i in rows if any(rows[up].sensitive for up in tree.above(i)))
    asked = _questions()
    services = {}
    for ident, row in rows.items():
        if row.active and row.code_set_id == mine and ident not in parents:
            chain = tree.above(ident)
            path = tuple(names[up] for up in reversed(chain))
            services[codes[ident]] = Service(
                category_id=ident,
                code=codes[ident],
                name=names[ident],
                description=" › ".join(path),
                group=path[-2] if len(path) > 1 else "",
                keywords=path,
                private=ident in private,
                questions=tuple(
                    question for up in reversed(chain) for question in asked.get(up, ())
                ),
            )
    return Book(tree, services, codes, names, private)


def _codes(rows: dict[int, CategoryRow], mine: int | None) -> dict[int, str]:
    """A code of its own for each: the same digits occur in two kinds and in two catalogues."""
    counts = Counter(row.code for row in rows.values() if row.code_set_id == mine)
    codes = {}
    for ident, row in rows.items():
        if row.code_set_id != mine:
            codes[ident] = f"{row.code_set_id}-{row.kind}-{row.code}"
        else:
            codes[ident] = row.code if counts[row.code] == 1 else f"{row.kind}-{row.code}"
    return codes


def _questions() -> dict[int, list[Asked]]:
    by_category: dict[int, list[Asked]] = defaultdict(list)
    for row in Question.objects.filter(active=True).order_by("category_id", "order", "pk"):
        by_category[row.category_id].append(
            Asked(
                code=row.code,
                description=row.description,
                datatype=Datatype(row.datatype),
                datatype_description=row.datatype_description,
                required=row.required,
                variable=row.asked,
                automated=row.automated,
                order=row.order,
                values=parse_values(row.values),
            )
        )
    return by_category
