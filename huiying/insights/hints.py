"""All reads of learned models: examples to learn from, suggestions, cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import QuerySet

from huiying.accounts.actors import Actor
from huiying.accounts.refusals import NotAdministrator
from huiying.accounts.roles import Role
from huiying.cases import access
from huiying.cases.models import Case
from huiying.cases.rules.workflow import State
from huiying.directory import queries as directory
from huiying.directory.queries import CategoryRow, UnitRow
from huiying.insights.rules.letters import MOST, Letter
from huiying.lib.errors import Refused

if TYPE_CHECKING:  # who has learned nothing does not pay for what learning needs
    from huiying.insights.rules.cards import Card
    from huiying.insights.rules.suggesting import Choice, Model, Suggestion

CATEGORY, UNIT = "category", "unit"
KINDS = (CATEGORY, UNIT)
# A category counts once the case is with a unit that accepted it; a unit once it has answered.
ACCEPTED = (
    State.HANDLING,
    State.REPORTED,
    State.VERIFIED,
    State.CALLED_BACK,
    State.CLOSED,
)
ANSWERED = ACCEPTED[1:]
LABELS = {CATEGORY: "category__code", UNIT: "lead_unit__code"}


@dataclass(frozen=True, slots=True)
class Examples:
    """Messages with what was finally decided on them, the oldest first."""

    letters: list[Letter]
    labels: list[str]
    idents: list[str]


@dataclass(frozen=True, slots=True)
class Hint:
    """A category or unit, how likely it is, and the words that speak for it."""

    row: CategoryRow | UnitRow
    chance: float
    words: tuple[str, ...]

    @property
    def percent(self) -> int:
        return round(self.chance * 100)


@dataclass(frozen=True, slots=True)
class Hints:
    """The likeliest of a kind, the best first, and the nearest earlier cases the actor may see."""

    rows: tuple[Hint, ...]
    abstains: bool
    earlier: tuple[tuple[str, int], ...]  # number, likeness in percent


def folder() -> Path:
    """Where models are kept."""
    return Path(settings.HOME) / "models"


def examples(kind: str) -> Examples:
    """Cases that teach a kind; confidential and anonymised ones never do."""
    found = Examples([], [], [])
    label = LABELS[kind]
    columns = ("title", "body", "number", label)
    newest = _teaching(kind).order_by("-received_at", "-id").values_list(*columns)[:MOST]
    for title, body, number, code in reversed(newest):
        found.letters.append(Letter(title, body))
        found.labels.append(code)
        found.idents.append(number)
    return found


def count_examples(kind: str) -> int:
    """How many cases would teach a kind now."""
    return min(_teaching(kind).count(), MOST)


def _teaching(kind: str) -> QuerySet[Case]:
    states = ACCEPTED if kind == CATEGORY else ANSWERED
    known = {LABELS[kind].replace("__code", "__isnull"): False}
    return Case.objects.filter(
        state__in=states, confidential=False, anonymised_at__isnull=True, **known
    )


_loaded: dict[str, tuple[int, Model]] = {}


def model(kind: str) -> Model | None:
    """The model in use, kept in this process until another version is; None without one.

    Raises BadModel.
    """
    if not (folder() / f"{kind}.current").exists():
        return None
    from huiying.insights.rules import cards  # noqa: PLC0415

    card = cards.current(folder(), kind)
    if card is None:
        return None
    known = _loaded.get(kind)
    if known is None or known[0] != card.version:
        known = _loaded[kind] = (card.version, cards.load(folder(), kind)[0])
    return known[1]


def hints(actor: Actor, kind: str, letter: Letter) -> Hints | None:
    """The top three of a kind; None where nothing has been learned or a model cannot be read."""
    learned = _usable(kind)
    if learned is None:
        return None
    said = learned.suggest(letter)
    near = {one.ident: round(one.likeness * 100) for one in said.earlier}
    seen = Case.objects.filter(access.visible_to(actor), number__in=near)
    numbers = set(seen.values_list("number", flat=True))
    earlier = tuple((number, like) for number, like in near.items() if number in numbers)
    return Hints(_hints(kind, said), said.abstains, earlier)


def unit_hints(idents: Sequence[int]) -> dict[int, Hint]:
    """The unit that earlier cases speak for, for each case of which the model is sure enough.

    One query; none where nothing has been learned.
    """
    learned = _usable(UNIT) if idents else None
    if learned is None:
        return {}
    from huiying.insights.rules.suggesting import ABSTAIN  # noqa: PLC0415

    cases = list(Case.objects.filter(pk__in=idents).values_list("pk", "title", "body"))
    lines = learned.lines([Letter(title, body) for _pk, title, body in cases])
    rows = _rows(UNIT)
    return {
        case[0]: Hint(rows[line.label], line.chance, line.words)
        for case, line in zip(cases, lines, strict=True)
        if line.chance >= ABSTAIN and line.label in rows
    }


def forget() -> None:
    """Read the models anew: for tests, and where a folder was put back from a backup."""
    _loaded.clear()


def _usable(kind: str) -> Model | None:
    """The model in use; None too where it cannot be read: a suggestion stops no work."""
    try:
        return model(kind)
    except Refused:
        return None


def _hints(kind: str, said: Suggestion) -> tuple[Hint, ...]:
    rows = _rows(kind)
    return tuple(
        Hint(row, choice.chance, _words(choice))
        for choice in said.choices
        if (row := rows.get(choice.label))
    )


def _words(choice: Choice) -> tuple[str, ...]:
    return tuple(span.text for span in choice.words)


def _rows(kind: str) -> dict[str, CategoryRow | UnitRow]:
    """Active rows by code and by name: a model may have been learned from a file with names."""
    rows: list[CategoryRow | UnitRow] = []
    rows += (directory.categories() if kind == CATEGORY else directory.units()).rows.values()
    active = [row for row in rows if row.active]
    return {row.name: row for row in active} | {row.code: row for row in active}


def model_cards(actor: Actor) -> dict[str, list[Card]]:
    """All kept versions of every model, the newest first. Raises NotAdministrator, BadModel."""
    if not actor.has(Role.ADMINISTRATOR):
        raise NotAdministrator
    from huiying.insights.rules import cards, shelf  # noqa: PLC0415

    return {name: cards.cards(folder(), name) for name in shelf.names(folder())}
