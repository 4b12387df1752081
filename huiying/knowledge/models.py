"""Articles, their versions that never change, the words that find them, where each served."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.cases.models import Case
from huiying.directory.models import Category, Unit
from huiying.knowledge.rules.words import LONGEST
from huiying.knowledge.rules.workflow import STATE_LABELS, State

STATE_CHOICES = [(state.value, _(label)) for state, label in STATE_LABELS.items()]


class Article(models.Model):
    """One thing the hotline can say 知识条目, owned by the unit that knows.

    ``title`` is that of the version people see: the published one, or the newest of a draft.
    ``newest`` is the number of the newest version; ``published`` what is told to callers.
    """

    title = models.CharField(max_length=100)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    categories = models.ManyToManyField(Category, related_name="articles")
    state = models.CharField(max_length=10, choices=STATE_CHOICES, default=State.DRAFT)
    public = models.BooleanField(default=False)
    review_on = models.DateField()
    reviewed_at = models.DateTimeField(null=True)
    newest = models.PositiveIntegerField(default=1)
    published = models.ForeignKey("Version", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["state", "review_on", "id"], name="article_review"),
            models.Index(fields=["changed_at", "id"], name="article_changed"),
            models.Index(
                fields=["published_at", "id"],
                condition=Q(state="published", public=True),
                name="article_public",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="article_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(published__isnull=False, published_at__isnull=False),
                name="article_published_what",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """The words of an article as they were written once. Nothing ever changes a row."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=100)
    body = models.TextField(max_length=4000)
    keywords = models.CharField(max_length=200, blank=True, default="")
    basis = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    author_name = models.CharField(max_length=80)

    class Meta:
        default_permissions = ()
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["article", "number"], name="article_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"


class Term(models.Model):
    """A word of an article and how much it tells: the index of the search on both databases."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="terms", db_index=False)
    term = models.CharField(max_length=LONGEST)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=["article", "term"], name="article_term_once"),
        )
        indexes = (models.Index(fields=["term", "article", "weight"], name="article_term"),)

    def __str__(self) -> str:
        return self.term


class Use(models.Model):
    """An article served as the answer to a case: in which words, given by whom, when."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="articles_used")
    article = models.ForeignKey(Article, models.PROTECT, related_name="uses")
    used = models.ForeignKey(Version, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)

    class Meta:
        default_permissions = ()
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["case", "used"], name="article_used_once"),)

    def __str__(self) -> str:
        return f"{self.case_id} ← {self.article_id}"
