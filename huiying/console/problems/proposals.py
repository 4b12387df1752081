"""提请: a common problem is put forward for a campaign or a consultation, or no longer is."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiying.console.desks.desk import seat
from huiying.console.problems.views import NAME, done
from huiying.console.shell import Console, console
from huiying.insights import access, proposing, queries
from huiying.insights.proposing import Goal
from huiying.insights.refusals import NoSuchProposal
from huiying.lib.numbers import whole


@require_POST
@console
def propose(desk: Console, ident: int) -> HttpResponse:
    """Ask for a campaign or a consultation, with the reason."""
    seat(desk, _(NAME), access.READERS)
    given = desk.request.POST

    def act() -> int:
        goal = given.get("goal", "")
        if goal not in queries.ASKED:
            raise NoSuchProposal
        made = proposing.propose(
            problem=ident, goal=Goal(goal), why=given.get("why", ""), actor=desk.actor, at=desk.at
        )
        return made.problem_id

    return done(desk, ident, act, _("已提请。"))


@require_POST
@console
def withdraw(desk: Console, ident: int) -> HttpResponse:
    """Ask for it no longer; what was asked stays to be read."""
    seat(desk, _(NAME), access.READERS)
    given = desk.request.POST

    def act() -> int:
        proposal = whole(given.get("proposal", "")) or 0
        ended = proposing.withdraw(
            proposal=proposal, why=given.get("why", ""), actor=desk.actor, at=desk.at
        )
        return ended.problem_id

    return done(desk, ident, act, _("已撤回提请。"))
