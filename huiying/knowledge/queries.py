"""All reads of the knowledge base: the desk's list, what a caller is told, the public's answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum

from huiying.accounts.actors import Actor
from huiying.cases.models import Case
from huiying.directory import queries as directory
from huiying.journal.queries import Line, history
from huiying.knowledge import access
from huiying.knowledge.models import Article, Term, Use, Version
from huiying.knowledge.refusals import NoSuchArticle
from huiying.knowledge.rules.words import KEYWORD, asked
from huiying.knowledge.rules.workflow import UNIT, State

SOON = timedelta(days=30)
SORTS = ("best", "changed", "title", "review", "used")
REVIEWS = ("due", "soon")
ORDERS = {
    "changed": ("-changed_at", "-pk"),
    "title": ("title", "pk"),
    "review": ("review_on", "pk"),
    "used": ("-times", "-pk"),
    "best": ("-score", "-pk"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of the list; empty ones filter nothing. ``review``: due, soon. ``sort``: SORTS."""

    q: str = ""
    state: str = ""
    unit: int | None = None
    category: int | None = None
    review: str = ""
    public: bool = False
    sort: str = ""


def _in_category(ident: int) -> Q:
    """The articles of a category, of what is below it and of what is above it."""
    tree = directory.categories()
    near = tree.below(ident) | frozenset(tree.above(ident))
    through = Article.categories.through.objects.filter(category_id__in=near)
    return Q(pk__in=through.values("article_id"))


def _matching(wanted: Wanted, on: date) -> Q:
    q = Q(state=wanted.state) if wanted.state else Q()
    if wanted.unit is not None:
        q &= Q(unit_id__in=directory.units().below(wanted.unit))
    if wanted.category is not None:
        q &= _in_category(wanted.category)
    if wanted.review:
        until = on if wanted.review == "due" else on + SOON
        q &= Q(state=State.PUBLISHED, review_on__lte=until)
    return q & Q(public=True) if wanted.public else q


def _found(rows: QuerySet[Article], text: str) -> QuerySet[Article]:
    """Those with all words of a text, the best first."""
    terms = asked(text)
    if not terms:
        return rows.none()
    rows = rows.filter(terms__term__in=terms)
    scored = rows.annotate(hits=Count("terms"), score=Sum("terms__weight"))
    return scored.filter(hits=len(terms)).order_by("-score", "-pk")


def articles(actor: Actor, wanted: Wanted, on: date) -> QuerySet[Article]:
    """The articles an actor may see, filtered and in order; the best first where words are
    looked for, else what changed last."""
    rows = Article.objects.filter(access.visible_to(actor), _matching(wanted, on))
    if wanted.q:
        rows = _found(rows, wanted.q)
    sort = wanted.sort if wanted.sort in SORTS else ""
    if not sort or (sort == "best" and not wanted.q):
        sort = "best" if wanted.q else "changed"
    if sort == "used":
        rows = rows.annotate(times=Count("uses", distinct=True))
    return rows.select_related("unit", "published").order_by(*ORDERS[sort])


def used_times(rows: Iterable[Article]) -> dict[int, int]:
    """Article → how many cases it was the answer to."""
    idents = [row.pk for row in rows]
    counts = Use.objects.filter(article_id__in=idents).order_by().values_list("article_id")
    return dict(counts.annotate(times=Count("pk")))


def waiting(actor: Actor, on: date) -> int:
    """What waits for whoever writes articles: published ones whose day of review has come, and
    for editors what is written and not published yet."""
    if not access.writes(actor):
        return 0
    due = Q(state=State.PUBLISHED, review_on__lte=on)
    rows = Article.objects.filter(access.visible_to(actor))
    if access.edits_all(actor):
        return int(rows.filter(due | Q(state=State.DRAFT))[:1000].count())
    return int(rows.filter(due, unit_id__in=actor.units(*UNIT))[:1000].count())


def article_for(actor: Actor, ident: int) -> Article:
    """One article. Raises NoSuchArticle."""
    found = Article.objects.filter(access.visible_to(actor), pk=ident)
    row = found.select_related("unit", "published").prefetch_related("categories").first()
    if row is None:
        raise NoSuchArticle(id=ident)
    return row


def versions_of(actor: Actor, row: Article) -> list[Version]:
    """All versions, newest first; who only reads is told the published ones and older."""
    found = list(row.versions.all())
    if access.writes_for(actor, row.unit_id) or actor.has(*access.SEES_ALL):
        return found
    shown = row.published.number if row.published is not None else 0
    return [one for one in found if one.number <= shown]


def history_of(row: Article) -> list[Line]:
    """What happened to an article, oldest first."""
    return history("article", row.pk)


@dataclass(frozen=True, slots=True)
class Told:
    """A published article as the operator sees it beside the call."""

    version_id: int
    article_id: int
    number: int
    title: str
    body: str
    basis: str
    unit: str
    overdue: bool


MOST_TOLD = 6
LEAST_HITS = 2  # words in common before something typed brings an article by itself


def search(text: str, on: date) -> list[Told]:
    """What the operator looks for: the articles with all of these words; where there are none,
    those with most of them."""
    rows = _found(Article.objects.filter(state=State.PUBLISHED), text)
    idents = list(rows.values_list("pk", flat=True)[:MOST_TOLD])
    return _told(idents or _nearest(text), on)


def suggest(text: str, on: date, *, category_id: int | None = None) -> list[Told]:
    """What may help with what was typed so far: the category's first, then what reads alike."""
    first = _of_category(category_id)[:3] if category_id is not None else []
    idents = list(dict.fromkeys([*first, *_nearest(text)]))
    return _told(idents[:MOST_TOLD], on)


def _of_category(ident: int) -> list[int]:
    rows = Article.objects.filter(_in_category(ident), state=State.PUBLISHED)
    return list(rows.order_by("-published_at", "-pk").values_list("pk", flat=True)[:MOST_TOLD])


def _nearest(text: str) -> list[int]:
    """Published articles that share at least two words with a text, one of them not from prose."""
    terms = asked(text)
    if not terms:
        return []
    rows = Term.objects.filter(term__in=terms, article__state=State.PUBLISHED)
    scored = rows.values("article_id").annotate(hits=Count("pk"), score=Sum("weight"))
    near = scored.filter(hits__gte=min(LEAST_HITS, len(terms)), score__gt=KEYWORD)
    best = near.order_by("-score", "-article_id")[:MOST_TOLD]
    return [row["article_id"] for row in best]


def _told(idents: Sequence[int], on: date) -> list[Told]:
    rows = Article.objects.select_related("published").in_bulk(list(idents))
    units = directory.units().rows
    found = []
    for ident in idents:
        row = rows[ident]
        words = row.published
        if words is None:
            continue
        found.append(
            Told(
                words.pk, row.pk, words.number, words.title, words.body, words.basis,
                units[row.unit_id].label, row.review_on <= on,
            )
        )  # fmt: skip
    return found


def told(version_ids: Iterable[int], on: date) -> list[Told]:
    """The articles chosen on a form that comes back, those that are still told."""
    rows = Article.objects.filter(published_id__in=list(version_ids), state=State.PUBLISHED)
    return _told(list(rows.order_by("pk").values_list("pk", flat=True)), on)


def used_for(case: Case) -> list[Use]:
    """The articles a case was answered with, first to last."""
    return list(Use.objects.filter(case=case).select_related("used", "article"))


def public_articles(text: str = "", category: int | None = None) -> QuerySet[Article]:
    """What is published and public, the best or the newest first."""
    rows = Article.objects.filter(state=State.PUBLISHED, public=True)
    if category is not None:
        rows = rows.filter(_in_category(category))
    rows = rows.select_related("unit", "published")
    if text:
        return _found(rows, text)
    return rows.order_by("-published_at", "-pk")


def public_article(ident: int) -> Article | None:
    """One of them."""
    return public_articles().filter(pk=ident).first()


def public_categories() -> list[tuple[int, str]]:
    """The uppermost classes that public articles belong to, for the filter."""
    through = Article.categories.through.objects.filter(
        article__state=State.PUBLISHED, article__public=True
    )
    tree = directory.categories()
    idents = through.order_by().values_list("category_id", flat=True).distinct()
    tops = {tree.above(ident)[-1] for ident in idents if ident in tree.rows}
    return sorted(((ident, tree.rows[ident].name) for ident in tops), key=lambda pair: pair[1])
