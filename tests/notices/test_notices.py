"""People are told what concerns them, once, where they said, and never more than that."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from huiying.accounts.models import Person
from huiying.cases import actions as cases
from huiying.cases.models import Case
from huiying.cases.people import Contact
from huiying.journal.delivery import deliver_pending
from huiying.notices import sending
from huiying.notices.actions import resend
from huiying.notices.models import Notice
from huiying.notices.refusals import NoSuchNotice, NotYours
from tests.city import City, build, later
from tests.console import scenes
from tests.notices.servers import Post, gateway, mail_server

pytestmark = pytest.mark.django_db
LETTER = Contact("刘洋", "19900001111", "liuyang@example.test")


@pytest.fixture
def city(db: None, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(minutes=10))
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


def tell(at: datetime) -> None:
    """What the background does: read the journal, claim what is due, send."""
    deliver_pending(at)
    sending.run_due(at)
    for ident in Notice.objects.filter(status="waiting").values_list("pk", flat=True):
        if Notice.objects.filter(pk=ident, next_at__gt=at, tries=0, created_at=at).exists():
            sending.send.func(ident)


def one(**wanted: Any) -> Notice:
    return Notice.objects.get(**wanted)


def test_a_letter_says_the_number_and_where_to_go(city: City, mail: Post) -> None:
    case = city.receive(reporter=LETTER)
    tell(later(minutes=1))
    letter = mail.letters[0]
    assert letter["To"] == "liuyang@example.test"
    assert case.number in letter["Subject"]
    assert f"/track/{case.tracking_code}/" in letter.get_content()
    assert letter["Message-ID"].startswith(f"<notice-{one().pk}@")
    assert one().status == "sent"


def test_nothing_is_made_where_nothing_is_connected(city: City) -> None:
    city.receive(reporter=LETTER)
    tell(later(minutes=1))
    assert not Notice.objects.exists()


def test_the_same_entry_is_told_once_however_often_it_is_read(city: City, mail: Post) -> None:
    city.receive(reporter=LETTER)
    from huiying.journal.models import Cursor, Entry
    from huiying.notices.handlers import make_notices

    tell(later(minutes=1))
    make_notices(list(Entry.objects.order_by("id")), later(minutes=2))
    sending.send.func(one().pk)
    assert Notice.objects.count() == len(mail.letters) == 1
    assert Cursor.objects.filter(name="notices").exists()


def test_yesterday_s_news_is_told_to_nobody(city: City, mail: Post) -> None:
    city.receive(reporter=LETTER)
    deliver_pending(later(days=3))
    assert not Notice.objects.exists()


def test_a_question_comes_with_its_link_and_its_day(city: City, mail: Post) -> None:
    case = city.receive(reporter=LETTER)
    asked = cases.ask(
        case_id=case.pk, actor=city.actor("wang"), at=later(minutes=2), text="是哪一盏灯？",
        due_at=later(days=3),
    )  # fmt: skip
    tell(later(minutes=3))
    text = next(letter for letter in mail.letters if "补充" in letter["Subject"]).get_content()
    assert f"/q/{asked.token}/" in text
    assert "是哪一盏灯？" in text


def test_a_telephone_is_told_nothing_of_the_matter_and_not_at_night(city: City, sms: Post) -> None:
    case = city.receive(at=later(hours=14))  # eleven at night
    deliver_pending(later(hours=14))
    notice = one()
    assert notice.channel == "sms"
    assert notice.next_at == later(hours=23)  # eight in the morning
    sending.send.func(notice.pk)
    text = sms.messages[0]["text"]
    assert sms.messages[0]["to"] == "19900001111"
    assert case.number in text
    assert "路灯" not in text
    assert "\n" not in text


def test_the_gateway_can_tell_that_it_is_us(city: City, sms: Post) -> None:
    city.receive()
    tell(later(minutes=1))
    parts = dict(part.split("=") for part in sms.headers[0]["Huiying-Signature"].split(","))
    signed = f"{parts['t']}.".encode() + sms.bodies[0]
    assert parts["v1"] == hmac.new(b"gateway-key", signed, sha256).hexdigest()


def test_what_fails_is_tried_again_and_then_waits_for_somebody(city: City, sms: Post) -> None:
    city.receive()
    deliver_pending(later(minutes=1))
    sms.refusing = True
    for turn in range(1, len(sending.WAITS) + 2):
        sending.send.func(one().pk)
        assert one().tries == turn
    assert (one().status, one().problem) == ("failed", "短信网关没有接受")
    sms.refusing = False
    with pytest.raises(NotYours):
        resend(notice_id=one().pk, actor=city.actor("chen"), at=later(hours=1))
    resend(notice_id=one().pk, actor=city.actor("wang"), at=later(hours=1))
    sending.send.func(one().pk)
    assert one().status == "sent"
    assert len({message["id"] for message in sms.messages}) == 1
    with pytest.raises(NoSuchNotice):
        resend(notice_id=one().pk, actor=city.actor("wang"), at=later(hours=2))


def test_a_process_that_died_loses_nothing_and_two_do_not_send_twice(
    city: City, mail: Post
) -> None:
    city.receive(reporter=LETTER)
    deliver_pending(later(minutes=1))
    assert sending.run_due(later(minutes=1)) == 1  # claimed, and then its process is killed
    assert sending.run_due(later(minutes=2)) == 0  # nobody else takes it meanwhile
    assert sending.run_due(later(minutes=1) + sending.LEASE) == 1
    sending.send.func(one().pk)
    sending.send.func(one().pk)
    assert len(mail.letters) == 1


def test_a_refused_address_is_told_without_naming_it(city: City, mail: Post) -> None:
    city.receive(reporter=LETTER)
    deliver_pending(later(minutes=1))
    mail.refusing = True
    sending.send.func(one().pk)
    assert one().problem == "收件地址被邮件服务器拒绝"


def test_who_was_anonymised_meanwhile_is_told_nothing(city: City, mail: Post) -> None:
    case = city.receive(reporter=LETTER)
    deliver_pending(later(minutes=1))
    Case.objects.filter(pk=case.pk).update(reporter=None)
    sending.send.func(one().pk)
    assert (one().status, mail.letters) == ("nobody", [])


def test_colleagues_who_want_it_are_told_of_new_cases(city: City, mail: Post) -> None:
    Person.objects.filter(username="chen").update(email="chen@example.test", told_by_mail=True)
    case = scenes.dispatched(city)
    tell(later(minutes=6))
    letters = [letter for letter in mail.letters if letter["To"] == "chen@example.test"]
    assert len(letters) == 1
    assert f"/desk/case/{case.number}/" in letters[0].get_content()
    Person.objects.filter(username="chen").update(told_by_mail=False)
    before = Notice.objects.exclude(person=None).count()
    scenes.dispatched(city)
    deliver_pending(later(minutes=6) + timedelta(seconds=1))
    assert Notice.objects.exclude(person=None).count() == before


def _desk(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name], "huiying.config.signin.Backend")
    return client


def test_the_desk_shows_what_did_not_go_out_and_sends_it_again(city: City, sms: Post) -> None:
    case = city.receive()
    deliver_pending(later(minutes=1))
    Notice.objects.update(status="failed", problem="短信网关没有应答", tries=6)
    page = _desk(city, "wang").get("/desk/notices/?status=failed").content.decode()
    assert case.number in page
    assert "短信网关没有应答" in page
    assert "19900001111" not in page
    answer = _desk(city, "wang").post(f"/desk/notices/{one().pk}/again/")
    assert answer.status_code == 302
    assert one().status == "waiting"
    assert _desk(city, "chen").get("/desk/notices/").status_code == 403
    assert (
        "发给诉求人的通知" in _desk(city, "wang").get(f"/desk/case/{case.number}/").content.decode()
    )


def test_everybody_chooses_whether_to_be_told(city: City, mail: Post) -> None:
    client = _desk(city, "chen")
    client.post("/desk/own/", {"language": "", "told_by_mail": "1"})
    assert Person.objects.get(username="chen").told_by_mail
    client.post("/desk/own/", {"language": ""})
    assert not Person.objects.get(username="chen").told_by_mail
