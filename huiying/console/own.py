"""我的设置: what a person chooses for themselves."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiying.accounts import actions
from huiying.console.shell import Console, console
from huiying.notices import senders as notices
from huiying.ui import language


@require_http_methods(["GET", "POST"])
@console
def settings_page(desk: Console) -> HttpResponse:
    """GET: the choices. POST: keep them, for this browser and for every later sign-in."""
    if desk.request.method == "POST":
        given = desk.request.POST
        return _keep(
            desk, given.get("language", ""), told_by_mail="told_by_mail" in given,
            digest_by_mail="digest_by_mail" in given,
        )  # fmt: skip
    chosen = getattr(desk.request.user, "language", "")
    names = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
    shown = {"languages": names, "chosen": chosen, "mail": notices.mail_connected()}
    return desk.page("console/own.html", shown)


def _keep(desk: Console, code: str, *, told_by_mail: bool, digest_by_mail: bool) -> HttpResponse:
    code = code if language.known(code) else ""
    actions.choose(
        person_id=desk.actor.id or 0, language=code, told_by_mail=told_by_mail,
        digest_by_mail=digest_by_mail, at=desk.at,
    )  # fmt: skip
    with override(code or None):
        messages.success(desk.request, _("已保存您的设置。"))
    response = redirect("console:own")
    language.remember(response, code)
    return response
