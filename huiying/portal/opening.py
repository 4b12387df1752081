"""What everybody may see: the list, one case, an area with its numbers and its feed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.accounts.actors import system
from huiying.cases import public
from huiying.directory import queries as directory
from huiying.directory.queries import AreaRow
from huiying.portal import feeds, plain
from huiying.portal.limits import TRIES, missed, slow_down
from huiying.portal.pages import limited, page
from huiying.portal.report_forms import area_choices
from huiying.scorecard import queries as scorecard
from huiying.ui.fields import Select

PUBLIC = system("公众")
STAGE_CHOICES = [
    ("", gettext_lazy("全部")),
    (public.NEW, gettext_lazy(plain.STAGES[public.NEW])),
    (public.GOING, gettext_lazy(plain.STAGES[public.GOING])),
    (public.DONE, gettext_lazy(plain.STAGES[public.DONE])),
]


class FilterForm(forms.Form):
    area = Select(label=gettext_lazy("街道或社区"), required=False)
    category = Select(label=gettext_lazy("分类"), required=False)
    stage = forms.ChoiceField(label=gettext_lazy("进度"), required=False, choices=STAGE_CHOICES)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        every = [("", _("全部"))]
        self.fields["area"].choices = [*every, *area_choices()]  # type: ignore[attr-defined]
        named = [(str(ident), name) for ident, name in public.public_categories()]
        self.fields["category"].choices = [*every, *named]  # type: ignore[attr-defined]

    def wanted(self) -> public.Wanted:
        """What was chosen; a choice that does not exist filters nothing."""
        self.is_valid()
        given = self.cleaned_data
        return public.Wanted(given.get("area"), given.get("category"), given.get("stage", ""))


def _cards(cases: list[public.PublicCase]) -> list[dict[str, Any]]:
    return [
        {
            "case": case,
            "title": plain.public_title(case),
            "stage": _(plain.STAGES[case.stage]),
        }
        for case in cases
    ]


@require_GET
@limited
def cases(request: HttpRequest) -> HttpResponseBase:
    """The public list, newest first."""
    form = FilterForm(request.GET)
    found = public.public_page(form.wanted(), place=request.GET.get("place", ""))
    context = {"form": form, "cards": _cards(found.rows), "page": found.page}
    return page(request, "portal/public.html", context)


@require_GET
@limited
def case(request: HttpRequest, number: str) -> HttpResponseBase:
    """One public case; whatever is not public is as if it did not exist."""
    slow_down(request, "public", TRIES * 3)
    found = public.public_case(number)
    if found is None:
        missed(request, "public")
        return page(request, "portal/unknown_link.html", status=404)
    context = {
        "case": found,
        "title": plain.public_title(found),
        "standing": plain.public_standing(found.stage, found.unit, found.due_at),
        "point": public.place_of(found),
    }
    return page(request, "portal/public_case.html", context)


@require_GET
@limited
def area(request: HttpRequest, code: str) -> HttpResponseBase:
    """An area: what is raised and done there, and the three rates in plain words."""
    row = _area(code)
    if row is None:
        return page(request, "portal/unknown_link.html", status=404)
    found = public.public_page(public.Wanted(area=row.id), size=10)
    context = {
        "area": row,
        "below": [one for one in directory.areas().rows.values() if one.parent_id == row.id],
        "figures": plain.figures(public.figures(row.id, timezone.now())),
        "rates": _rates(row),
        "cards": _cards(found.rows),
    }
    return page(request, "portal/area.html", context)


@require_GET
@limited
def feed(request: HttpRequest, code: str) -> HttpResponseBase:
    """The newest public cases of an area."""
    row = _area(code)
    if row is None:
        return HttpResponse(status=404)
    found = public.public_page(public.Wanted(area=row.id), size=50)
    title = _("%(area)s：公开的诉求") % {"area": row.name}
    return feeds.of_cases(request, title, f"/area/{row.code}/", found.rows)


def _area(code: str) -> AreaRow | None:
    rows = directory.areas().rows.values()
    return next((row for row in rows if row.code == code and row.active), None)


def _rates(row: AreaRow) -> dict[str, Any] | None:
    """The last counted month of an area, each rate with what it means."""
    months = scorecard.months(PUBLIC)
    if not months:
        return None
    total = scorecard.board(PUBLIC, scorecard.Scope(months[0], area=row.id), "area").total
    if not total.counted:
        return None
    return {"month": months[0], "counted": total.counted, "lines": plain.rates(total)}
