"""The cards of all models: what each was learned from, and what it was worth."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from huiying.console.desks.desk import seat
from huiying.console.shell import Console, console
from huiying.insights import hints, understanding

KINDS = {"category": gettext_noop("分类建议"), "unit": gettext_noop("承办单位建议")}


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """Every model with its versions, the one in use first."""
    seat(desk, _("模型"), ("administrator",))
    found = hints.model_cards(desk.actor)
    models = [(_(KINDS[name]) if name in KINDS else name, kept) for name, kept in found.items()]
    context = {"models": models, "places": understanding.place_models(desk.actor)}
    return desk.page("console/learned/page.html", context, current="models")
