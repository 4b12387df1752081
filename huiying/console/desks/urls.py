"""Addresses of the desks that work through lists, and their places on the rail."""

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from huiying.cases import queries as cases
from huiying.cases.listing import Filter
from huiying.console import rail
from huiying.console.desks import (
    calling,
    checking,
    dispatching,
    exporting,
    overview,
    rating,
    searching,
    unit,
    walking,
)
from huiying.dispatch import inbox
from huiying.oversight import calls

rail.register(
    "dispatch", _("派单"), "console:dispatch", dispatching.ROLES, letter="d",
    count=lambda actor, at: cases.count_for(
        actor, Filter(state=tuple(dispatching.STATES.values())), at
    ),
)  # fmt: skip
rail.register("unit", _("本单位"), "console:unit", inbox.ROLES, letter="u", count=inbox.to_sign)
rail.register(
    "check", _("核查"), "console:check", checking.ROLES, letter="v",
    count=lambda actor, at: cases.count_for(actor, checking.REPORTED, at),
)  # fmt: skip
rail.register(
    "call_back", _("回访"), "console:call_back", calling.ROLES, letter="h",
    count=lambda actor, at: calls.count(actor, "call", at),
)  # fmt: skip
rail.register("overview", _("督办"), "console:overview", overview.ROLES, letter="o")
rail.register("rates", _("三率"), "console:rates", rating.ROLES, letter="r")
rail.register("search", _("全部案件"), "console:search", searching.ROLES, letter="s")

urlpatterns = [
    path("dispatch/", dispatching.page, name="dispatch"),
    path("dispatch/accept/", dispatching.accept_many, name="dispatch_many"),
    path("dispatch/<str:number>/accept/", dispatching.accept, name="dispatch_accept"),
    path("dispatch/<str:number>/choose/", dispatching.choose, name="dispatch_choose"),
    re_path(
        r"^dispatch/(?P<number>[^/]+)/decide/(?P<kind>extension|suspension)/$",
        dispatching.decide,
        name="dispatch_decide",
    ),
    path("unit/", unit.page, name="unit"),
    path("unit/route/", walking.page, name="unit_route"),
    path("unit/sign/", unit.sign_many, name="unit_sign_many"),
    path("unit/<str:number>/sign/", unit.sign, name="unit_sign"),
    path("check/", checking.page, name="check"),
    path("check/<str:number>/", checking.decide, name="check_decide"),
    path("callback/", calling.page, name="call_back"),
    path("callback/<str:number>/", calling.call, name="call"),
    path("callback/<str:number>/take-over/", calling.take_over, name="call_take_over"),
    path("callback/<str:number>/decide/", calling.decide, name="excuse_decide"),
    re_path(
        r"^callback/(?P<number>[^/]+)/(?P<name>close|rework|excuse)/$",
        calling.outcome,
        name="call_outcome",
    ),
    path("supervise/", overview.page, name="overview"),
    path("supervise/unowned/", overview.unowned, name="unowned"),
    path("supervise/closed/<str:day>/", overview.closed, name="closed_on"),
    path("cases/", searching.page, name="search"),
    path("cases/export.xlsx", exporting.case_list, {"kind": "xlsx"}, name="cases_xlsx"),
    path("cases/export.csv", exporting.case_list, {"kind": "csv"}, name="cases_csv"),
    path("cases/keep/", searching.keep, name="filter_keep"),
    path("cases/keep/<int:ident>/", searching.change, name="filter_change"),
    path("rates/", rating.page, name="rates"),
    path("rates/export.xlsx", exporting.rates, {"kind": "xlsx"}, name="rates_xlsx"),
    path("rates/export.csv", exporting.rates, {"kind": "csv"}, name="rates_csv"),
    path("rates/records/", rating.records, name="records"),
]
