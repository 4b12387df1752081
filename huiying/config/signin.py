"""How people sign in: no public sign-up, encrypted second factors, single sign-on by username."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest

from huiying.accounts.models import Person
from huiying.accounts.queries import person_with_id


class Backend(AuthenticationBackend):
    """allauth's, with the one read that every request makes made cheap."""

    def get_user(self, user_id: int) -> Person | None:
        person = person_with_id(int(user_id))
        return person if person is not None and person.is_active else None


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class MFAAdapter(DefaultMFAAdapter):
    """Second-factor secrets are stored encrypted with the field keys."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens an existing account; it never creates one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """At the first sign-on, join the active account whose username the issuer names.

        The issuer is configured by the administrator and so trusted to name its people rightly.
        """
        if sociallogin.is_existing:
            return
        claims = sociallogin.account.extra_data
        claims = claims.get("userinfo") or claims.get("id_token") or claims
        username = claims.get("preferred_username")
        person = get_user_model().objects.filter(username=username, is_active=True).first()
        if username and person is not None:
            sociallogin.connect(request, person)


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])
