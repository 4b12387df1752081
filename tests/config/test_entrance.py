"""People who cannot get in learn why, till when, and whom to ask; nobody else gets in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from huiying.accounts import actions
from huiying.accounts.models import Person
from huiying.accounts.refusals import NoSuchPerson, NotAdministrator
from huiying.config import settings as real
from huiying.config.mail import NO_MAIL
from huiying.journal.queries import history
from tests.city import City, build, later

pytestmark = pytest.mark.django_db
RIGHT = "a long password"
NEW = "another long password"
WRONG = 8  # wrong passwords until the account is locked


@pytest.fixture
def city() -> City:
    city = build()
    for name in ("wang", "guo"):
        city.people[name].set_password(RIGHT)
        city.people[name].save()
    return city


def sign_in(client: Client, name: str, password: str, **more: str) -> tuple[int, str]:
    answer = client.post("/account/login/", {"login": name, "password": password}, **more)  # type: ignore[arg-type]
    return answer.status_code, answer.content.decode()


def lock_out(name: str) -> Client:
    client = Client()
    for n in range(WRONG - 1):
        assert sign_in(client, name, f"wrong {n}")[0] == 200
    assert sign_in(client, name, "wrong once more")[0] == 429
    return client


def test_somebody_locked_out_reads_till_when_and_whom_to_ask(city: City) -> None:
    client = lock_out("wang")
    code, page = sign_in(client, "wang", RIGHT)  # the right one comes too late
    assert code == 429
    tried = AccessAttempt.objects.get().attempt_time
    ends = timezone.localtime(tried + timedelta(minutes=15))
    assert f"{ends:%H:%M} 以后可以再登录" in page
    assert "本单位的回应管理员" in page
    assert "Account locked" not in page
    assert "wang" not in page.split("<main")[1]


def test_the_page_of_the_locked_out_is_english_too(city: City) -> None:
    client = lock_out("wang")
    page = sign_in(client, "wang", RIGHT, headers={"accept-language": "en"})[1]  # type: ignore[arg-type]
    assert "locked" in page
    assert "administrator" in page
    assert re.search(r"after \d\d:\d\d", page)


def test_it_is_this_page_that_one_meets_with_the_limits_of_a_real_service(
    city: City, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = real.ACCOUNT_RATE_LIMITS  # tests have none otherwise
    cache.clear()
    assert "以后可以再登录" in sign_in(lock_out("wang"), "wang", RIGHT)[1]


def test_one_network_cannot_try_many_accounts_for_long(city: City, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = real.ACCOUNT_RATE_LIMITS
    cache.clear()
    pages = [sign_in(Client(), f"somebody{n}", "spring2026!")[1] for n in range(22)]
    assert "登录失败次数过多" in pages[-1]
    assert "登录失败次数过多" not in pages[10]


def test_only_that_account_on_that_network_is_locked(city: City) -> None:
    lock_out("wang")
    assert sign_in(Client(), "guo", RIGHT)[0] == 302
    assert sign_in(Client(REMOTE_ADDR="192.0.2.9"), "wang", RIGHT)[0] == 302


def test_after_the_time_one_may_try_again(city: City) -> None:
    client = lock_out("wang")
    AccessAttempt.objects.update(attempt_time=datetime.now(UTC) - timedelta(minutes=16))
    assert sign_in(client, "wang", RIGHT)[0] == 302


def test_without_mail_no_letter_is_promised(city: City, settings: Settings) -> None:
    settings.EMAIL_BACKEND = NO_MAIL
    client = Client()
    assert reverse("account_reset_password") in client.get("/account/login/").content.decode()
    address = reverse("account_reset_password")
    for page in (client.get(address), client.post(address, {"email": "wang@example.cn"})):
        assert page.status_code == 200
        text = page.content.decode()
        assert "本单位的回应管理员" in text
        assert 'name="email"' not in text
    assert mail.outbox == []


def test_with_mail_one_may_ask_for_a_letter(city: City) -> None:
    assert 'name="email"' in Client().get(reverse("account_reset_password")).content.decode()


def link(client: Client, *people: str) -> str:
    """What 郭涛 reads after choosing people in the administration."""
    idents = [Person.objects.get(username=name).pk for name in people]
    given = {"action": "give_password_link", "_selected_action": idents}
    page = client.post(reverse("admin:accounts_person_changelist"), given, follow=True)
    return " ".join(str(message) for message in page.context["messages"])


@pytest.fixture
def guo(city: City) -> Client:
    client = Client()
    client.force_login(city.people["guo"], backend="huiying.config.signin.Backend")
    return client


def address_in(told: str) -> str:
    found = re.search(r"http://testserver(/account/password/reset/key/\S+)", told)
    assert found, told
    return found[1]


def test_a_link_lets_its_person_set_a_password_once(city: City, guo: Client) -> None:
    elsewhere = Client()
    assert sign_in(elsewhere, "wang", RIGHT)[0] == 302
    assert elsewhere.get("/desk/cases/").status_code == 200
    address = address_in(link(guo, "wang"))
    wang = Client()
    page = wang.get(address, follow=True)
    assert page.status_code == 200
    form = page.redirect_chain[-1][0]
    answer = wang.post(form, {"password1": NEW, "password2": NEW}, follow=True)
    assert "请用新密码登录" in answer.content.decode()
    assert elsewhere.get("/desk/cases/").status_code == 302  # signed out, as the page says
    assert sign_in(Client(), "wang", NEW)[0] == 302
    assert sign_in(Client(), "wang", RIGHT)[0] == 200
    again = Client().get(address, follow=True)
    assert "这个链接不能用了" in again.content.decode()
    assert 'name="password1"' not in again.content.decode()
    told = history("person", city.people["wang"].pk)
    assert [line.event for line in told][-1:] == ["PasswordLinkGiven"]
    assert told[-1].actor_name == city.people["guo"].name
    assert address.rsplit("/", 2)[-2] not in str([line.data for line in told])


def test_a_weak_password_is_refused_over_a_link_too(city: City, guo: Client) -> None:
    wang = Client()
    form = wang.get(address_in(link(guo, "wang")), follow=True).redirect_chain[-1][0]
    assert wang.post(form, {"password1": "12345678", "password2": "12345678"}).status_code == 200
    assert sign_in(Client(), "wang", RIGHT)[0] == 302


def test_a_link_ends_after_a_day(city: City, guo: Client, settings: Settings) -> None:
    address = address_in(link(guo, "wang"))
    assert settings.PASSWORD_RESET_TIMEOUT == 24 * 3600
    settings.PASSWORD_RESET_TIMEOUT = -1
    page = Client().get(address, follow=True)
    assert 'name="password1"' not in page.content.decode()


def test_links_are_for_one_person_who_works_here(city: City, guo: Client) -> None:
    assert "请只选一个人" in link(guo, "wang", "li")
    guo_acts = city.actor("guo")
    actions.deactivate(person_id=city.people["wang"].pk, actor=guo_acts, at=later(days=1))
    assert "没有这个人员" in link(guo, "wang")
    with pytest.raises(NoSuchPerson):
        actions.give_password_link(
            person_id=city.people["wang"].pk, actor=guo_acts, at=later(days=1)
        )


def test_only_administrators_give_links(city: City) -> None:
    with pytest.raises(NotAdministrator):
        actions.give_password_link(
            person_id=city.people["guo"].pk, actor=city.actor("wang"), at=later(days=1)
        )
