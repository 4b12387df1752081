"""All reads of people and posts."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from huiying.accounts.actors import Actor, Grant
from huiying.accounts.models import Person, Post
from huiying.directory import queries as directory


def actor_of(person: Person, on: date) -> Actor:
    """The actor a person is on a day; deactivated people and ended posts grant nothing."""
    if not person.is_active:
        return Actor(person.pk, person.name)
    posts = Post.objects.filter(
        Q(since=None) | Q(since__lte=on), Q(until=None) | Q(until__gte=on), person=person
    ).values_list("role", "unit_id", "area_id")
    return Actor(
        person.pk, person.name or person.username, tuple(_grant(*post) for post in posts)
    )


def _grant(role: str, unit_id: int, area_id: int | None) -> Grant:
    """A post at a city or district without an area reaches everywhere below that unit's area."""
    unit = directory.units().rows[unit_id]
    ident = area_id or unit.area_id
    everywhere = ident is None or (
        area_id is None and directory.areas().rows[ident].parent_id is None
    )
    return Grant(
        role,
        unit_id,
        directory.units().below(unit_id),
        None if everywhere or ident is None else directory.areas().below(ident),
    )


def people_at(unit_id: int, *roles: str) -> list[Person]:
    """Active people with one of the roles at a unit or above it, nearest first by unit."""
    return list(
        Person.objects.filter(is_active=True, posts__unit_id=unit_id, posts__role__in=roles)
        .distinct()
        .order_by("name")
    )


def working_people() -> list[tuple[int, str]]:
    """Everybody with an account in use, for choices: id and name."""
    return list(Person.objects.filter(is_active=True).order_by("name").values_list("pk", "name"))
