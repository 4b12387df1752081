"""Addresses of sampling, and its place on the rail."""

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from huiying.console import rail
from huiying.console.checks import results, tasks
from huiying.sampling import access, queries

rail.register(
    "checks", _("抽查任务"), "console:checks", {"inspector"}, count=queries.owed, letter="x"
)
rail.register("samples", _("抽查结果"), "console:check_results", access.WATCH)

urlpatterns = [
    path("checks/", tasks.page, name="checks"),
    path("checks/<int:ident>/", tasks.one, name="check_task"),
    path("checks/results/", results.page, name="check_results"),
    re_path(
        r"^checks/results/export\.(?P<kind>xlsx|csv)$", results.export, name="check_results_export"
    ),
    path("checks/results/<int:ident>/", results.one, name="check_result"),
    path("checks/results/<int:ident>/photo/", results.photo, name="check_photo"),
    path("checks/plans/", results.plans, name="check_plans"),
    path("checks/plans/new/", results.new, name="check_plan_new"),
    path("checks/plans/<int:ident>/end/", results.end, name="check_plan_end"),
    path("checks/figures/", results.figures, name="check_figures"),
]
