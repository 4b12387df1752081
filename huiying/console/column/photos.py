"""Photos of an issue: taken in, boxed, removed; the original only for those at the desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.column import access, queries
from huiying.column import actions as column
from huiying.column.rules import boxes
from huiying.column.rules.workflow import BY_NAME
from huiying.console.column.forms import PhotosForm
from huiying.console.column.pages import issue
from huiying.console.column.views import show
from huiying.console.shell import Console, console
from huiying.files import serving
from huiying.lib.errors import Refused
from huiying.lib.numbers import whole


@require_POST
@console
def add(desk: Console, ident: int) -> HttpResponse:
    """Uploads, or photos of the case that were ticked."""
    row = queries.exposure_for(desk.actor, ident)
    picked = [n for one in desk.request.POST.getlist("attachment") if (n := whole(one)) is not None]
    if picked:
        column.take_from_case(
            exposure_id=ident, attachment_ids=picked, actor=desk.actor, at=desk.at
        )
        return redirect("console:column_one", ident=ident)
    form = PhotosForm(desk.request.POST, desk.request.FILES)
    if not form.is_valid():
        return show(desk, row, form=form)
    try:
        column.add_pictures(
            exposure_id=ident, moment=form.cleaned_data["moment"], actor=desk.actor, at=desk.at,
            uploads=[(one.name, one) for one in form.cleaned_data["photos"]],
        )  # fmt: skip
    except Refused as refused:
        return show(desk, row, form=form, problem=desk.problem(refused))
    return redirect("console:column_one", ident=ident)


@require_http_methods(["GET", "POST"])
@console
def page(desk: Console, ident: int, picture_id: int) -> HttpResponse:
    """Draw boxes over faces and plates, or say that there are none."""
    row = queries.exposure_for(desk.actor, ident)
    access.check(desk.actor, BY_NAME["picture"], row)
    picture = queries.picture_for(desk.actor, ident, picture_id)
    problem, status = None, 200
    if desk.request.method == "POST":
        try:
            column.box(
                exposure_id=ident, picture_id=picture_id, actor=desk.actor, at=desk.at,
                boxes=boxes.parse(desk.request.POST.get("boxes", "")),
                clean=desk.request.POST.get("clean") == "yes",
            )  # fmt: skip
        except Refused as refused:
            problem = desk.problem(refused)
            status = problem.status
        else:
            messages.success(desk.request, _("照片已处理，公开的是遮挡后的副本。"))
            return redirect("console:column_one", ident=ident)
    context = {
        "issue": issue(row, desk.at), "picture": picture, "problem": problem,
        "boxes": desk.request.POST.get("boxes", "") if problem else picture.boxes,
    }  # fmt: skip
    return desk.page("console/column/box.html", context, current="column", status=status)


@require_GET
@console
def file(desk: Console, ident: int, picture_id: int) -> HttpResponseBase:
    """The original for editors who box it; for the others at the desk the boxed copy."""
    picture = queries.picture_for(desk.actor, ident, picture_id)
    original = "original" in desk.request.GET and access.edits(desk.actor)
    kept = picture.original if original else picture.shown
    if kept is None:
        raise Http404
    small = "small" in desk.request.GET
    return serving.response(desk.request, kept, f"{ident}-{picture_id}.jpg", thumbnail=small)


@require_POST
@console
def remove(desk: Console, ident: int, picture_id: int) -> HttpResponse:
    """Take a photo away for good."""
    column.remove_picture(exposure_id=ident, picture_id=picture_id, actor=desk.actor, at=desk.at)
    messages.success(desk.request, _("照片已移除"))
    return redirect("console:column_one", ident=ident)
