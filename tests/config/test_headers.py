"""What each answer tells the browser, and whom we believe about addresses."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from huiying.config import client
from huiying.config.headers import HeadersMiddleware, content_security_policy


def test_the_policy_allows_nothing_inline_and_nothing_foreign() -> None:
    policy = content_security_policy()
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_forms_may_go_to_the_single_sign_on_issuer() -> None:
    assert "form-action 'self' https://id.example.cn" in content_security_policy(
        ("https://id.example.cn",)
    )


@pytest.mark.django_db
def test_every_page_carries_the_strict_headers(client: Client) -> None:
    answer = client.get("/account/login/")
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"] == content_security_policy()
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "geolocation=(self)" in answer["Permissions-Policy"]


def test_a_view_may_set_its_own_policy() -> None:
    own = HttpResponse(headers={"Content-Security-Policy": "sandbox"})
    answer = HeadersMiddleware(lambda request: own)(RequestFactory().get("/"))
    assert answer["Content-Security-Policy"] == "sandbox"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "", "10.0.0.1"),
        (0, "6.6.6.6", "10.0.0.1"),  # a claim of the caller's own
        (1, "6.6.6.6, 9.9.9.9", "9.9.9.9"),
        (2, "6.6.6.6, 9.9.9.9, 10.0.0.2", "9.9.9.9"),
        (2, "9.9.9.9", "10.0.0.1"),  # fewer hops than proxies: it came round them
        (1, "", "10.0.0.1"),
    ],
)
def test_the_callers_address_is_what_our_outermost_proxy_saw(
    proxies: int, forwarded: str, expected: str
) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client.address(request, proxies) == expected
