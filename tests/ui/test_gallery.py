"""The gallery is for those who develop; error pages are for everybody."""

from __future__ import annotations

import runpy

import pytest
from django.contrib.auth import get_user_model
from django.template.loader import get_template
from django.test import Client
from pytest_django.fixtures import Settings

from huiying.config import urls

pytestmark = pytest.mark.django_db


@pytest.fixture
def wang(settings: Settings) -> Client:
    settings.ROOT_URLCONF = "tests.ui.urls"
    settings.DEBUG = True
    client = Client()
    person = get_user_model().objects.create_user("wangfang", "a long password", name="王芳")
    client.force_login(person, "huiying.config.signin.Backend")
    return client


def test_the_gallery_shows_every_meaning_of_the_clock(wang: Client) -> None:
    html = wang.get("/ui/gallery/").content.decode()
    for words in ("剩 5 工时", "剩 40 分钟", "超期 2 天", "挂账至 2026-06-30"):
        assert words in html


def test_the_gallery_speaks_english(wang: Client) -> None:
    wang.cookies["django_language"] = "en"
    assert '<html lang="en">' in wang.get("/ui/gallery/").content.decode()


def test_the_gallery_is_not_there_in_a_service(wang: Client, settings: Settings) -> None:
    settings.DEBUG = False
    assert wang.get("/ui/gallery/").status_code == 404


@pytest.mark.parametrize("developing", [True, False])
def test_the_project_mounts_the_gallery_only_where_debug_is_on(
    developing: bool, settings: Settings
) -> None:
    settings.DEBUG = developing
    made = runpy.run_path(urls.__file__)["urlpatterns"]
    assert any(str(one.pattern) == "ui/" for one in made) == developing


def test_a_form_with_errors_keeps_what_was_typed(wang: Client) -> None:
    answer = wang.post("/ui/gallery/", {"title": "", "phone": "010-80001111"})
    html = answer.content.decode()
    assert "有内容需要修改" in html
    assert 'value="010-80001111"' in html
    assert 'data-kept="server"' in html


def test_a_complete_form_is_answered_by_a_redirect_and_a_message(wang: Client) -> None:
    sent = {"title": "路灯不亮", "kind": "complaint", "unit": "1"}
    answer = wang.post("/ui/gallery/", sent, follow=True)
    assert answer.redirect_chain == [("/ui/gallery/", 302)]
    assert "已保存。" in answer.content.decode()


def test_no_page_carries_inline_script_or_style(wang: Client) -> None:
    html = wang.get("/ui/gallery/").content.decode()
    assert "style=" not in html
    assert "onclick=" not in html
    assert html.count("<script") == html.count("<script src=") + html.count(
        '<script type="module" src='
    ) + html.count('type="application/json"')


def test_a_page_that_is_not_there_says_what_to_do(wang: Client, settings: Settings) -> None:
    settings.DEBUG = False
    answer = wang.get("/nowhere/")
    assert answer.status_code == 404
    html = answer.content.decode()
    assert "找不到这个页面" in html
    assert "回到工作台" in html


def test_a_resident_who_is_lost_is_not_sent_to_the_desks(client: Client) -> None:
    html = client.get("/nowhere/").content.decode()
    assert "回到首页" in html
    assert "回到工作台" not in html


def test_a_form_without_its_token_is_refused_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})
    assert answer.status_code == 403
    assert "刷新后再提交一次" in answer.content.decode()


def test_the_page_of_last_resort_needs_no_request_and_no_database() -> None:
    assert "系统出错了" in get_template("500.html").render()


def test_account_pages_have_one_obvious_button_and_a_way_back(wang: Client) -> None:
    html = wang.get("/account/password/change/").content.decode()
    assert html.count('class="button primary"') == 1
    assert '<a href="/desk/">回到工作台</a>' in html
