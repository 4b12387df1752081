"""In the morning 陈静 is mailed how much waits, if she wants it; once a day, on working days."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from huiying.dispatch import actions as dispatch
from huiying.journal.delivery import deliver_pending
from huiying.notices.composing import words_of
from huiying.notices.models import Notice
from huiying.supervision import digest, inbox, nudging
from tests.city import LOCAL, NOW, City, build

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 13, 8, 40, tzinfo=LOCAL)  # a Friday


@pytest.fixture
def city(db: None, settings: Settings) -> City:
    settings.MAIL_CONNECTED = True
    city = build()
    person = city.people["chen"]
    person.email, person.digest_by_mail = "chen@example.cn", True
    person.save()
    case = city.receive()
    dispatch.dispatch(case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=NOW)
    deliver_pending(NOW)
    nudging.run_due(NOW + timedelta(hours=8))
    return city


def test_she_is_told_how_many_and_where_once(city: City) -> None:
    assert digest.run_due(MORNING) == 1
    assert digest.run_due(MORNING + timedelta(hours=1)) == 0
    deliver_pending(MORNING)
    notice = Notice.objects.get(step="digest")
    words = words_of(notice)
    assert "1 条未读提醒" in words.subject
    assert words.text.count("/desk/inbox/") == 1


@pytest.mark.parametrize("hours", [-0.4, 5, 24])
def test_not_at_night_not_in_the_afternoon_not_on_a_saturday(city: City, hours: float) -> None:
    assert digest.run_due(MORNING + timedelta(hours=hours)) == 0


def test_nothing_unread_or_not_wanted_is_no_mail(city: City) -> None:
    inbox.read_all(actor=city.actor("chen"), at=MORNING)
    assert digest.run_due(MORNING) == 0
    person = city.people["chen"]
    person.digest_by_mail = False
    person.save()
    assert digest.run_due(MORNING + timedelta(days=3)) == 0
