"""What a notice says, made when it goes out: the words as they are then, the links of this site."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from huiying.cases import telling
from huiying.cases.types import Case
from huiying.directory import queries as directory
from huiying.insights import followed
from huiying.journal import queries as journal
from huiying.journal.queries import Line
from huiying.notices.models import Notice, Step, Wording
from huiying.notices.rules.words import OWN, Words, filled

LANGUAGES = ("zh-hans", "en")


def words_of(notice: Notice) -> Words:
    """Subject and text of a notice, in the language of whom it goes to."""
    language = _language(notice)
    words = wording(notice.step, language)
    return filled(words, _values(notice, language), short=notice.channel == "sms")


def wanted(notice: Notice) -> bool:
    """False for what somebody was to hear of a problem that they follow no longer."""
    if notice.case is not None or notice.step == Step.DIGEST:
        return True
    return _news(journal.entry(notice.entry_id)) is not None


def wording(step: str, language: str) -> Words:
    """The words in force: the administration's, else the product's own."""
    changed = Wording.objects.filter(step=step, language=language).first()
    return Words(changed.subject, changed.text) if changed else OWN[step, language]


def _language(notice: Notice) -> str:
    chosen = notice.person.language if notice.person else ""
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def _values(notice: Notice, language: str) -> dict[str, str]:
    line = journal.entry(notice.entry_id)
    if notice.step == Step.DIGEST:
        link = f"{settings.BASE_URL}{reverse('console:inbox')}"
        return {"link": link, "count": str(line.data.get("waiting", 0))}
    if notice.case is None:
        return _of_watch(line, language)
    return _of_case(notice, notice.case, line)


def _of_case(notice: Notice, case: Case, line: Line) -> dict[str, str]:
    unit = directory.units().rows.get(int(line.data.get("unit_id") or 0))
    asked = telling.request_of(line.data.get("request_id"))
    path = _path(notice.step, case, asked.token if asked else "")
    due = asked.due_at if asked else case.due_at
    return {
        "number": case.number,
        "code": case.tracking_code,
        "link": f"{settings.BASE_URL}{path}",
        "due": _when(due) if due else "",
        "unit": unit.label if unit else "",
        "words": telling.words_of(line.data.get("note_id")),
    }


def _of_watch(line: Line, language: str) -> dict[str, str]:
    news = _news(line)
    if news is None:
        return {}
    if news.problem is None:
        path = reverse("console:type", args=[news.matter])
    else:
        path = reverse("console:problem", args=[news.problem])
    with translation.override(language):
        why = followed.told_words(news.why, news.now)
    return {"link": f"{settings.BASE_URL}{path}", "title": news.title, "why": why}


def _news(line: Line) -> followed.News | None:
    return followed.news(int(line.data.get("alert_id") or 0))


def _path(step: str, case: Case, token: str) -> str:
    if step == Step.ASSIGNED:
        return reverse("console:case", args=[case.number])
    if token:
        return reverse("portal:question", args=[token])
    return reverse("portal:case", args=[case.tracking_code])


def _when(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "Y-m-d H:i")
