"""常见问题: what the hotline answers, for everybody to read and to look through."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.knowledge import queries
from huiying.portal.pages import page
from huiying.ui.fields import Select
from huiying.ui.paging import numbered


class AskForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("想问什么"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    category = Select(label=gettext_lazy("分类"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        named = [(str(ident), name) for ident, name in queries.public_categories()]
        self.fields["category"].choices = [("", _("全部")), *named]  # type: ignore[attr-defined]


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The answers, the best first where words are looked for."""
    form = AskForm(request.GET)
    form.is_valid()
    given = form.cleaned_data
    rows = queries.public_articles(given.get("q", ""), given.get("category"))
    found = numbered(rows, request.GET.get("place", ""))
    context = {
        "form": form,
        "page": found,
        "filtered": bool(given.get("q") or given.get("category")),
    }
    return page(request, "portal/answers.html", context)


@require_GET
def one(request: HttpRequest, ident: int) -> HttpResponse:
    """One answer in its published words."""
    row = queries.public_article(ident)
    if row is None:
        return page(request, "portal/answer_gone.html", {}, status=404)
    return page(request, "portal/answer.html", {"row": row, "words": row.published})
