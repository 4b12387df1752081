"""What everybody may see: the list, one case, an area with its numbers and its feed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.accounts.actors import system
from huiying.cases import public, public_words
from huiying.column.rules.small import few
from huiying.directory import queries as directory
from huiying.directory.queries import AreaRow
from huiying.maps import queries as maps
from huiying.maps.frames import around, of_area, tiles_at
from huiying.portal import feeds, plain, subscribing
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
PERIODS = {
    1: gettext_lazy("本月"),
    3: gettext_lazy("近三个月"),
    12: gettext_lazy("近十二个月"),
}
MONTH_CHOICES = [("", gettext_lazy("全部")), *((str(n), PERIODS[n]) for n in maps.MONTHS)]


class FilterForm(forms.Form):
    area = Select(label=gettext_lazy("街道或社区"), required=False)
    category = Select(label=gettext_lazy("分类"), required=False)
    stage = forms.ChoiceField(label=gettext_lazy("进度"), required=False, choices=STAGE_CHOICES)
    months = forms.ChoiceField(
        label=gettext_lazy("收到时间"), required=False, choices=MONTH_CHOICES
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        every = [("", _("全部"))]
        self.fields["area"].choices = [*every, *area_choices()]  # type: ignore[attr-defined]
        named = [(str(ident), name) for ident, name in public.public_categories()]
        self.fields["category"].choices = [*every, *named]  # type: ignore[attr-defined]

    def wanted(self, at: datetime) -> public.Wanted:
        """What was chosen; a choice that does not exist filters nothing."""
        given = self.given
        since = maps.since(int(given.get("months") or 0), at)
        return public.Wanted(
            given.get("area"), given.get("category"), given.get("stage", ""), since
        )

    @property
    def given(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data

    @property
    def chosen_area(self) -> int | None:
        chosen: int | None = self.given.get("area")
        return chosen

    def query(self) -> str:
        """What holds of it for the tiles of the map, as a query string."""
        names = ("category", "stage", "months")
        return urlencode({name: self.given[name] for name in names if self.given.get(name)})


def at_place() -> str:
    """The address of a place's cases, without the place."""
    return reverse("portal:at", args=(0, 0)).removesuffix("0/0/")


def cards(cases: list[public.PublicCase]) -> list[dict[str, Any]]:
    return [
        {
            "case": case,
            "title": public_words.title(case),
            "stage": _(plain.STAGES[case.stage]),
        }
        for case in cases
    ]


@require_GET
@limited
def cases(request: HttpRequest) -> HttpResponseBase:
    """The public list, newest first."""
    form = FilterForm(request.GET)
    found = public.public_page(form.wanted(timezone.now()), place=request.GET.get("place", ""))
    context = {"form": form, "cards": cards(found.rows), "page": found.page}
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
    point = public.place_of(found)
    context = {
        "case": found,
        "title": public_words.title(found),
        "standing": public_words.standing(found.stage, found.unit, found.due_at),
        "subscribe": subscribing.form_for(number=found.number),
        "point": point,
        "map": around(point, tiles=tiles_at("portal:tile"), at=at_place()) if point else None,
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
        "subscribe": subscribing.form_for(area=row.id),
        "cards": cards(found.rows),
        "map": of_area(row.id, tiles=tiles_at("portal:tile"), at=at_place()),
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
    """The last counted month of an area, each rate with what it means; none of a few cases."""
    months = scorecard.months(PUBLIC)
    if not months:
        return None
    total = scorecard.board(PUBLIC, scorecard.Scope(months[0], area=row.id), "area").total
    if not total.counted or few(total.counted):
        return None
    return {"month": months[0], "counted": total.counted, "lines": plain.rates(total)}
