"""The only writer of saved filters 常用筛选: one's own to change, shared ones to use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.accounts.actors import Actor
from huiying.cases.listing import Filter
from huiying.cases.models import SavedFilter
from huiying.cases.refusals import BadValue, Missing
from huiying.journal import actions as journal
from huiying.journal.events import Event
from huiying.lib.errors import Refused

MOST = 40  # filters a person keeps for a desk
HIDDEN = ("q", "phone", "name")  # what a person typed may be somebody's name or number


@dataclass(frozen=True, slots=True)
class FilterEvent(Event):
    """Something happened to a saved filter; ``query`` as `told`."""

    topic: ClassVar[str] = "filter"
    desk: str = ""
    query: str = ""
    shared: bool | None = None


@dataclass(frozen=True, slots=True)
class FilterSaved(FilterEvent):
    pass


@dataclass(frozen=True, slots=True)
class FilterChanged(FilterEvent):
    pinned: bool | None = None


@dataclass(frozen=True, slots=True)
class FilterRemoved(FilterEvent):
    pass


def told(query: str) -> str:
    """A list's query as the journal may keep it: that there were words, not which."""
    try:
        wanted = Filter.parse(QueryDict(query))
    except BadValue:
        return ""
    return wanted.having(**{name: "*" for name in HIDDEN if getattr(wanted, name)}).query()


class NoSuchFilter(Refused):
    code = "no_such_filter"
    message = gettext_noop("没有找到这个常用筛选，或者它是别人的。")
    hint = gettext_noop("请刷新页面；别人分享的筛选可以使用，但只有本人可以修改。")


class TooManyFilters(Refused):
    code = "too_many_filters"
    message = gettext_noop("您已保存 %(most)s 个常用筛选。")
    hint = gettext_noop("请先删除不再使用的筛选。")


def save(
    *, actor: Actor, desk: str, name: str, query: str, at: datetime, shared: bool = False
) -> SavedFilter:
    """Keep a list's query under a name; the same name again replaces what it held."""
    name = name.strip()
    if not name:
        raise Missing(field=_("名称"))
    if len(name) > 60 or len(query) > 1000:
        raise BadValue(field=_("名称"), why=_("名称最多 60 字，筛选条件也有长度限制。"))
    with transaction.atomic():
        mine = SavedFilter.objects.filter(owner_id=actor.id, desk=desk)
        if not mine.filter(name=name).exists() and mine.count() >= MOST:
            raise TooManyFilters(most=MOST)
        row, _made = SavedFilter.objects.update_or_create(
            owner_id=actor.id,
            desk=desk,
            name=name,
            defaults={"query": query, "shared": shared},
        )
        journal.record(
            FilterSaved(row.pk, desk=desk, query=told(query), shared=shared), by=actor.by, at=at
        )
    return row


def change(
    *,
    ident: int,
    actor: Actor,
    at: datetime,
    shared: bool | None = None,
    pinned: bool | None = None,
) -> SavedFilter:
    """Share or pin one's own filter, or undo it."""
    with transaction.atomic():
        row = _own(ident, actor)
        if shared is not None:
            row.shared = shared
        if pinned is not None:
            row.pinned = pinned
        row.save(update_fields=["shared", "pinned"])
        event = FilterChanged(
            row.pk, desk=row.desk, query=told(row.query), shared=shared, pinned=pinned
        )
        journal.record(event, by=actor.by, at=at)
    return row


def remove(*, ident: int, actor: Actor, at: datetime) -> None:
    """Delete one's own filter."""
    with transaction.atomic():
        row = _own(ident, actor)
        event = FilterRemoved(row.pk, desk=row.desk, query=told(row.query))
        row.delete()
        journal.record(event, by=actor.by, at=at)


def usable(actor: Actor, desk: str) -> list[SavedFilter]:
    """One's own filters of a desk and what colleagues of one's units share, pinned ones first.

    Colleagues are those with a post at a unit that one's own posts reach.
    """
    mine = Q(owner_id=actor.id)
    shared = Q(shared=True, owner__posts__unit_id__in=actor.units())
    found = SavedFilter.objects.filter(mine | shared, desk=desk).select_related("owner")
    return list(found.distinct().order_by("-pinned", "name", "id")[: 2 * MOST])


def _own(ident: int, actor: Actor) -> SavedFilter:
    row = SavedFilter.objects.select_for_update().filter(pk=ident, owner_id=actor.id).first()
    if row is None:
        raise NoSuchFilter
    return row
