"""All reads of people and posts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from huiying.accounts.actors import Actor, Grant
from huiying.accounts.models import Person, Post
from huiying.accounts.roles import Role
from huiying.directory import queries as directory
from huiying.directory.kinds import UnitKind
from huiying.statements import Statement

PERSON = Statement(lambda ident: Person.objects.filter(pk=ident))
POSTS = Statement(
    lambda person_id: Post.objects.filter(person_id=person_id).values_list(
        "role", "unit_id", "area_id", "since", "until"
    )
)


def actor_of(person: Person, on: date) -> Actor:
    """The actor a person is on a day; deactivated people and ended posts grant nothing."""
    if not person.is_active:
        return Actor(person.pk, person.name)
    grants = tuple(
        _grant(role, unit_id, area_id)
        for role, unit_id, area_id, since, until in POSTS.all(person.pk)
        if (since is None or since <= on) and (until is None or until >= on)
    )
    return Actor(person.pk, person.name or person.username, grants)


def person_with_id(ident: int) -> Person | None:
    """The person of a session; asked at every request."""
    return PERSON.first(ident)


def _grant(role: str, unit_id: int, area_id: int | None) -> Grant:
    """What a post reaches: its units always, and by place what its unit is responsible for.

    A post at a city or district reaches everywhere, one at a street or community its area, one at
    a department no area of its own: it has the cases the department has. A post with an area
    reaches that area.
    """
    reach = _reach(unit_id, area_id)  # first: it notices a unit that is new to this process
    return Grant(role, unit_id, directory.units().below(unit_id), reach)


def _reach(unit_id: int, area_id: int | None) -> frozenset[int] | None:
    if area_id is not None:
        return directory.areas().below(area_id)
    unit = directory.unit(unit_id)
    if unit.kind in (UnitKind.CITY, UnitKind.DISTRICT):
        alone = unit.area_id is None or directory.area(unit.area_id).parent_id is None
        return None if alone or unit.area_id is None else directory.areas().below(unit.area_id)
    if unit.kind == UnitKind.DEPARTMENT or unit.area_id is None:
        return frozenset()
    return directory.areas().below(unit.area_id)


def manager_of(person: Person, on: date) -> Actor | None:
    """The actor a person is in the administration; None for those who may not enter it.

    A superuser may do what an administrator may, so that a new installation can be set up.
    """
    actor = actor_of(person, on)
    if not person.is_active or not (person.is_superuser or actor.has(Role.ADMINISTRATOR)):
        return None
    return Actor(actor.id, actor.name, actor.grants, system=True) if person.is_superuser else actor


def people_at(unit_id: int, *roles: str, on: date | None = None) -> list[Person]:
    """Active people with one of the roles at this very unit, by name; on a day if one is given."""
    posts = Post.objects.filter(unit_id=unit_id, role__in=roles)
    if on is not None:
        posts = posts.filter(_in_force(on))
    return list(
        Person.objects.filter(is_active=True, pk__in=posts.values("person_id")).order_by("name")
    )


def handlers_of(unit_id: int, on: date | None = None) -> list[Person]:
    """Who handles the cases of a unit: its handlers and street staff, else those of the nearest
    unit above that has some."""
    for ident in directory.units().above(unit_id):
        found = people_at(ident, Role.HANDLER, Role.STREET, on=on)
        if found:
            return found
    return []


def handler_names(unit_id: int) -> dict[int, str]:
    """As `handlers_of`, by id, from memory and a few seconds old; a post's dates are not looked at:
    for proposals, which are checked again when they are carried out."""
    at_units = _handlers.get()
    return next((at_units[i] for i in directory.units().above(unit_id) if i in at_units), {})


def _read_handlers() -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    posts = Post.objects.filter(role__in=(Role.HANDLER, Role.STREET), person__is_active=True)
    rows = posts.order_by("person__name").values_list("unit_id", "person_id", "person__name")
    for unit_id, person_id, name in rows:
        found.setdefault(unit_id, {})[person_id] = name
    return found


def _read_working() -> list[tuple[int, str]]:
    return list(Person.objects.filter(is_active=True).order_by("name").values_list("pk", "name"))


_handlers = directory.Kept(_read_handlers)
_working = directory.Kept(_read_working)


def forget_people() -> None:
    """Read anew who handles and who works here."""
    _handlers.forget()
    _working.forget()


def told_by_mail(unit_id: int, on: date) -> list[int]:
    """Who handles the cases of a unit, has a mail address and wants a mail for each: their ids."""
    return [
        person.pk for person in handlers_of(unit_id, on) if person.email and person.told_by_mail
    ]


def digest_readers() -> list[int]:
    """Who is working, has a mail address and wants a mail about what waits: their ids."""
    found = Person.objects.filter(is_active=True, digest_by_mail=True).exclude(email="")
    return list(found.order_by("pk").values_list("pk", flat=True))


def posts_in_force(on: date) -> Iterator[tuple[int, Grant]]:
    """Every post of active people on a day, with its person."""
    posts = Post.objects.filter(_in_force(on), person__is_active=True).order_by("pk")
    for person_id, role, unit_id, area_id in posts.values_list(
        "person_id", "role", "unit_id", "area_id"
    ):
        yield person_id, _grant(role, unit_id, area_id)


def people(
    *, search: str = "", unit_id: int | None = None, role: str = "", active: bool = True
) -> list[Person]:
    """People by name or username, at a unit or below it, with a role; posts come along."""
    found = Person.objects.filter(is_active=active).prefetch_related("posts__unit", "posts__area")
    if search:
        found = found.filter(Q(name__icontains=search) | Q(username__icontains=search))
    posts = Post.objects.all()
    if unit_id is not None:
        posts = posts.filter(unit_id__in=directory.units().below(unit_id))
    if role:
        posts = posts.filter(role=role)
    if unit_id is not None or role:
        found = found.filter(pk__in=posts.values("person_id"))
    return list(found.order_by("name", "pk"))


def all_handlers() -> list[tuple[int, str, int]]:
    """Everybody who handles cases: id, name and unit, in the order of the units; from memory."""
    at_units = _handlers.get()
    return [
        (person_id, name, unit_id)
        for unit_id in directory.units().rows
        for person_id, name in at_units.get(unit_id, {}).items()
    ]


def working_people() -> list[tuple[int, str]]:
    """Everybody with an account in use: id and name; from memory, a few seconds old."""
    return _working.get()


def _in_force(on: date) -> Q:
    return (Q(since=None) | Q(since__lte=on)) & (Q(until=None) | Q(until__gte=on))
