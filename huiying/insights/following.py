"""The only writes of who follows which problem or type, and of what they were told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from huiying.accounts import queries as people
from huiying.accounts.actors import Actor, system
from huiying.insights import access, kinds
from huiying.insights.events import Alerted, Followed, Unfollowed
from huiying.insights.models import Alert, Problem, Watch
from huiying.insights.queries import Wanted, problem_for
from huiying.insights.refusals import NoSuchWatch, NothingToHear
from huiying.insights.rules import watching
from huiying.insights.rules.watching import Seen, Standing, Wish
from huiying.journal.actions import record

CLOCK = system("系统")


@dataclass(frozen=True, slots=True)
class Target:
    """What is followed: a problem by its number, or a type by its matter."""

    problem: int | None = None
    matter: str = ""


def follow(*, target: Target, wish: Wish, mail: bool, actor: Actor, at: datetime) -> Watch:
    """Follow a problem or a type, or change what one wants to hear of it.

    What stands now is no news. Raises NoSuchProblem, NoSuchKind (also for whoever may see none),
    NothingToHear, NoSuchWatch for the system itself.
    """
    if actor.id is None:
        raise NoSuchWatch
    _check(wish)
    problem = None
    if target.problem is not None:
        problem = problem_for(actor, target.problem).pk
    now = standing(actor, Target(problem, target.matter), at)
    seen = watching.begin(wish, now)
    matter = "" if problem is not None else target.matter
    key: dict[str, Any] = {"person_id": actor.id, "problem_id": problem, "matter": matter}
    wished: dict[str, Any] = {
        "heat": wish.heat, "voices": wish.voices, "again": wish.again, "mail": mail,
        "seen_voices": seen.voices, "hot": seen.hot, "ended": seen.ended,
    }  # fmt: skip
    with transaction.atomic():
        row, _made = Watch.objects.update_or_create(
            **key, defaults=wished, create_defaults={**wished, "created_at": at}
        )
        told = Followed(row.pk, actor.id, problem, matter, wish.heat, wish.voices, wish.again)
        record(told, by=actor.by, at=at)
    return row


def unfollow(*, watch: int, actor: Actor, at: datetime) -> None:
    """Follow it no longer; what was told of it goes as well. Raises NoSuchWatch."""
    with transaction.atomic():
        row = Watch.objects.select_for_update().filter(pk=watch, person_id=access.me(actor)).first()
        if row is None:
            raise NoSuchWatch
        told = Unfollowed(row.pk, row.person_id, row.problem_id, row.matter)
        row.delete()
        record(told, by=actor.by, at=at)


def read_all(*, actor: Actor, at: datetime) -> int:
    """All alerts of a person have been read; how many were not."""
    unread = Alert.objects.filter(watch__person_id=access.me(actor), seen_at=None)
    return unread.update(seen_at=at)


def standing(actor: Actor, target: Target, at: datetime) -> Standing:
    """The figures of what is followed, as its follower may see them."""
    if target.problem is None:
        found = kinds.kind_for(actor, Wanted(matter=target.matter), at)
        return Standing(found.voices, found.going, found.heat)
    return of_problem(problem_for(actor, target.problem))


def leads(problem: Problem) -> int:
    """The problem itself, or what it was made part of."""
    return problem.merged_into_id or problem.pk


def of_problem(row: Problem) -> Standing:
    return Standing(row.voices, row.going, row.heat)


def look_around(at: datetime) -> int:
    """By the clock: tell everybody what has happened to what they follow. Returns the alerts.

    Reads each follower's problems in two queries, whatever their number, and locks only rows that
    have something to tell. Run twice, or by two at once, it tells nothing twice: what was told
    stands in the row that is locked.
    """
    made = 0
    persons = Watch.objects.order_by("person_id").values_list("person_id", flat=True).distinct()
    for person_id in list(persons):
        person = people.person_with_id(person_id)
        if person is None or not person.is_active:
            continue
        actor = people.actor_of(person, timezone.localdate(at))
        if actor.has(*access.READERS):
            made += _look_for(actor, at)
    return made


def _look_for(actor: Actor, at: datetime) -> int:
    rows = list(Watch.objects.filter(person_id=access.me(actor)).select_related("problem"))
    leads_to = {row.pk: leads(row.problem) for row in rows if row.problem is not None}
    seen = Problem.objects.filter(
        access.visible_to(actor), pk__in=leads_to.values(), merged_into=None
    )
    figures = {one.pk: of_problem(one) for one in seen}
    types: dict[str, Standing] = {}
    if len(leads_to) < len(rows):
        types = {
            one.matter: Standing(one.voices, one.going, one.heat)
            for one in kinds.kinds(actor, Wanted(), at)
        }
    made = 0
    for row in rows:
        goal = leads_to.get(row.pk)
        now = types.get(row.matter) if goal is None else figures.get(goal)
        if now is not None and watching.look(_wish(row), _seen(row), now)[1] != _seen(row):
            made += _tell(row.pk, now, at)
    return made


def _tell(watch: int, now: Standing, at: datetime) -> int:
    """What one follower is told, in one transaction with what keeps it from being told again."""
    with transaction.atomic():
        row = Watch.objects.select_for_update().filter(pk=watch).first()
        if row is None:
            return 0
        why, seen = watching.look(_wish(row), _seen(row), now)
        row.seen_voices, row.hot, row.ended = seen.voices, seen.hot, seen.ended
        row.save(update_fields=["seen_voices", "hot", "ended"])
        for one in why:
            alert = Alert.objects.create(
                watch=row, why=one.value, voices=now.voices, going=now.going, heat=now.heat, at=at
            )
            told = Alerted(
                row.pk, row.person_id, row.problem_id, row.matter, one.value, alert.pk, row.mail
            )
            record(told, by=CLOCK.by, at=at)
    return len(why)


def _wish(row: Watch) -> Wish:
    return Wish(row.heat, row.voices, row.again)


def _seen(row: Watch) -> Seen:
    return Seen(row.seen_voices, row.hot, row.ended)


def _check(wish: Wish) -> None:
    if wish == Wish():
        raise NothingToHear
    if wish.heat is not None and not 1 <= wish.heat <= 99:
        raise NothingToHear
    if wish.voices is not None and not 1 <= wish.voices <= 1_000_000:
        raise NothingToHear
