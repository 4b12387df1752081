"""The only writer of plans and of what was found."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction

from huiying.accounts.actors import Actor, system
from huiying.cases.models import Case
from huiying.cases.rules.workflow import State
from huiying.files import actions as files
from huiying.journal.actions import record
from huiying.lib.coordinates import haversine
from huiying.lib.errors import Refused
from huiying.lib.text import tidy
from huiying.oversight import actions as oversight
from huiying.sampling import access
from huiying.sampling.events import CheckMoved, PlanMoved
from huiying.sampling.models import Check, Plan
from huiying.sampling.refusals import BadPlan, CheckDone, CheckNeeds, NoSuchCheck, NotYourSampling

SYSTEM = system("抽查")
Upload = bytes | File[bytes]


def _(message: str) -> str:
    """Marks a word for the catalogue; it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class NewPlan:
    title: str
    after: str
    percent: int
    days: int = 0
    least: int = 0
    second_percent: int = 0
    category_id: int | None = None


def plan(*, new: NewPlan, actor: Actor, at: datetime) -> Plan:
    """Begin a plan: it draws from what comes from now on. Raises NotYourSampling, BadPlan."""
    access.check_planner(actor)
    title = tidy(new.title)
    bounds = (
        (_("名称"), bool(title)), (_("抽查时点"), new.after in Plan.After.values),
        (_("比例"), 1 <= new.percent <= 100), (_("天数"), 0 <= new.days <= 365),
        (_("每周最少"), 0 <= new.least <= 100), (_("复核比例"), 0 <= new.second_percent <= 100),
    )  # fmt: skip
    for field, fine in bounds:
        if not fine:
            raise BadPlan(field=field)
    if actor.id is None:
        raise NotYourSampling
    with transaction.atomic():
        made = Plan.objects.create(
            title=title[:80], after=new.after, days=new.days, percent=new.percent,
            least=new.least, second_percent=new.second_percent, category_id=new.category_id,
            salt=secrets.token_hex(16), seen_to=at, topped_to=at, made_at=at, made_by_id=actor.id,
        )  # fmt: skip
        record(PlanMoved(made.pk, verb="begin", percent=new.percent), by=actor.by, at=at)
    return made


def end_plan(*, plan_id: int, actor: Actor, at: datetime) -> Plan:
    """Draw no more by it; what was drawn stays to be checked."""
    access.check_planner(actor)
    with transaction.atomic():
        row = Plan.objects.select_for_update(of=("self",)).filter(pk=plan_id, ended_at=None).first()
        if row is None:
            raise NoSuchCheck
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        record(PlanMoved(row.pk, verb="end", percent=row.percent), by=actor.by, at=at)
    return row


@dataclass(frozen=True, slots=True)
class Found:
    """What an inspector found, where (degrees WGS-84, from the telephone) and with which photo."""

    real: bool
    text: str
    photo: tuple[str, Upload] | None = None
    lon: float | None = None
    lat: float | None = None


def finish(*, check_id: int, found: Found, actor: Actor, at: datetime) -> Check:
    """核查: real or not. A result that is not real sends the case back, or takes it up again.

    Where somebody checks it a second time, nothing happens to the case before both have said so.
    Raises NoSuchCheck, CheckDone, CheckNeeds and the BadFile refusals.
    """
    text = tidy(found.text)
    if not text:
        raise CheckNeeds(field=_("核查情况"))
    kept = files.store(found.photo[1], found.photo[0], at, proof=True) if found.photo else None
    with transaction.atomic():
        rows = Check.objects.select_for_update(of=("self",)).select_related("case")
        row = rows.filter(access.mine(actor), pk=check_id).first()
        if row is None:
            raise NoSuchCheck
        if row.state != Check.State.WAITING:
            raise CheckDone
        row.state, row.real, row.text, row.done_at = Check.State.DONE, found.real, text[:1000], at
        row.photo, row.lon, row.lat = kept, found.lon, found.lat
        row.metres = _metres(row)
        row.save()
        _tell(row, "done", actor, at)
    act_on(row, at)
    return row


def _metres(row: Check) -> int | None:
    """How far from the place of the case it was said; None where one is not known."""
    case = row.case
    if None in (row.lon, row.lat, case.lon, case.lat):
        return None
    return round(haversine(row.lon or 0, row.lat or 0, case.lon or 0, case.lat or 0))


def act_on(row: Check, at: datetime) -> None:
    """What is not real goes back to work once everybody who checks it has said so.

    A case that has gone on by itself since stays as it is; the finding stays as well.
    """
    root = row.first or row
    both = [root, *Check.objects.filter(first=root)]
    if any(one.state == Check.State.WAITING for one in both) or root.acted:
        return
    said = [one for one in both if one.state == Check.State.DONE]
    if not said or any(one.real for one in said):
        return
    text = "\n".join(dict.fromkeys(one.text for one in said))
    root.acted = _send_back(root.case_id, f"抽查不属实：{text}", at)
    root.save(update_fields=["acted"])


def _send_back(case_id: int, text: str, at: datetime) -> str:
    case = Case.objects.get(pk=case_id)
    given: dict[str, Any] = {"case_id": case_id, "actor": SYSTEM, "at": at, "text": text[:1000]}
    try:
        with transaction.atomic():
            if case.state in (State.REPORTED, State.VERIFIED):
                oversight.rework(**given)
                return "rework"
            if case.state == State.CLOSED:
                oversight.reopen(**given)
                return "reopen"
    except Refused:
        return ""
    return ""


def _tell(row: Check, verb: str, actor: Actor, at: datetime) -> None:
    event = CheckMoved(row.pk, verb=verb, case_id=row.case_id, plan_id=row.plan_id, real=row.real)
    record(event, by=actor.by, at=at)
