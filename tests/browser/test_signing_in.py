"""王芳 signs in with a real browser, under the strict policy."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long password"


def sign_in(page: Page, live: str, password: str) -> None:
    page.goto(f"{live}/account/login/")
    page.locator("input[name=login]").fill("wangfang")
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")


def test_a_person_signs_in_and_the_session_cookie_is_kept_from_scripts(
    page: Page, live: str
) -> None:
    get_user_model().objects.create_user("wangfang", PASSWORD, name="王芳")
    sign_in(page, live, PASSWORD)
    page.wait_for_url(lambda url: "/account/login/" not in url)
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert cookies["sessionid"]["httpOnly"]
    assert cookies["sessionid"]["sameSite"] == "Lax"


def test_a_wrong_password_is_refused_and_the_username_kept(page: Page, live: str) -> None:
    get_user_model().objects.create_user("wangfang", PASSWORD, name="王芳")
    sign_in(page, live, "not the password")
    expect(page.locator("input[name=login]")).to_have_value("wangfang")
    assert "sessionid" not in {cookie["name"] for cookie in page.context.cookies()}
