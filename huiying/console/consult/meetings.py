"""会议: called on some topics, held with minutes, printed as a notice and as minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiying.console import letters
from huiying.console.consult.forms import MeetingForm, MinutesForm, WhyForm
from huiying.console.consult.pages import (
    NAME,
    answer,
    measure_row,
    meeting_row,
    sections,
    topic_row,
)
from huiying.console.consult.papers import minutes_of, notice_of
from huiying.console.desks.desk import address, seat
from huiying.console.shell import Console, console
from huiying.consultation import access, actions, queries
from huiying.lib.numbers import whole
from huiying.ui.paging import page_of

TOMORROW = timedelta(days=1)


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """The latest first."""
    seat(desk, _(NAME), access.DESK)
    state = desk.request.GET.get("state", "")
    found = page_of(
        queries.meetings(desk.actor, state), desk.request.GET.get("place", ""), by="meet_at"
    )
    context = {
        "sections": sections("meetings"),
        "rows": [meeting_row(row) for row in found.rows],
        "page": found,
        "organises": desk.actor.has(*access.ORGANISERS),
    }
    return desk.page("console/consult/meetings.html", context, current="consult")


@require_http_methods(["GET", "POST"])
@console
def new(desk: Console) -> HttpResponse:
    """Call a meeting; ``?topic=`` ticks one that waits."""
    seat(desk, _(NAME), access.ORGANISERS)
    start = timezone.localtime(desk.at + TOMORROW).replace(minute=0, second=0, microsecond=0)
    ticked = whole(desk.request.GET.get("topic", ""))
    initial = {
        "meet_at": start,
        "chair": desk.actor.name,
        "topics": [str(ticked)] if ticked else [],
    }
    posted = desk.request.method == "POST"
    waiting = queries.waiting_topics(desk.actor, desk.at)
    form = MeetingForm(desk.request.POST if posted else None, topics=waiting, initial=initial)
    return answer(
        desk, form, lambda _given: actions.call(new=form.new(), actor=desk.actor, at=desk.at),
        back=address("meetings"), label=_("召集会商"), title=_("会商"),
    )  # fmt: skip


@require_GET
@console
def one(desk: Console, ident: int) -> HttpResponse:
    """A meeting with its agenda."""
    seat(desk, _(NAME), access.DESK)
    row = queries.meeting_for(desk.actor, ident)
    context = {
        "one": meeting_row(row),
        "agenda": [
            (topic_row(desk, topic), [measure_row(desk, m) for m in topic.measures.all()])
            for topic in queries.agenda(desk.actor, row)
        ],
        "organises": desk.actor.has(*access.ORGANISERS),
        "planned": row.state == "planned",
    }
    return desk.page("console/consult/meeting.html", context, current="consult")


@require_http_methods(["GET", "POST"])
@console
def act(desk: Console, ident: int, name: str) -> HttpResponse:
    """Write the minutes, or cancel."""
    seat(desk, _(NAME), access.ORGANISERS)
    row = queries.meeting_for(desk.actor, ident)
    data = desk.request.POST if desk.request.method == "POST" else None
    back = address("meeting", ident)
    mine: dict[str, Any] = {"meeting_id": ident, "actor": desk.actor, "at": desk.at}
    if name == "hold":
        form = MinutesForm(data, initial={"version": row.version})
        return answer(
            desk, form,
            lambda given: actions.hold(
                **mine, present=given["present"], minutes=given["minutes"],
                version=given["version"],
            ),
            back=back, label=_("记录纪要"), title=row.title,
        )  # fmt: skip
    if name != "cancel":
        raise Http404
    return answer(
        desk, WhyForm(data), lambda given: actions.cancel(**mine, why=given["why"]),
        back=back, label=_("取消会议"), title=row.title, danger=True,
    )  # fmt: skip


@require_GET
@console
def notice(desk: Console, ident: int) -> HttpResponse:
    """会议通知 on A4."""
    seat(desk, _(NAME), access.DESK)
    row = queries.meeting_for(desk.actor, ident)
    letter = notice_of(meeting_row(row), queries.agenda(desk.actor, row))
    day = date_format(timezone.localtime(row.meet_at), "Y-m-d")
    return letters.answer(
        desk, letter, form=desk.request.GET.get("form", ""), back=address("meeting", ident),
        current="consult", name=f"{_('会议通知')} {day}",
    )  # fmt: skip


@require_GET
@console
def minutes(desk: Console, ident: int) -> HttpResponse:
    """会议纪要 on A4, with what was decided and the measures."""
    seat(desk, _(NAME), access.DESK)
    row = queries.meeting_for(desk.actor, ident)
    if row.state != "held":
        raise Http404
    letter = minutes_of(desk, meeting_row(row), queries.agenda(desk.actor, row))
    day = date_format(timezone.localtime(row.meet_at), "Y-m-d")
    return letters.answer(
        desk, letter, form=desk.request.GET.get("form", ""), back=address("meeting", ident),
        current="consult", name=f"{_('会议纪要')} {day}",
    )  # fmt: skip
