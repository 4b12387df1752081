"""The only writes of people and posts. Nobody is deleted: history keeps pointing at them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_noop as _

from huiying.accounts.actors import Actor
from huiying.accounts.events import (
    PasswordLinkGiven,
    PersonAdded,
    PersonChanged,
    PersonDeactivated,
    PersonReactivated,
    PostChanged,
    PostEvent,
    PostGiven,
    PostTaken,
)
from huiying.accounts.models import Person, Post
from huiying.accounts.refusals import (
    BadPassword,
    BadPost,
    LastAdministrator,
    NoSuchPerson,
    NotAdministrator,
    NotYourself,
    PersonEmpty,
    UsernameTaken,
)
from huiying.accounts.roles import Role
from huiying.directory import queries as directory
from huiying.journal import actions as journal
from huiying.journal.events import Event
from huiying.lib.workdays import SHANGHAI


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post to hold; what identifies it is role, unit and area."""

    role: str
    unit_id: int
    area_id: int | None = None
    since: date | None = None
    until: date | None = None

    @property
    def key(self) -> tuple[str, int, int | None]:
        return self.role, self.unit_id, self.area_id


def create_person(
    *,
    username: str,
    name: str,
    actor: Actor,
    at: datetime,
    password: str | None = None,
    email: str = "",
    mobile: str = "",
    posts: Sequence[PostFacts] = (),
) -> Person:
    """Add somebody with posts. Without a password they cannot sign in by password.

    Raises NotAdministrator, PersonEmpty, UsernameTaken, BadPassword and BadPost.
    """
    username, name = username.strip(), name.strip()
    with _managing(actor):
        if not username or not name:
            raise PersonEmpty
        if Person.objects.filter(username__iexact=username).exists():
            raise UsernameTaken(username=username)
        person = Person(username=username, name=name, email=email.strip(), mobile=mobile.strip())
        _set_password(person, password)
        person.save()
        given = _change_posts(person, posts)
        _tell(actor, at, [PersonAdded(person.pk, username=username), *given])
    return person


def change_person(
    *,
    person_id: int,
    actor: Actor,
    at: datetime,
    name: str | None = None,
    email: str | None = None,
    mobile: str | None = None,
    password: str | None = None,
) -> Person:
    """Change name, contact data or password; None leaves as it is. The username stays for good.

    Raises NotAdministrator, NoSuchPerson, PersonEmpty and BadPassword.
    """
    with _managing(actor):
        person = _lock(person_id)
        wanted = {"name": name, "email": email, "mobile": mobile}
        given = {field: text.strip() for field, text in wanted.items() if text is not None}
        changed = [field for field, text in given.items() if getattr(person, field) != text]
        for field in changed:
            setattr(person, field, given[field])
        if not person.name:
            raise PersonEmpty
        if password:
            _set_password(person, password)
            changed.append("password")
        if changed:
            person.save(update_fields=changed)
            _tell(actor, at, [PersonChanged(person.pk, fields=tuple(changed))])
    return person


def choose(
    *,
    person_id: int,
    at: datetime,
    language: str | None = None,
    told_by_mail: bool | None = None,
    digest_by_mail: bool | None = None,
) -> Person:
    """Everybody chooses the language they read in ("" leaves it to the browser) and whether they
    are told by mail; None leaves a choice as it is.

    Raises NoSuchPerson.
    """
    wanted = {
        "language": language,
        "told_by_mail": told_by_mail,
        "digest_by_mail": digest_by_mail,
    }
    with transaction.atomic():
        person = _lock(person_id)
        changed = [
            name
            for name, value in wanted.items()
            if value is not None and value != getattr(person, name)
        ]
        for name in changed:
            setattr(person, name, wanted[name])
        if changed:
            person.save(update_fields=changed)
            told = PersonChanged(person.pk, fields=tuple(changed))
            journal.record(told, by=Actor(person.pk, person.name).by, at=at)
    return person


def set_posts(
    *, person_id: int, posts: Sequence[PostFacts], actor: Actor, at: datetime
) -> tuple[Post, ...]:
    """Make these the posts of a person: new ones given, changed ones dated anew, others taken.

    Raises NotAdministrator, NoSuchPerson, BadPost and LastAdministrator.
    """
    with _managing(actor):
        person = _lock(person_id)
        with _someone_left(person, at):
            events = _change_posts(person, posts)
        _tell(actor, at, events)
        return tuple(person.posts.order_by("pk"))


def deactivate(*, person_id: int, actor: Actor, at: datetime) -> Person:
    """Shut somebody out at once; history and posts stay on record.

    Raises NotAdministrator, NoSuchPerson, NotYourself and LastAdministrator.
    """
    with _managing(actor):
        if person_id == actor.id:
            raise NotYourself
        person = _lock(person_id)
        if person.is_active:
            with _someone_left(person, at):
                person.is_active = False
                person.save(update_fields=["is_active"])
            _tell(actor, at, [PersonDeactivated(person.pk)])
    return person


def reactivate(*, person_id: int, actor: Actor, at: datetime) -> Person:
    """Let somebody in again, with the posts they had. Raises NotAdministrator, NoSuchPerson."""
    with _managing(actor):
        person = _lock(person_id)
        if not person.is_active:
            person.is_active = True
            person.save(update_fields=["is_active"])
            _tell(actor, at, [PersonReactivated(person.pk)])
    return person


def give_password_link(*, person_id: int, actor: Actor, at: datetime) -> tuple[str, str]:
    """The two parts (uidb36, key) of an address where the person sets a new password, once.

    It holds for ``PASSWORD_RESET_TIMEOUT``, and ends when the password is set or the person signs
    in. Raises NotAdministrator and NoSuchPerson, also for somebody who is shut out.
    """
    with _managing(actor):
        person = _lock(person_id)
        if not person.is_active:
            raise NoSuchPerson
        _tell(actor, at, [PasswordLinkGiven(person.pk)])
        generator = app_settings.PASSWORD_RESET_TOKEN_GENERATOR()
        return user_pk_to_url_str(person), generator.make_token(person)


@contextmanager
def _managing(actor: Actor) -> Iterator[None]:
    if not actor.has(Role.ADMINISTRATOR):
        raise NotAdministrator
    with transaction.atomic():
        yield


def _lock(person_id: int) -> Person:
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NoSuchPerson
    return person


def _set_password(person: Person, password: str | None) -> None:
    if password:
        try:
            validate_password(password, person)
        except ValidationError as error:
            raise BadPassword(why=" ".join(error.messages)) from error
    person.set_password(password or None)


def check_posts(posts: Sequence[PostFacts]) -> None:
    """Whether somebody new could hold these posts. Raises BadPost."""
    _check_once(posts)
    for facts in posts:
        _check(facts)


def _change_posts(person: Person, wanted: Sequence[PostFacts]) -> list[Event]:
    _check_once(wanted)
    held = {(post.role, post.unit_id, post.area_id): post for post in person.posts.all()}
    events: list[Event] = []
    for facts in wanted:
        post = held.pop(facts.key, None)
        if post is not None and (post.since, post.until) == (facts.since, facts.until):
            continue
        _check(facts)
        kind = PostChanged if post else PostGiven
        post = post or Post(person=person, role=facts.role, unit_id=facts.unit_id)
        post.area_id, post.since, post.until = facts.area_id, facts.since, facts.until
        post.save()
        events.append(_event(kind, post))
    for post in held.values():
        events.append(_event(PostTaken, post))
        post.delete()
    return events


def _check_once(posts: Sequence[PostFacts]) -> None:
    if len({facts.key for facts in posts}) != len(posts):
        raise BadPost(why=_("同一岗位出现两次"))


def _check(facts: PostFacts) -> None:
    try:
        unit = directory.unit(facts.unit_id)
        area = directory.area(facts.area_id) if facts.area_id is not None else None
    except KeyError:
        raise BadPost(why=_("没有这个单位或区划")) from None
    if facts.role not in Role.values:
        raise BadPost(why=_("没有这个角色"))
    if not unit.active or (area is not None and not area.active):
        raise BadPost(why=_("单位或区划已经停用"))
    if facts.since and facts.until and facts.until < facts.since:
        raise BadPost(why=_("结束日期早于开始日期"))


@contextmanager
def _someone_left(person: Person, at: datetime) -> Iterator[None]:
    """Taking the last way into the administration would lock everybody out."""
    before = _has_administrators(at)
    yield
    if before and not _has_administrators(at):
        raise LastAdministrator(name=person.name)


def _has_administrators(at: datetime) -> bool:
    today = at.astimezone(SHANGHAI).date()
    posts = Post.objects.filter(role=Role.ADMINISTRATOR, person__is_active=True)
    in_force = posts.exclude(until__lt=today).exclude(since__gt=today)
    return in_force.exists() or Person.objects.filter(is_active=True, is_superuser=True).exists()


def _event(kind: type[PostEvent], post: Post) -> PostEvent:
    return kind(
        post.person_id,
        role=post.role,
        unit_id=post.unit_id,
        area_id=post.area_id,
        since=post.since.isoformat() if post.since else "",
        until=post.until.isoformat() if post.until else "",
    )


def _tell(actor: Actor, at: datetime, events: Iterable[Event]) -> None:
    told = [(event, at) for event in events]
    if told:
        journal.record_all(told, by=actor.by)
