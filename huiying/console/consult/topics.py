"""议题: the queue with its clocks, one topic with its decision and measures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiying.cases import access as cases
from huiying.cases.rules.masking import mask_words
from huiying.console.consult.forms import DecideForm, MeasureForm, TopicForm, TopicsForm, WhyForm
from huiying.console.consult.pages import NAME, answer, measure_row, sections, topic_row
from huiying.console.desks.desk import address, seat
from huiying.console.shell import Console, console
from huiying.consultation import access, actions, queries, raising
from huiying.consultation.queries import MeasuresWanted
from huiying.ui.paging import page_of

TWO_WEEKS = timedelta(days=14)


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """The newest first."""
    seat(desk, _(NAME), access.DESK)
    given = desk.request.GET
    form = TopicsForm(given)
    found = page_of(queries.topics(desk.actor, form.wanted(), desk.at), given.get("place", ""))
    context = {
        "sections": sections("consult"),
        "form": form,
        "rows": [topic_row(desk, row) for row in found.rows],
        "page": found,
        "filtered": any(value for name, value in given.items() if name != "place"),
        "raises": desk.actor.has(*access.RAISERS),
        "organises": desk.actor.has(*access.ORGANISERS),
    }
    return desk.page("console/consult/topics.html", context, current="consult")


@require_http_methods(["GET", "POST"])
@console
def new(desk: Console) -> HttpResponse:
    """Raise a topic; ``?case=`` brings what is known of a case."""
    seat(desk, _(NAME), access.RAISERS)
    number = desk.request.GET.get("case", "")
    start: dict[str, str] = {}
    if number:
        case = cases.get_case(desk.actor, number)
        start = {"case": case.number, "title": mask_words(case.title)[:80]}
    posted = desk.request.method == "POST"
    form = TopicForm(desk.request.POST if posted else None, initial=start)
    return answer(
        desk, form,
        lambda _given: raising.raise_topic(new=form.new(), actor=desk.actor, at=desk.at),
        back=address("consult"), label=_("提出议题"), title=_("会商"),
    )  # fmt: skip


@require_GET
@console
def one(desk: Console, ident: int) -> HttpResponse:
    """A topic: what it is about, what was decided, what follows."""
    seat(desk, _(NAME), access.DESK)
    row = queries.topic_for(desk.actor, ident)
    organises = desk.actor.has(*access.ORGANISERS)
    listed = queries.measures(desk.actor, MeasuresWanted(topic=ident), desk.at)
    context = {
        "one": topic_row(desk, row),
        "measures": [measure_row(desk, one) for one in listed],
        "sees_case": bool(row.case and cases.sees(desk.actor, row.case)),
        "organises": organises,
        "may_rule": organises and row.state == "decided" and row.lead_unit_id and not row.rule_set,
    }
    return desk.page("console/consult/topic.html", context, current="consult")


@require_http_methods(["GET", "POST"])
@console
def act(desk: Console, ident: int, name: str) -> HttpResponse:
    """Decide, list a measure, withdraw, take off, make a rule of it."""
    seat(desk, _(NAME), access.ORGANISERS)
    row = queries.topic_for(desk.actor, ident)
    data = desk.request.POST if desk.request.method == "POST" else None
    back = address("topic", ident)
    mine: dict[str, Any] = {"topic_id": ident, "actor": desk.actor, "at": desk.at}
    if name == "decide":
        form = DecideForm(data, initial={"version": row.version})
        return answer(
            desk, form,
            lambda given: actions.decide(
                **mine, decision=given["decision"], version=given["version"],
                lead_unit_id=int(given["lead_unit"]) if given["lead_unit"] else None,
            ),
            back=back, label=_("记录议定事项"), title=row.title,
        )  # fmt: skip
    if name == "measure":
        due = timezone.localtime(desk.at + TWO_WEEKS).replace(hour=18, minute=0, second=0)
        measure = MeasureForm(data, initial={"due_at": due})
        return answer(
            desk, measure, lambda _given: actions.set_measure(**mine, new=measure.new()),
            back=back, label=_("列出措施"), title=row.title,
        )  # fmt: skip
    if name == "withdraw":
        return answer(
            desk, WhyForm(data), lambda given: actions.withdraw(**mine, why=given["why"]),
            back=back, label=_("撤下议题"), title=row.title, danger=True,
        )  # fmt: skip
    if data is None or name not in ("off", "rule"):
        raise Http404
    if name == "off":
        actions.take_off(**mine)
    else:
        made = actions.draft_rule(**mine)
        version = made.rule_set.version if made.rule_set else 0
        return redirect("console:rules_edition", version=version)
    return redirect(back)
