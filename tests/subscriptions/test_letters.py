"""刘洋 follows her street by mail: asked first, told public facts once, gone at a press."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from huiying.cases.models import Case
from huiying.cases.public_models import Publication, PublicRule
from huiying.dispatch import actions as dispatch
from huiying.journal.delivery import deliver_pending
from huiying.subscriptions import actions, queries, sending
from huiying.subscriptions.actions import LETTERS, MOST, NothingToFollow
from huiying.subscriptions.models import Subscription
from huiying.subscriptions.queries import Followers
from huiying.subscriptions.rules.times import next_morning
from tests.city import City, build, later
from tests.notices.servers import Post, mail_server

pytestmark = pytest.mark.django_db
ADDRESS = "liuyang@example.test"


@pytest.fixture
def city(db: None) -> City:
    made = build()
    PublicRule.objects.create(category=made.categories["lamp"])
    return made


@pytest.fixture
def mail(settings: Settings) -> Iterator[Post]:
    with mail_server() as post:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.MAIL_CONNECTED, settings.EMAIL_TIMEOUT = True, 5
        yield post


def run(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """What the background does at a moment: read the journal, claim what is due, send."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    deliver_pending(at)
    due = list(Subscription.objects.filter(next_at__lte=at).values_list("pk", flat=True))
    sending.run_due(at)
    for ident in due:
        sending.send.func(ident)


def text(post: Post, place: int = -1) -> str:
    return str(post.letters[place].get_content())


def link(post: Post, word: str) -> str:
    found = re.search(rf"https?://[^/\s]+(/{word}/\S+)", text(post))
    assert found, text(post)
    return found[1]


def dispatched(city: City, case: Case) -> None:
    dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=later(hours=1)
    )


def follow_street(city: City, at: datetime, email: str = ADDRESS, **more: Any) -> None:
    actions.follow(email=email, language="zh-hans", area_id=city.areas["quanhe"].pk, at=at, **more)


def followed(city: City, mail: Post, monkeypatch: pytest.MonkeyPatch) -> Subscription:
    """刘洋 has asked, got the letter, opened its link and pressed."""
    follow_street(city, later())
    run(monkeypatch, later())
    Client().post(link(mail, "subscribe/confirm"))
    mail.letters.clear()
    return Subscription.objects.get()


def test_nothing_is_sent_before_the_link_is_pressed(
    city: City, mail: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow_street(city, later())
    run(monkeypatch, later())
    assert "泉河街道" in str(mail.letters[0]["Subject"])
    address = link(mail, "subscribe/confirm")
    page = Client().get(address).content.decode()
    assert "确认订阅" in page
    assert Subscription.objects.get().confirmed_at is None, "a look at the link confirms nothing"
    city.receive(at=later(hours=1))
    run(monkeypatch, later(days=1))
    assert len(mail.letters) == 1
    assert "订阅好了" in Client().post(address).content.decode()
    assert Subscription.objects.get().confirmed_at == later(days=1)


def test_in_the_morning_comes_what_is_public_and_nothing_of_the_person(
    city: City, mail: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed(city, mail, monkeypatch)
    case = city.receive(at=later(hours=1))
    hidden = city.receive(at=later(hours=2), confidential=True)
    run(monkeypatch, next_morning(later()))
    assert len(mail.letters) == 1
    told = text(mail)
    assert case.number in told
    assert hidden.number not in told
    for private in ("刘洋", "19900001111", case.body, case.title, case.tracking_code):
        assert private not in told


def test_without_news_there_is_no_letter_and_news_is_told_once(
    city: City, mail: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed(city, mail, monkeypatch)
    first = next_morning(later())
    run(monkeypatch, first)
    assert mail.letters == []
    city.receive(at=first + timedelta(hours=1))
    for day in (1, 2):
        run(monkeypatch, first + timedelta(days=day))
    assert len(mail.letters) == 1


def test_one_press_in_the_mail_program_ends_it_and_deletes_the_address(
    city: City, mail: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed(city, mail, monkeypatch)
    city.receive(at=later(hours=1))
    run(monkeypatch, next_morning(later()))
    letter = mail.letters[0]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = link(mail, "unsubscribe")
    assert str(letter["List-Unsubscribe"]).replace("\n", "").strip("<>").endswith(address)
    strict = Client(enforce_csrf_checks=True)
    assert "退订" in strict.get(address).content.decode()
    assert Subscription.objects.exists(), "a look at the link ends nothing"
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    assert "已经退订" in strict.get(address).content.decode()


def test_a_case_tells_when_its_standing_changes_steps_gathered(
    city: City, mail: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = city.receive()
    actions.follow(email=ADDRESS, language="en", number=case.number, at=later())
    run(monkeypatch, later())
    assert "Please confirm" in str(mail.letters[0]["Subject"])
    Client().post(link(mail, "subscribe/confirm"))
    mail.letters.clear()
    dispatched(city, case)
    run(monkeypatch, later(hours=2))
    assert mail.letters == [], "gathered for some minutes"
    run(monkeypatch, later(hours=2, minutes=11))
    assert len(mail.letters) == 1
    assert case.number in text(mail)
    assert "News" in str(mail.letters[0]["Subject"]) or "news" in str(mail.letters[0]["Subject"])
    run(monkeypatch, later(hours=3))
    assert len(mail.letters) == 1


def test_a_case_withdrawn_from_the_public_is_told_no_more(
    city: City, mail: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = city.receive()
    actions.follow(email=ADDRESS, language="zh-hans", number=case.number, at=later())
    run(monkeypatch, later())
    Client().post(link(mail, "subscribe/confirm"))
    mail.letters.clear()
    Publication.objects.create(case=case, shown=False)
    dispatched(city, case)
    run(monkeypatch, later(hours=2))
    run(monkeypatch, later(hours=3))
    assert mail.letters == []


def test_nobody_can_be_flooded_with_letters_to_confirm(
    city: City, mail: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in range(LETTERS + 4):
        follow_street(city, later(minutes=place))
        run(monkeypatch, later(minutes=place))
    assert len(mail.letters) == LETTERS
    followed_areas = Subscription.objects.filter(email_index__gt="").count()
    assert followed_areas == 1 <= MOST


def test_asking_again_for_what_one_has_sends_nothing(
    city: City, mail: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = followed(city, mail, monkeypatch)
    follow_street(city, later(hours=1))
    run(monkeypatch, later(hours=1))
    assert mail.letters == []
    assert Subscription.objects.get().confirmed_at == row.confirmed_at


def test_an_address_nobody_confirms_is_forgotten(city: City) -> None:
    follow_street(city, later())
    assert sending.forget_unconfirmed(later(days=2)) == 0
    assert sending.forget_unconfirmed(later(days=4)) == 1
    assert not Subscription.objects.exists()


def test_a_server_that_refuses_is_tried_again_and_the_reason_kept(
    city: City, mail: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed(city, mail, monkeypatch)
    city.receive(at=later(hours=1))
    morning = next_morning(later())
    mail.refusing = True
    run(monkeypatch, morning)
    row = Subscription.objects.get()
    assert (row.tries, row.problem, mail.letters) == (1, "邮件服务器没有接受", [])
    mail.refusing = False
    run(monkeypatch, morning + timedelta(minutes=3))
    assert len(mail.letters) == 1
    assert Subscription.objects.get().problem == ""


def test_a_process_that_dies_holding_a_claim_loses_no_letter(
    city: City, mail: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed(city, mail, monkeypatch)
    city.receive(at=later(hours=1))
    morning = next_morning(later())
    assert sending.run_due(morning) == 1
    assert sending.run_due(morning) == 0, "claimed: nobody else takes it"
    # … and here the process that had it dies.
    run(monkeypatch, morning + sending.LEASE)
    assert len(mail.letters) == 1


def test_the_address_is_sealed(city: City) -> None:
    follow_street(city, later())
    assert ADDRESS not in repr(Subscription.objects.values().get())


def test_what_is_not_public_cannot_be_followed(city: City) -> None:
    secret = city.receive(confidential=True)
    with pytest.raises(NothingToFollow):
        actions.follow(email=ADDRESS, language="en", number=secret.number, at=later())
    with pytest.raises(NothingToFollow):
        actions.follow(email=ADDRESS, language="en", area_id=10**6, at=later())


def test_how_many_follow_an_area_is_for_those_who_answer_for_it(
    city: City, mail: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed(city, mail, monkeypatch)
    assert queries.followers(city.actor("zhou")) == [Followers("泉河街道", 1, 0)]
    assert queries.followers(city.actor("chen")) == []


def test_next_morning_is_eight_by_the_clock_of_the_place() -> None:
    assert next_morning(later()).isoformat() == "2026-03-11T08:00:00+08:00"
    early = later(hours=-2)
    assert next_morning(early).isoformat() == "2026-03-10T08:00:00+08:00"


class TestPages:
    def test_the_forms_stand_where_one_follows(self, city: City, settings: Settings) -> None:
        case = city.receive()
        settings.MAIL_CONNECTED = True
        for address in ("/area/119916001/", f"/public/{case.number}/"):
            assert 'action="/subscribe/"' in Client().get(address).content.decode()

    def test_without_a_mail_server_nothing_is_offered(self, city: City, settings: Settings) -> None:
        settings.MAIL_CONNECTED = False
        assert 'action="/subscribe/"' not in Client().get("/area/119916001/").content.decode()

    def test_the_answer_is_the_same_whatever_is_known(self, city: City, settings: Settings) -> None:
        settings.MAIL_CONNECTED = True
        sent = {"email": ADDRESS, "area": city.areas["quanhe"].pk}
        first = Client().post("/subscribe/", sent)
        Subscription.objects.update(confirmed_at=later())
        again = Client().post("/subscribe/", sent)
        assert (first.status_code, again.status_code) == (200, 200)
        assert _bare(first.content) == _bare(again.content)

    @pytest.mark.parametrize("sent", [{"email": "nobody"}, {}, {"email": ADDRESS, "area": 999999}])
    def test_nonsense_is_said_to_be_so(
        self, city: City, settings: Settings, sent: dict[str, Any]
    ) -> None:
        settings.MAIL_CONNECTED = True
        assert Client().post("/subscribe/", sent).status_code == 422
        assert not Subscription.objects.exists()

    @pytest.mark.parametrize("address", ["/subscribe/confirm/x:y:z/", "/unsubscribe/1/"])
    def test_a_link_that_is_none_of_ours_does_nothing(self, city: City, address: str) -> None:
        follow_street(city, later())
        for answer in (Client().get(address), Client().post(address)):
            assert answer.status_code == 404
            assert "不能用了" in answer.content.decode()
        assert Subscription.objects.get().confirmed_at is None

    def test_too_many_letters_from_one_place_are_refused(
        self, city: City, settings: Settings
    ) -> None:
        settings.MAIL_CONNECTED = True
        area = city.areas["quanhe"].pk
        sent = [
            Client().post("/subscribe/", {"email": f"p{n}@example.test", "area": area})
            for n in range(12)
        ]
        assert sent[-1].status_code == 429
        assert Case.objects.count() == 0


def _bare(content: bytes) -> str:
    return re.sub(r'(value|content)="[A-Za-z0-9]{64}"|nonce="[^"]*"', "", content.decode())
