"""Following, confirming, leaving. The only writers of what people want."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from huiying.cases import people, public
from huiying.directory import queries as directory
from huiying.lib.errors import Refused
from huiying.marks import actions as marks
from huiying.subscriptions import news
from huiying.subscriptions.models import Subscription
from huiying.subscriptions.rules.times import next_morning

LETTERS, DAY = (
    3,
    24 * 3600,
)  # letters asking to confirm that one address can be made to get in a day
MOST = 20  # things one address follows


class NothingToFollow(Refused):
    code = "nothing_to_follow"
    message = _("没有可以订阅的区划或案件。")
    hint = _("请从区划页或公开案件页重新订阅。")


def follow(
    *, email: str, language: str, at: datetime, area_id: int | None = None, number: str = ""
) -> None:
    """Note that somebody wants news; a letter asks whether it was really them.

    Says nothing about what is known of the address. Raises NothingToFollow.
    """
    case = public.public_case(number) if number else None
    area = directory.areas().rows.get(area_id or 0)
    if (case is None) == (area is None) or (area is not None and not area.active):
        raise NothingToFollow
    index = people.index_of(email, "email")
    target = {"case_id": case.case_id} if case else {"area_id": area_id}
    mine = Subscription.objects.filter(email_index=index)
    if mine.filter(confirmed_at__isnull=False, **target).exists() or mine.count() >= MOST:
        return
    if marks.count(f"subscription:{index}", seconds=DAY, at=at).count > LETTERS:
        return
    with transaction.atomic():
        Subscription.objects.update_or_create(
            email_index=index,
            **target,
            defaults={
                "email_sealed": people.seal_email(email), "language": language, "created_at": at,
                "told": at, "next_at": at, "tries": 0, "problem": "",
                "seen": news.standing(case) if case else "",
            },
        )  # fmt: skip


def confirm(ident: int, at: datetime) -> bool:
    """It was them: news is sent from now on. Doing it twice is harmless; False when it is gone."""
    with transaction.atomic():
        row = Subscription.objects.select_for_update().filter(pk=ident).first()
        if row is None:
            return False
        if row.confirmed_at is None:
            row.confirmed_at = row.told = at
            row.next_at = next_morning(at) if row.area_id else None
            row.tries, row.problem = 0, ""
            row.save()
    return True


def leave(ident: int) -> None:
    """Nothing more is sent, and nothing is kept."""
    Subscription.objects.filter(pk=ident).delete()
