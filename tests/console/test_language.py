"""Everybody reads in the language they chose, at every desk and after every sign-in."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from huiying.accounts.actions import choose
from huiying.accounts.models import Person
from huiying.accounts.refusals import NoSuchPerson
from huiying.journal.models import Entry
from tests.city import City, later
from tests.console.conftest import Desk

SECRET = "a-long-password-1"
COOKIE = settings.LANGUAGE_COOKIE_NAME


@pytest.fixture(autouse=True)
def _leave_no_language() -> Iterator[None]:
    """A request leaves its language with the thread; the next test has its own."""
    yield
    translation.deactivate()


def language_of(city: City, name: str) -> str:
    return Person.objects.get(pk=city.people[name].pk).language


def sign_in(city: City, name: str) -> Client:
    """In a browser that asks for Chinese and has never been here."""
    person = Person.objects.get(pk=city.people[name].pk)
    person.set_password(SECRET)
    person.save()
    client = Client(headers={"accept-language": "zh-CN"})
    given = {"login": person.username, "password": SECRET}
    assert client.post("/account/login/", given).status_code == 302
    return client


def test_chen_jing_chooses_english_and_finds_it_at_her_next_sign_in(city: City, desk: Desk) -> None:
    page = desk("chen").post("/desk/own/", {"language": "en"}, follow=True)
    assert 'lang="en"' in page.content.decode()
    assert "Your settings are kept." in page.content.decode()
    assert language_of(city, "chen") == "en"
    elsewhere = sign_in(city, "chen")
    assert elsewhere.cookies[COOKIE].value == "en"
    assert "My settings" in elsewhere.get("/desk/own/").content.decode()


def test_the_switch_in_the_bar_is_kept_with_the_person(city: City, desk: Desk) -> None:
    desk("chen").post("/language/", {"language": "en", "next": "/desk/"})
    assert language_of(city, "chen") == "en"
    desk("chen").post("/language/", {"language": "zh-hans", "next": "/desk/"})
    assert sign_in(city, "chen").cookies[COOKIE].value == "zh-hans"


def test_who_chose_nothing_reads_what_the_browser_asks_for(city: City, clock: object) -> None:
    client = sign_in(city, "li")
    assert COOKIE not in client.cookies
    assert "我的设置" in client.get("/desk/own/").content.decode()


def test_back_to_the_browsers_language(city: City, desk: Desk) -> None:
    client = desk("chen")
    client.post("/desk/own/", {"language": "en"})
    client.post("/desk/own/", {"language": ""})
    assert client.cookies[COOKIE].value == ""
    assert language_of(city, "chen") == ""


@pytest.mark.parametrize("code", ["tlh", "en<script>", "x" * 500])
def test_a_language_that_is_not_there_is_not_kept(city: City, desk: Desk, code: str) -> None:
    client = desk("chen")
    assert client.post("/language/", {"language": code, "next": "/desk/"}).status_code == 302
    client.post("/desk/own/", {"language": code})
    assert language_of(city, "chen") == ""
    assert client.get("/desk/own/").status_code == 200


def test_residents_switch_without_being_anybody(city: City) -> None:
    client = Client()
    assert client.post("/language/", {"language": "en", "next": "/"}).status_code == 302
    assert client.cookies[COOKIE].value == "en"
    assert not Person.objects.exclude(language="").exists()
    assert client.get("/language/").status_code == 405
    assert client.get("/desk/own/").status_code == 302


def test_the_choice_leaves_one_line_without_saying_what(city: City) -> None:
    chen = city.people["chen"].pk
    for _again in range(2):
        choose(person_id=chen, language="en", at=later())
    entry = Entry.objects.get(event="PersonChanged")
    assert (entry.actor_id, json.loads(entry.data)["fields"]) == (chen, ["language"])
    with pytest.raises(NoSuchPerson):
        choose(person_id=999_999, language="en", at=later())
