"""What the pages of the knowledge desk show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.accounts.actors import Actor
from huiying.journal.queries import Line
from huiying.knowledge import access, queries
from huiying.knowledge.rules.differences import Piece, differences
from huiying.knowledge.rules.workflow import STATE_LABELS, State, Verb
from huiying.knowledge.types import Article, Version

TONES = {State.DRAFT: "waiting", State.PUBLISHED: "going", State.RETIRED: "ended"}
STEPS = {
    "ArticleWritten": gettext_noop("写成草稿"),
    "ArticleRestored": gettext_noop("恢复为草稿"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list."""

    row: Article
    state: str
    tone: str
    times: int
    due: bool
    pending: bool


def cards(rows: Sequence[Article], on: date) -> list[Card]:
    times = queries.used_times(rows)
    return [card(row, on, times.get(row.pk, 0)) for row in rows]


def card(row: Article, on: date, times: int) -> Card:
    state = State(row.state)
    shown = row.published.number if row.published is not None else 0
    return Card(
        row, _(STATE_LABELS[state]), TONES[state], times,
        state is State.PUBLISHED and row.review_on <= on,
        state is State.PUBLISHED and row.newest > shown,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    at: datetime
    who: str
    sentence: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    verb: Verb
    label: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article: the words of the version that is looked at, and all around it."""

    card: Card
    words: Version
    versions: Sequence[Version]
    buttons: Sequence[Button]
    steps: Sequence[Step]
    categories: Sequence[str]

    @property
    def current(self) -> bool:
        return self.card.row.published_id == self.words.pk


def article_page(actor: Actor, row: Article, on: date, number: int | None) -> ArticlePage:
    """``number``: the version to read; else the published one, or the newest of a draft."""
    versions = queries.versions_of(actor, row)
    wanted = number or (row.published.number if row.published is not None else row.newest)
    words = next((one for one in versions if one.number == wanted), versions[0])
    buttons = [Button(verb, _(verb.label)) for verb in access.verbs_for(actor, row)]
    return ArticlePage(
        card(row, on, queries.used_times([row]).get(row.pk, 0)),
        words,
        versions,
        buttons,
        [_step(line) for line in reversed(queries.history_of(row))],
        [category.name for category in row.categories.all()],
    )


def _step(line: Line) -> Step:
    data = line.data
    number = data.get("number", 0)
    match line.event:
        case "ArticleEdited" if number:
            said = _("写成第 %(n)s 版") % {"n": number}
        case "ArticleEdited":
            said = _("修改条目信息")
        case "ArticlePublished":
            said = _("发布第 %(n)s 版") % {"n": number}
        case "ArticleReviewed":
            said = _("复核：仍然有效，下次 %(day)s") % {"day": data.get("until", "")}
        case "ArticleRetired":
            said = _("停用")
        case _:
            said = _(STEPS.get(line.event, line.event))
    return Step(line.at, line.actor_name, said, str(data.get("why", "")))


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions side by side in one text, field by field; only what differs."""

    before: Version
    after: Version
    fields: Sequence[tuple[str, Sequence[Piece]]]


COMPARED = (
    ("title", gettext_noop("标题")), ("body", gettext_noop("答复口径")),
    ("keywords", gettext_noop("关键词")), ("basis", gettext_noop("依据")),
)  # fmt: skip


def compared(before: Version, after: Version) -> Compared:
    fields = [
        (_(label), differences(getattr(before, name), getattr(after, name)))
        for name, label in COMPARED
        if getattr(before, name) != getattr(after, name)
    ]
    return Compared(before, after, fields)
