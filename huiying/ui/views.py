"""The gallery: every part of a page on one page, to look at and to test."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiying.ui import gallery as invented


def gallery(request: HttpRequest) -> HttpResponse:
    """All parts with invented content; only for those who develop."""
    if not settings.DEBUG:
        raise Http404
    form = invented.Report(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("已保存。"))
        return redirect("ui:gallery")
    context = {"page": invented.page(), "rail": invented.rail(), "form": form}
    return render(request, "ui/gallery.html", context)
