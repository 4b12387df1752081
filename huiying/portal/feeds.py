"""Atom feeds (RFC 4287): what is new in an area, and how one case goes on."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from huiying.cases import public_words
from huiying.cases.public import PublicCase
from huiying.cases.voices import Followed
from huiying.portal import plain
from huiying.portal.issues import Card


def of_cases(
    request: HttpRequest, title: str, here: str, cases: Sequence[PublicCase]
) -> HttpResponse:
    """The newest public cases; ``here`` is the page that shows the same."""
    feed = _feed(request, title, here)
    for case in cases:
        address = reverse("portal:public_case", args=[case.number])
        feed.add_item(
            title=public_words.title(case),
            link=request.build_absolute_uri(address),
            description=public_words.standing(case.stage, case.unit, case.due_at),
            unique_id=f"{request.build_absolute_uri(address)}#{case.stage}",
            pubdate=case.received_at,
            updateddate=case.closed_at or case.received_at,
        )
    return _answer(feed)


def of_issues(request: HttpRequest, title: str, here: str, cards: Sequence[Card]) -> HttpResponse:
    """The newest issues of the column; one that goes on is told again."""
    feed = _feed(request, title, here)
    for card in cards:
        row = card.row
        link = request.build_absolute_uri(reverse("portal:exposure", args=[row.pk]))
        feed.add_item(
            title=row.title,
            link=link,
            description=f"{card.standing} {row.words}",
            unique_id=f"{link}#{row.round}-{row.state}",
            pubdate=row.published_at,
            updateddate=row.changed_at,
        )
    return _answer(feed)


def of_followed(request: HttpRequest, found: Followed) -> HttpResponse:
    """The steps of one case, newest first."""
    here = reverse("portal:follow", args=[found.code])
    link = request.build_absolute_uri(here)
    feed = _feed(request, _("%(number)s 的进展") % {"number": found.number}, here)
    for at, event in found.steps:
        feed.add_item(
            title=plain.public_step(event),
            link=link,
            description=public_words.standing(found.stage, found.unit, found.due_at),
            unique_id=f"{link}#{at:%Y%m%d%H%M%S}",
            pubdate=at,
            updateddate=at,
        )
    return _answer(feed)


def _feed(request: HttpRequest, title: str, here: str) -> Atom1Feed:
    return Atom1Feed(
        title=title,
        link=request.build_absolute_uri(here),
        description=title,
        feed_url=request.build_absolute_uri(),
        language=getattr(request, "LANGUAGE_CODE", "zh-hans"),
        updateddate=timezone.now(),
    )


def _answer(feed: Atom1Feed) -> HttpResponse:
    text = feed.writeString("utf-8")
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")
