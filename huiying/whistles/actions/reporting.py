"""What a department does about its summons, and what the district rules on a refusal."""

from __future__ import annotations

from datetime import datetime

from huiying.accounts.actors import Actor
from huiying.files import actions as files
from huiying.files.actions import Upload
from huiying.files.models import StoredFile
from huiying.files.rules.kinds import KEPT, Family
from huiying.lib.text import tidy
from huiying.whistles.actions.core import Deed, act_summons
from huiying.whistles.events import SummonsMoved
from huiying.whistles.models import Summons
from huiying.whistles.refusals import ArrivedWhen, NotAWhistlePhoto


def sign(*, summons_id: int, actor: Actor, at: datetime, version: int | None = None) -> Summons:
    """签到: the department has read it and comes."""
    with act_summons("sign", summons_id, actor=actor, at=at, version=version) as (deed, one):
        one.signed_at, one.signed_by = at, actor.name
        _told(deed, one)
    return one


def refuse(
    *, summons_id: int, text: str, actor: Actor, at: datetime, version: int | None = None
) -> Summons:
    """提出异议: reasons, at once on the district's table, with the district's own limit."""
    with act_summons("refuse", summons_id, actor=actor, at=at, version=version) as (deed, one):
        one.refusal, one.refused_at = deed.said(text), at
        one.ruling, one.ruled_at = "", None
        _told(deed, one)
    return one


def uphold(
    *, summons_id: int, text: str, actor: Actor, at: datetime, version: int | None = None
) -> Summons:
    """异议成立: the department need not come, and is not assessed."""
    return _ruled("uphold", summons_id, text, actor, at, version)


def overrule(
    *, summons_id: int, text: str, actor: Actor, at: datetime, version: int | None = None
) -> Summons:
    """异议不成立: it must come; the limit to sign in begins anew."""
    return _ruled("overrule", summons_id, text, actor, at, version)


def _ruled(
    name: str, summons_id: int, text: str, actor: Actor, at: datetime, version: int | None
) -> Summons:
    with act_summons(name, summons_id, actor=actor, at=at, version=version) as (deed, one):
        one.ruling, one.ruled_at = deed.said(text), at
        _told(deed, one)
    return one


def arrive(
    *, summons_id: int, place: str, actor: Actor, at: datetime, when: datetime | None = None,
    who: str = "", photo: tuple[str, Upload] | None = None, version: int | None = None,
) -> Summons:  # fmt: skip
    """到场报到: when (now, or a little earlier), where, who, and a photo if there is one.

    Raises ArrivedWhen, NotAWhistlePhoto, a BadFile.
    """
    kept = _photo(photo, at) if photo else None
    with act_summons("arrive", summons_id, actor=actor, at=at, version=version) as (deed, one):
        signed = one.signed_at or one.called_at
        arrived = when or at
        if arrived > at or arrived < signed.replace(second=0, microsecond=0):
            raise ArrivedWhen
        arrived = max(arrived, signed)  # people say it to the minute
        one.arrived_at, one.arrived_place = arrived, deed.said(place)[:100]
        one.arrived_by, one.photo = (tidy(who) or actor.name)[:80], kept
        _told(deed, one)
    return one


def _photo(photo: tuple[str, Upload], at: datetime) -> StoredFile:
    """Store it before anything is locked; photos only."""
    name, upload = photo
    stored = files.store(upload, name, at)
    kind = KEPT.get(stored.media_type)
    if kind is None or kind.family is not Family.IMAGE:
        raise NotAWhistlePhoto(name=name)
    return stored


def contribute(
    *, summons_id: int, text: str, actor: Actor, at: datetime, version: int | None = None
) -> Summons:
    """反馈结果: what the department did. From now on the street owes the conclusion."""
    with act_summons("contribute", summons_id, actor=actor, at=at, version=version) as (deed, one):
        one.contribution, one.contributed_at = deed.said(text), at
        _told(deed, one)
    return one


def _told(deed: Deed, one: Summons) -> None:
    photo = deed.verb.name == "arrive" and one.photo_id is not None
    deed.tell(SummonsMoved(deed.row.pk, unit_id=one.unit_id, verb=deed.verb.name, photo=photo))
