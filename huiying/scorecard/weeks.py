"""The three rates of a week: by the moment of the last call-back that reached the person."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from huiying.accounts.actors import Actor
from huiying.accounts.roles import Role
from huiying.cases.models import Case
from huiying.lib.weeks import Week
from huiying.scorecard.models import Verdict
from huiying.scorecard.projection import SUMS
from huiying.scorecard.queries import EVERYTHING, Line
from huiying.scorecard.rules.verdict import RATES


def week_line(actor: Actor, week: Week) -> Line:
    """The sums of a week, excluded ones apart, as far as the actor sees rates."""
    seen, counted = _verdicts(actor, week), Q(excluded=None)
    rates = {f"n_{name}": Count("pk", filter=counted & Q(**{name: True})) for name in RATES}
    sums = seen.aggregate(
        n_counted=Count("pk", filter=counted), n_excluded=Count("pk", filter=~counted), **rates
    )
    return Line(0, str(week), **{name: sums[f"n_{name}"] for name in SUMS})


def week_records(actor: Actor, week: Week, *, rate: str = "", part: str = "") -> QuerySet[Case]:
    """The very cases behind a figure of a week; ``part`` as in `queries.records`."""
    found = _verdicts(actor, week).filter(excluded__isnull=part != "excluded")
    if part != "excluded" and rate in RATES and part in ("yes", "no"):
        found = found.filter(**{rate: part == "yes"})
    return Case.objects.filter(pk__in=found.values("case_id"))


def _verdicts(actor: Actor, week: Week) -> QuerySet[Verdict]:
    since, till = week.bounds()
    months = {f"{day:%Y-%m}" for day in week.days}
    found = Verdict.objects.filter(period__in=months, at__gte=since, at__lt=till)
    if actor.has(*EVERYTHING):
        return found
    return found.filter(unit_id__in=actor.units(Role.HANDLER, Role.STREET, Role.INSPECTOR))
