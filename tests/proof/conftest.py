"""刘洋, her phone and her letters; a clock that tests turn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from pytest_django.fixtures import Settings

from huiying.cases.people import Contact
from huiying.proof import sending
from huiying.proof.models import Proof
from tests.city import City, build, later
from tests.notices.servers import Post, gateway, mail_server

PHONE, EMAIL = "19900001111", "liuyang@example.test"
LIU = Contact("刘洋", PHONE, EMAIL)


@dataclass
class Clock:
    at: datetime

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock(later(hours=3))
    monkeypatch.setattr("django.utils.timezone.now", made)
    return made


@pytest.fixture
def city(db: None, clock: Clock) -> City:
    return build()


@pytest.fixture
def mail(settings: Settings) -> Iterator[Post]:
    with mail_server() as post:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.MAIL_CONNECTED, settings.EMAIL_TIMEOUT = True, 5
        yield post


@pytest.fixture
def sms(settings: Settings) -> Iterator[Post]:
    with gateway() as post:
        settings.SMS_URL = f"http://127.0.0.1:{post.port}/send"
        settings.SMS_KEY = "gateway-key"
        yield post


def send() -> None:
    """What the background does with the requests that wait."""
    for ident in Proof.objects.filter(next_at__isnull=False).values_list("pk", flat=True):
        sending.send.func(ident)


def code_in(text: str) -> str:
    found = re.search(r"(?:验证码|code) (\d{6})", text)
    assert found, text
    return found[1]


def last_code(post: Post) -> str:
    """The code in the last message or letter."""
    if post.messages:
        return code_in(post.messages[-1]["text"])
    return code_in(str(post.letters[-1].get_content()))


def other(code: str) -> str:
    """A code that is not this one."""
    return f"{(int(code) + 1) % 1_000_000:06d}"
