"""The forms of the knowledge desk. What they mean is checked by the domain, not here."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.accounts.actors import Actor
from huiying.console import choices
from huiying.knowledge import access
from huiying.knowledge.actions import Facts
from huiying.knowledge.queries import SORTS, Wanted
from huiying.knowledge.rules.workflow import STATE_LABELS, UNIT, State
from huiying.knowledge.types import Article, Version
from huiying.ui.fields import Choose, Select, SelectMany

DAY = {"type": "date"}
TERM = timedelta(days=182)
SORT_LABELS = {
    "best": gettext_lazy("最相关"),
    "changed": gettext_lazy("最近修改"),
    "title": gettext_lazy("标题"),
    "review": gettext_lazy("复核日期"),
    "used": gettext_lazy("使用次数"),
}


class ArticleForm(forms.Form):
    """An article as its writer sees it."""

    title = forms.CharField(
        label=gettext_lazy("标题"), max_length=100,
        help_text=gettext_lazy("写成市民会问的话，例如：新生儿怎样办理医保参保"),
    )  # fmt: skip
    body = forms.CharField(
        label=gettext_lazy("答复口径"), max_length=4000,
        help_text=gettext_lazy("话务员照着说的话：先结论，再条件、材料、地点、时间、电话。"),
        widget=forms.Textarea(attrs={"rows": 12, "maxlength": 4000}),
    )  # fmt: skip
    keywords = forms.CharField(
        label=gettext_lazy("关键词"), max_length=200, required=False,
        help_text=gettext_lazy("市民常用的说法、俗称，用空格隔开。"),
    )  # fmt: skip
    basis = forms.CharField(
        label=gettext_lazy("依据"), max_length=300, required=False,
        help_text=gettext_lazy("文件名称和文号。"),
    )  # fmt: skip
    unit_id = Select(label=gettext_lazy("责任单位"))
    category_ids = SelectMany(label=gettext_lazy("分类"), required=False)
    review_on = forms.DateField(
        label=gettext_lazy("复核日期"), widget=forms.DateInput(attrs=DAY),
        help_text=gettext_lazy("到这一天由责任单位再看一遍是否仍然有效。"),
    )  # fmt: skip
    public = forms.BooleanField(
        label=gettext_lazy("在网站“常见问题”公开"), required=False,
        help_text=gettext_lazy("只公开已发布的版本。不能含有个人的手机号、证件号、邮箱。"),
    )  # fmt: skip
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, actor: Actor, row: Article | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.row = row
        within = None if access.edits_all(actor) else actor.units(*UNIT)
        units = choices.units(within=within)
        self.fields["unit_id"].choices = [("", ""), *units]  # type: ignore[attr-defined]
        self.fields["category_ids"].choices = choices.categories()  # type: ignore[attr-defined]
        if not access.edits_all(actor):
            del self.fields["public"]

    def facts(self) -> Facts:
        given = dict(self.cleaned_data)
        given.pop("version")
        kept = self.row.public if self.row is not None else False
        public = given.pop("public", kept)
        idents = frozenset(int(one) for one in given.pop("category_ids"))
        return Facts(category_ids=idents, public=public, **given)


def initial_of(row: Article, words: Version) -> dict[str, Any]:
    """What the form shows of an article that there is: its newest words."""
    texts = {name: getattr(words, name) for name in ("title", "body", "keywords", "basis")}
    idents = [str(one.pk) for one in row.categories.all()]
    card = {name: getattr(row, name) for name in ("unit_id", "review_on", "public", "version")}
    return {**texts, **card, "category_ids": idents}


def initial_new(on: date, units: frozenset[int]) -> dict[str, Any]:
    """A new article: half a year until it is looked at again, one's own unit where it is one."""
    unit = next(iter(units)) if len(units) == 1 else None
    return {"review_on": on + TERM, "unit_id": unit}


class ActForm(forms.Form):
    """What a verb needs: a new day for a review, a reason for retiring."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, data: Any = None, *, name: str, row: Article, on: date) -> None:
        super().__init__(data, initial={"version": row.version, "review_on": on + TERM})
        if name == "review":
            self.fields["review_on"] = forms.DateField(
                label=_("下次复核日期"), widget=forms.DateInput(attrs=DAY)
            )
        if name == "retire":
            self.fields["text"] = forms.CharField(
                label=_("停用的理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 3})
            )


class ListForm(forms.Form):
    """The filters of the list."""

    q = forms.CharField(
        label=gettext_lazy("词语"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    state = Choose(label=gettext_lazy("状态"), required=False)
    unit = Select(label=gettext_lazy("责任单位（含下级）"), required=False)
    category = Select(label=gettext_lazy("分类"), required=False)
    review = Choose(label=gettext_lazy("复核"), required=False)
    sort = Choose(label=gettext_lazy("排序"), required=False)
    public = forms.BooleanField(label=gettext_lazy("只看公开的"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        every = [("", _("全部"))]
        states = [(state.value, _(STATE_LABELS[state])) for state in State]
        self.fields["state"].choices = [*every, *states]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [*every, *choices.units()]  # type: ignore[attr-defined]
        rows = [*every, *choices.categories()]
        self.fields["category"].choices = rows  # type: ignore[attr-defined]
        review = [("due", _("已到复核日期")), ("soon", _("30 天内到期"))]
        self.fields["review"].choices = [*every, *review]  # type: ignore[attr-defined]
        sorts = [(name, str(SORT_LABELS[name])) for name in SORTS]
        self.fields["sort"].choices = [("", _("默认")), *sorts]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was chosen; a choice that does not exist filters nothing."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            q=given.get("q", ""), state=given.get("state", ""), unit=given.get("unit"),
            category=given.get("category"), review=given.get("review", ""),
            public=bool(given.get("public")), sort=given.get("sort", ""),
        )  # fmt: skip
