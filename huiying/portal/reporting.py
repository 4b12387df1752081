"""Reporting without an account: three steps, a receipt, and the parts that work without signal."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from huiying import __version__
from huiying.cases import public, stops, suggest, tracking
from huiying.cases.actions.report import Arrival, report, resident
from huiying.cases.actions.voices import add_voice
from huiying.cases.rules import contact_words
from huiying.directory import queries as directory
from huiying.lib.errors import Refused
from huiying.maps.frames import whole_city
from huiying.portal.limits import TRIES, slow_down
from huiying.portal.pages import limited, page, private, said, wants_json
from huiying.portal.report_forms import SEND, STEPS, WHAT, WHERE, ReportForm
from huiying.proof import queries as proof

# What the kept form needs to look and work as it does; modules are asked for by their own names.
MODULES = (
    "setup", "once", "busy", "clock", "draft", "combobox", "confirm", "photos", "shortcuts",
    "chart",
)  # fmt: skip
KEPT = (
    *(f"ui/css/{name}.css" for name in ("tokens", "base", "components", "layouts", "print")),
    "ui/js/all.js",
    *("ui/favicon.svg", "ui/icons.svg", "vendor/htmx.min.js"),
    *(f"portal/{name}" for name in ("portal.css", "report.js", "outbox.js")),
)  # fmt: skip
REPORTS = 20  # in a window; a residents' committee behind one address reports several
LOOKS = 200


@require_http_methods(["GET", "POST"])
@limited
def form(request: HttpRequest) -> HttpResponseBase:
    """The three steps. ``go``: next, back, pass (an answer was read), send; ``join``: a number."""
    if request.method != "POST":
        return _step(request, ReportForm(), WHAT)
    slow_down(request, "report_step", LOOKS)
    here = request.POST.get("step", SEND)
    here = here if here in STEPS else WHAT
    if number := request.POST.get("join", ""):
        return _join(request, number)
    if request.POST.get("go") == "back":
        return _step(request, _given(request, WHAT), STEPS[max(0, STEPS.index(here) - 1)])
    filled = _given(request, here)
    if not filled.is_valid():
        return _refuse(request, filled, here)
    return _onward(request, filled, here)


def _onward(request: HttpRequest, filled: ReportForm, here: str) -> HttpResponse:
    """A step is filled in: an answer that comes first, the next step, or off it goes."""
    go = request.POST.get("go", "next")
    found = stops.stops_for(filled.cleaned_data["text"])
    passed = go == "pass" or request.POST.get("passed") == "yes"
    if any(stop.final for stop in found) or (found and not passed and here == WHAT):
        return _stopped(request, filled, found)
    if go == "send" and here == SEND:
        return _send(request, filled)
    return _step(request, filled, STEPS[min(len(STEPS) - 1, STEPS.index(here) + 1)])


def _stopped(request: HttpRequest, filled: ReportForm, found: Any) -> HttpResponse:
    """What comes before the form; a phone that sends by itself shows the words and the number."""
    if not wants_json(request):
        return _step(request, filled, WHAT, stops=found, status=422)
    told = [f"{stop.message} {stop.phone}".strip() for stop in found]
    return JsonResponse({"errors": told}, status=422)


def _given(request: HttpRequest, upto: str) -> ReportForm:
    return ReportForm(request.POST, request.FILES, upto=upto)


def _send(request: HttpRequest, filled: ReportForm) -> HttpResponse:
    slow_down(request, "report", REPORTS)
    given = filled.cleaned_data
    try:
        arrival = report(
            filled.new_case(), at=timezone.now(), key=f"web:{given['key']}",
            uploads=given["photos"], lenient=request.POST.get("later") == "1",
        )  # fmt: skip
    except Refused as refused:
        return _refuse(request, filled, SEND, problem=said(refused))
    return _arrived(request, arrival)


def _arrived(request: HttpRequest, arrival: Arrival) -> HttpResponse:
    case = arrival.case
    address = reverse("portal:receipt", args=[case.tracking_code])
    if not wants_json(request):
        return redirect(address)
    refused = [said(one)["message"] for one in arrival.refused]
    told = {"number": case.number, "code": case.tracking_code, "url": address, "refused": refused}
    return JsonResponse(told)


def _join(request: HttpRequest, number: str) -> HttpResponse:
    """我也遇到: one more voice, no second case."""
    slow_down(request, "report", REPORTS)
    filled = _given(request, WHAT)
    if not filled.is_valid():
        return _refuse(request, filled, WHAT)
    given = filled.cleaned_data
    try:
        voice = add_voice(number=number, at=timezone.now(), key=given["key"], text=given["text"])
    except Refused as refused:
        return _refuse(request, filled, SEND, problem=said(refused))
    return redirect("portal:follow", code=voice.code)


def _refuse(
    request: HttpRequest, filled: ReportForm, step: str, problem: dict[str, str] | None = None
) -> HttpResponse:
    if wants_json(request):
        errors = [str(text) for texts in filled.errors.values() for text in texts]
        return JsonResponse({"errors": [problem["message"]] if problem else errors}, status=422)
    return _step(request, filled, _first_wrong(filled, step), problem=problem, status=422)


def _first_wrong(filled: ReportForm, step: str) -> str:
    """The first step with something to mend."""
    wrong = set(filled.errors)
    for one in (WHAT, WHERE):
        if wrong & {field.name for field in filled.shown(one)}:
            return one
    return step


def _step(
    request: HttpRequest, filled: ReportForm, step: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "form": filled, "step": step, "number": STEPS.index(step) + 1, "count": len(STEPS),
        "hidden": filled.hidden(step), "stops": (), "problem": None, **more,
    }  # fmt: skip
    if step == WHERE:
        context["map"] = whole_city(pick=True)
    context["final"] = any(stop.final for stop in context["stops"])
    if filled.is_bound:
        filled.is_valid()
        context |= _hints(filled) if step == WHERE else _preview(filled) if step == SEND else {}
    return page(request, "portal/report.html", context, status)


def _hints(filled: ReportForm) -> dict[str, Any]:
    text = filled.cleaned_data.get("text", "")
    return {"hints": suggest.categories_for(resident(), text, most=4)}


def _preview(filled: ReportForm) -> dict[str, Any]:
    """Likely duplicates, what the public would see, and what in the text leads to a person."""
    given = filled.cleaned_data
    point, area_id = given.get("point"), given.get("area_id")
    where = {"lon": point.lon, "lat": point.lat} if point else {}
    if area_id is None and point:
        area_id = directory.area_at(point.lon, point.lat)
    text, category_id = given.get("text", ""), given.get("category_id")
    area = directory.areas().rows.get(area_id or 0)
    category = directory.categories().rows.get(category_id or 0)
    return {
        "similar": public.nearby(text, area_id=area_id, **where),
        "warnings": contact_words.finds(f"{text}\n{given.get('address', '')}"),
        "public": public.would_be_public(
            category_id=category_id, kind=given.get("kind", ""), confidential=False
        ),
        "area": area.name if area else "",
        "category": category.name if category else "",
    }


@require_GET
@private
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """The number and the code, large, to copy and to print."""
    slow_down(request, "case", TRIES * 3)
    case = tracking.by_code(code)
    if case is None:
        return page(request, "portal/unknown_link.html", status=404)
    link = request.build_absolute_uri(reverse("portal:case", args=[case.tracking_code]))
    context = {"case": case, "link": link, "offers": proof.offers(case)}
    return page(request, "portal/receipt.html", context)


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """The whole form on one page: what a phone keeps for when there is no signal."""
    return page(request, "portal/offline.html", {"form": ReportForm()})


@require_GET
def ready(request: HttpRequest) -> JsonResponse:
    """Whether there is a line, and the mark a draft needs to be sent."""
    response = JsonResponse({"csrf": get_token(request)})
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; it minds the report pages only."""
    parts = [static(name) for name in KEPT]
    modules = static("ui/js/all.js").rpartition("/")[0]
    parts += [f"{modules}/{name}.js" for name in MODULES if f"{modules}/{name}.js" not in parts]
    mark = sha256("".join((__version__, *parts)).encode()).hexdigest()[:12]
    context = {"parts": parts, "mark": mark}
    script = render(request, "portal/worker.js", context, content_type="text/javascript")
    script.headers["Service-Worker-Allowed"] = "/report/"
    script.headers["Cache-Control"] = "no-cache"
    return script
