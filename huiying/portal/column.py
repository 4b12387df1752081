"""啄木鸟在行动: what is exposed, one issue with its photos and comments, and its feed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from huiying.cases.rules import contact_words
from huiying.column import actions as column
from huiying.column import queries
from huiying.column.queries import Wanted
from huiying.column.refusals import CommentsShut
from huiying.column.rules.workflow import PUBLIC, STATE_LABELS, State
from huiying.column.types import Exposure
from huiying.directory import queries as directory
from huiying.directory.kinds import AreaKind
from huiying.files import serving
from huiying.lib.errors import Refused
from huiying.portal import feeds, issues
from huiying.portal.limits import slow_down
from huiying.portal.pages import limited, page, said
from huiying.portal.report_forms import KEY
from huiying.ui.fields import Choose, Select
from huiying.ui.paging import page_of

COMMENTS = 10  # of one address in a window of ten minutes


class FilterForm(forms.Form):
    state = Choose(label=gettext_lazy("进度"), required=False)
    unit = Select(label=gettext_lazy("责任单位"), required=False)
    area = Select(label=gettext_lazy("街道"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        every = [("", _("全部"))]
        named = [(state.value, _(STATE_LABELS[state])) for state in State if state in PUBLIC]
        units = [(str(ident), name) for ident, name in queries.public_units()]
        rows = directory.areas().rows.values()
        streets = [(str(r.id), r.name) for r in rows if r.active and r.kind == AreaKind.STREET]
        self.fields["state"].choices = [*every, *named]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [*every, *units]  # type: ignore[attr-defined]
        self.fields["area"].choices = [*every, *streets]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was chosen; a choice that does not exist filters nothing."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(given.get("state", ""), given.get("unit"), given.get("area"))


class CommentForm(forms.Form):
    key = forms.RegexField(KEY, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("您看到的情况或意见"), max_length=500,
        help_text=gettext_lazy("最多 500 字。不要写姓名、电话、车牌等个人信息。"),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 500}),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("怎么称呼"), max_length=20, required=False,
        help_text=gettext_lazy("可以不写，也不必是真名。"),
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid4().hex})


@require_GET
@limited
def index(request: HttpRequest) -> HttpResponseBase:
    """The newest first, with what is in work and what is done."""
    form, at = FilterForm(request.GET), timezone.now()
    found = page_of(
        queries.public_rows(form.wanted(), at), request.GET.get("place", ""), by="published_at"
    )
    going, done = queries.running()
    query = request.GET.copy()
    query.pop("place", None)
    context = {
        "form": form,
        "cards": [issues.card(row, at) for row in found.rows],
        "page": found,
        "going": going,
        "done": done,
        "query": query.urlencode(),
    }
    return page(request, "portal/column.html", context)


@require_GET
@limited
def feed(request: HttpRequest) -> HttpResponseBase:
    """The newest issues, with the same filters as the list."""
    at = timezone.now()
    rows = queries.public_rows(FilterForm(request.GET).wanted(), at).order_by(
        "-published_at", "-pk"
    )[:50]
    here = reverse("portal:column")
    return feeds.of_issues(request, _("啄木鸟在行动"), here, [issues.card(row, at) for row in rows])


@require_GET
@limited
def one(request: HttpRequest, ident: int) -> HttpResponseBase:
    """One issue; what is not public is as if it did not exist."""
    row = queries.public_exposure(ident)
    if row is None:
        return page(request, "portal/unknown_link.html", status=404)
    return _told(request, row)


def _told(
    request: HttpRequest, row: Exposure, *, form: CommentForm | None = None, status: int = 200,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    at = timezone.now()
    pictures = queries.public_pictures(row)
    context = {
        "card": issues.card(row, at),
        "before": [one for one in pictures if one.moment == "before"],
        "after": [one for one in pictures if one.moment == "after"],
        "steps": issues.steps(row, queries.history_of(row)),
        "comments": queries.shown_comments(row),
        "form": form or CommentForm(),
        "warnings": (),
        "problem": None,
        **more,
    }
    return page(request, "portal/exposure.html", context, status)


@require_POST
@limited
def comment(request: HttpRequest, ident: int) -> HttpResponseBase:
    """Send a comment; a text that leads to a person is shown again with a warning first."""
    slow_down(request, "comment", COMMENTS)
    row = queries.public_exposure(ident)
    if row is None:
        return page(request, "portal/unknown_link.html", status=404)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _told(request, row, form=form, status=422)
    given = form.cleaned_data
    finds = contact_words.finds(f"{given['text']}\n{given['name']}")
    if finds and given["seen"] != given["text"]:
        return _told(request, row, form=form, status=422, warnings=finds)
    try:
        column.comment(
            exposure_id=ident, text=given["text"], name=given["name"], key=given["key"],
            at=timezone.now(),
        )  # fmt: skip
    except CommentsShut:
        return page(request, "portal/unknown_link.html", status=404)
    except Refused as refused:
        return _told(request, row, form=form, status=422, problem=said(refused))
    messages.success(request, _("收到您的评论，审核后公开。"))
    return redirect("portal:exposure", ident=ident)


@require_GET
@limited
def photo(request: HttpRequest, ident: int, picture_id: int) -> HttpResponseBase:
    """A boxed copy; the original has no public address."""
    found = queries.public_picture(ident, picture_id)
    if found is None or found.shown is None:
        return HttpResponse(status=404)
    small = "small" in request.GET
    return serving.response(request, found.shown, f"{ident}-{picture_id}.jpg", thumbnail=small)
