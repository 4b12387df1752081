"""The background process does what is due: the journal's delivery, queued tasks, housekeeping."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from huiying.config.background import Background


@pytest.mark.django_db(transaction=True)
def test_one_round_forgets_sessions_that_ran_out_and_keeps_the_others() -> None:
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(1))
    Background().once()
    assert [session.session_key for session in Session.objects.all()] == ["new"]
