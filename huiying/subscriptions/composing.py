"""Letters to subscribers, in their language: links to this site, and how to end it, in each."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from huiying.cases import public_words
from huiying.cases.public import PublicCase
from huiying.directory import queries as directory
from huiying.subscriptions import tokens
from huiying.subscriptions.models import Subscription
from huiying.subscriptions.news import News


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str
    headers: dict[str, str] = field(default_factory=dict)


def asking(row: Subscription) -> Letter:
    """Was it you? Nothing is sent before the link is pressed."""
    with translation.override(row.language):
        what = _what(row)
        link = _link("portal:subscribe_confirm", tokens.to_confirm(row.pk))
        words = {"what": what, "link": link, "days": tokens.CONFIRM_WITHIN.days}
        return Letter(
            _("请确认订阅：%(what)s") % {"what": what},
            render_to_string("subscriptions/confirm.txt", words),
        )


def telling(row: Subscription, news: News) -> Letter:
    with translation.override(row.language):
        what, end = _what(row), _link("portal:unsubscribe", tokens.to_end(row.pk))
        words = {
            "what": what,
            "end": end,
            "page": _page(row),
            "case": _line(news.case) if news.case else None,
            "fresh": [_line(case) for case in news.fresh],
            "closed": [_line(case) for case in news.closed],
        }
        subject = _("%(what)s：有新的进展") if news.case else _("%(what)s：每日消息")
        return Letter(
            subject % {"what": what},
            render_to_string("subscriptions/news.txt", words),
            # RFC 8058: one press in the mail program ends it.
            {
                "List-Unsubscribe": f"<{end}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )


def what_of(row: Subscription) -> str:
    """What is followed, by name."""
    return _what(row)


def _what(row: Subscription) -> str:
    if row.area_id is not None:
        area = directory.areas().rows.get(row.area_id)
        return area.name if area else ""
    return row.case.number if row.case else ""


def _page(row: Subscription) -> str:
    if row.area_id is not None:
        area = directory.areas().rows.get(row.area_id)
        return _link("portal:area", area.code) if area else settings.BASE_URL
    return _link("portal:public_case", row.case.number if row.case else "")


def _line(case: PublicCase) -> dict[str, str]:
    return {
        "title": public_words.title(case),
        "number": case.number,
        "standing": public_words.standing(case.stage, case.unit, case.due_at),
        "link": _link("portal:public_case", case.number),
    }


def _link(name: str, word: str) -> str:
    return f"{settings.BASE_URL}{reverse(name, args=[word])}"
