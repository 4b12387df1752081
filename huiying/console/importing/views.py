"""Files in: upload, look at how the file is understood, run, come back to it."""

from __future__ import annotations

from typing import IO, cast

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.console.importing import pages
from huiying.console.shell import Console, console
from huiying.exchange import actions, queries
from huiying.exchange.refusals import NoSuchRun
from huiying.exchange.types import ImportRun
from huiying.lib.errors import Refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@console
def index(desk: Console) -> HttpResponse:
    """GET: upload, and the imports so far. POST: a file."""
    runs = queries.runs(desk.actor)
    problem, missing = None, False
    if desk.request.method == "POST":
        file = desk.request.FILES.get("file")
        missing = file is None
        try:
            if file is not None:
                run = actions.upload(file, file.name or "", actor=desk.actor, at=desk.at)
                return redirect("console:import_run", run_id=run.pk)
        except Refused as refused:
            problem = desk.problem(refused)
    context = {
        "runs": [pages.run_page(run, desk.at) for run in runs],
        "problem": problem,
        "missing": missing,
    }
    status = 422 if problem or missing else 200
    return desk.page("console/importing/index.html", context, current="import", status=status)


@require_http_methods(["GET", "POST"])
@console
def one(desk: Console, run_id: int) -> HttpResponse:
    """The import in whatever state it is; POST chooses how it is understood, or starts it."""
    run = queries.run(desk.actor, run_id)
    if run.status != ImportRun.Status.UPLOADED:
        if desk.request.method == "POST":
            return redirect("console:import_run", run_id=run_id)
        page = pages.run_page(run, desk.at)
        return desk.page("console/importing/run.html", {"page": page}, current="import")
    if desk.request.method != "POST":
        return _preview(desk, run)
    choice = pages.choice_of(desk.request.POST.dict(), list(run.mapping))
    start = desk.request.POST.get("act") == "start"
    try:
        verb = actions.start if start else actions.choose
        verb(run_id=run_id, choice=choice, actor=desk.actor, at=desk.at)
    except Refused as refused:
        run.columns = list({**run.mapping, **choice.columns}.items())
        return _preview(desk, run, refused)
    return redirect("console:import_run", run_id=run_id)


def _preview(desk: Console, run: ImportRun, refused: Refused | None = None) -> HttpResponse:
    problem = desk.problem(refused) if refused else None
    page = pages.preview_page(run, desk.at, problem)
    return desk.page(
        "console/importing/preview.html",
        {"page": page},
        current="import",
        status=problem.status if problem else 200,
    )


@require_GET
@console
def progress(desk: Console, run_id: int) -> HttpResponse:
    """The moving part of the page; once the import is over, the page is read anew."""
    page = pages.run_page(queries.run(desk.actor, run_id), desk.at)
    response = desk.part("console/importing/progress.html", {"page": page})
    if not page.moving:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
@console
def resume(desk: Console, run_id: int) -> HttpResponseRedirect:
    """Go on with an import that stopped."""
    actions.resume(run_id=run_id, actor=desk.actor, at=desk.at)
    return HttpResponseRedirect("..")


@require_POST
@console
def discard(desk: Console, run_id: int) -> HttpResponse:
    """Throw an upload away."""
    actions.discard(run_id=run_id, actor=desk.actor, at=desk.at)
    messages.success(desk.request, _("已删除上传的文件"))
    return redirect("console:import")


@require_GET
@console
def refused(desk: Console, run_id: int) -> HttpResponseBase:
    """The rows that were not taken in, with reasons."""
    run = queries.run(desk.actor, run_id)
    path = queries.refused_path(run)
    if path is None:
        raise NoSuchRun
    name = f"{_('未导入的行')}-{run.pk}.xlsx"
    stream = cast("IO[bytes]", path.open("rb"))
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)
    response.headers["Cache-Control"] = "private, no-store"
    return response
