"""What retention would do: the dry run, and the very list `actions.retention` works through.

And what it did to numbers of other systems, which must not come back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from huiying.cases.models import Case, DestroyedNumber, RetentionRule
from huiying.cases.rules.retention import Act, Rule, in_order, number_digest, rule_for
from huiying.directory import queries as directory

ASKED_AT_ONCE = 500  # digests in one query; SQLite takes 999 values
KIN = ("master", "parent")  # how a duplicate and a part point at the case above them


@dataclass(frozen=True, slots=True)
class Item:
    """One case and what is due for it, by which rule (its text)."""

    case_id: int
    number: str
    act: Act
    category: str
    closed_at: datetime
    rule: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Items in the order they must be done; ``held`` are due but wait for their duplicates or
    parts, which are to be kept longer."""

    items: Sequence[Item]
    held: Sequence[str] = ()

    def counts(self) -> Counter[tuple[str, str]]:
        """How many by act and rule."""
        return Counter((item.act.value, item.rule) for item in self.items)


def plan(at: datetime, most: int | None = None) -> Plan:
    """What is due at a moment; changes nothing. At most ``most`` items, else all."""
    rules = _rules()
    if not rules:
        return Plan(())
    destroy = _due(Act.DESTROY, rules, at)
    found = _destroyable(destroy).order_by(
        ExpressionWrapper(_has(Q()), BooleanField()).asc(), "closed_at", "id"
    )
    ids = list(found.values_list("pk", flat=True)[:most])  # those without children come first
    ordered, held = in_order(ids, _children(ids))
    left = None if most is None else most - len(ordered)
    items = _items(ordered, Act.DESTROY, rules)
    items += _items(_to_anonymise(rules, destroy, held, at, left), Act.ANONYMISE, rules)
    numbers = Case.objects.filter(_waiting(destroy) | Q(pk__in=held)).filter(destroy, quiet())
    return Plan(tuple(items), list(numbers.order_by("id").values_list("number", flat=True)[:100]))


def quiet() -> Q:
    """Ended cases none of whose relatives is still being worked on.

    One condition for each kind of relative: PostgreSQL makes a join of each, of an OR it cannot.
    """
    above = ~Q(master__open=True) & ~Q(parent__open=True)
    return Q(open=False) & above & ~_has(Q(open=True))


def _has(which: Q) -> Q:
    """Cases that have such a duplicate or such a part."""
    return Q(
        *(Exists(Case.objects.filter(which, **{kin: OuterRef("pk")})) for kin in KIN),
        _connector=Q.OR,
    )


def _rules() -> dict[int | None, Rule]:
    names = directory.categories().rows
    rules = {}
    for row in RetentionRule.objects.all():
        category = names.get(row.category_id or 0)
        text = category.name if category else _("全部分类")
        if row.basis:
            text = f"{text}（{row.basis}）"
        rules[row.category_id] = Rule(
            row.category_id, row.anonymise_days, row.destroy_days, text[:150]
        )
    return rules


def _rule_of(category_id: int | None, rules: dict[int | None, Rule]) -> Rule | None:
    return rule_for(directory.categories().above(category_id) if category_id else (), rules)


def _due(act: Act, rules: dict[int | None, Rule], at: datetime) -> Q:
    """The ended cases for which an act is due, each by its own rule."""
    covered: dict[int, set[int]] = defaultdict(set)  # by the category of the rule
    for ident in directory.categories().rows:
        rule = _rule_of(ident, rules)
        if rule is not None and rule.category_id is not None:
            covered[rule.category_id].add(ident)
    due = Q(pk__in=())
    for category_id, rule in rules.items():
        cutoff = rule.cutoff(act, at)
        if cutoff is None:
            continue
        if category_id is None:
            others = set().union(*covered.values())
            mine = Q(category_id__isnull=True) | ~Q(category_id__in=others) if others else Q()
        else:
            mine = Q(category_id__in=covered[category_id])
        due |= mine & Q(closed_at__lte=cutoff)
    return due & Q(open=False)


def _waiting(destroy: Q) -> Q:
    """Cases with a duplicate or part that is not to be destroyed yet."""
    return _has(_not(destroy))


def _not(which: Q) -> Q:
    """The other cases; by a subquery, because NOT does not know what to say about NULL."""
    return ~Q(pk__in=Case.objects.filter(which).values("pk"))


def _destroyable(destroy: Q) -> QuerySet[Case]:
    return Case.objects.filter(destroy, quiet()).exclude(_waiting(destroy))


def _to_anonymise(
    rules: dict[int | None, Rule],
    destroy: Q,
    held: Iterable[int],
    at: datetime,
    most: int | None,
) -> list[int]:
    """Due, not done yet, and not to be destroyed anyway."""
    due = Case.objects.filter(_due(Act.ANONYMISE, rules, at), quiet(), anonymised_at=None)
    kept = due.filter(_not(destroy) | _waiting(destroy) | Q(pk__in=list(held)))
    return list(kept.order_by("closed_at", "id").values_list("pk", flat=True)[:most])


def _children(idents: Sequence[int]) -> dict[int, list[int]]:
    children: dict[int, list[int]] = defaultdict(list)
    for some in _parts(idents):
        rows = Case.objects.filter(Q(master__in=some) | Q(parent__in=some))
        for ident, master_id, parent_id in rows.values_list("pk", "master_id", "parent_id"):
            for above in (master_id, parent_id):
                if above is not None:
                    children[above].append(ident)
    return children


def _items(idents: Sequence[int], act: Act, rules: dict[int | None, Rule]) -> list[Item]:
    rows = {}
    for some in _parts(idents):
        fields = ("pk", "number", "category_id", "closed_at")
        for row in Case.objects.filter(pk__in=some).values_list(*fields):
            rows[row[0]] = row
    return [_item(rows[ident], act, rules) for ident in idents]


def _item(
    row: tuple[int, str, int | None, datetime | None], act: Act, rules: dict[int | None, Rule]
) -> Item:
    ident, number, category_id, closed_at = row
    rule = _rule_of(category_id, rules)
    category = directory.categories().rows.get(category_id or 0)
    if rule is None or closed_at is None:
        raise ValueError(f"case {number} has no rule")  # the conditions above exclude it
    words = (
        _("%(rule)s：办结 %(days)s 天后销毁")
        if act is Act.DESTROY
        else _("%(rule)s：办结 %(days)s 天后匿名")
    )
    text = words % {"rule": rule.text, "days": rule.days(act)}
    return Item(ident, number, act, category.name if category else "", closed_at, text[:200])


def _parts(idents: Sequence[int]) -> Iterable[Sequence[int]]:
    return (idents[start : start + 500] for start in range(0, len(idents), 500))


def destroyed(source: str, numbers: Sequence[str]) -> set[str]:
    """Which numbers of a source belonged to cases that were destroyed."""
    digests = {number_digest(source, number): number for number in numbers}
    keys, found = list(digests), set()
    for start in range(0, len(keys), ASKED_AT_ONCE):
        part = DestroyedNumber.objects.filter(digest__in=keys[start : start + ASKED_AT_ONCE])
        found |= {digests[key] for key in part.values_list("digest", flat=True)}
    return found
