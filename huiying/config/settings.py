"""Django's settings, from the table in ``env``. Nothing else reads the environment."""

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from huiying.config import database, env, mail, secrets
from huiying.lib.making_way import PATIENT

PACKAGE = Path(__file__).resolve().parent.parent

try:
    env.refuse_unknown(os.environ)
    HOME = env.HOME(os.environ)
    DEBUG = env.DEBUG(os.environ)
    HTTPS = env.HTTPS(os.environ)
    BASE_URL = env.BASE_URL(os.environ)
    SECRET_KEY = env.SECRET_KEY(os.environ) or secrets.kept(
        HOME, "signing-key", secrets.signing_key
    )
    # Fernet keys for contact data: the first encrypts, all of them decrypt.
    FIELD_KEYS = secrets.checked(
        env.FIELD_KEYS(os.environ)
        or tuple(secrets.kept(HOME, "field-keys", secrets.fernet_key).split())
    )
    DATABASES = {
        "default": database.database(
            env.DATABASE_URL(os.environ), HOME, env.DATABASE_POOL(os.environ)
        )
    }
    ALLOWED_HOSTS = list(env.HOSTS(os.environ))
    CSRF_TRUSTED_ORIGINS = [BASE_URL, *env.ORIGINS(os.environ)]
    TRUSTED_PROXIES = env.PROXIES(os.environ)
    LOG_LEVEL = env.LOG_LEVEL(os.environ)
    NUMBER_PREFIX = env.NUMBER_PREFIX(os.environ)
    RETURN_LIMIT = env.RETURN_LIMIT(os.environ)
    CALL_TRIES = env.CALL_TRIES(os.environ)
    REOPEN_DAYS = env.REOPEN_DAYS(os.environ)
    BASEMAP = env.BASEMAP(os.environ)
    INNER_NETS = env.INNER_NETS(os.environ)
    TELEPHONY_SECRET = env.TELEPHONY_SECRET(os.environ)
    OIDC_ISSUER = env.OIDC_ISSUER(os.environ)
    vars().update(mail.mail(env.MAIL_URL(os.environ)))
    MAIL_CONNECTED = bool(env.MAIL_URL(os.environ))
    SMS_URL = env.SMS_URL(os.environ)
    SMS_KEY = env.SMS_KEY(os.environ)
    DATA_LICENCE = env.DATA_LICENCE(os.environ)
    DATA_PUBLISHER = env.DATA_PUBLISHER(os.environ)
except env.BadSetting as problem:
    sys.exit(f"huiying: {problem}")

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.MAIL_FROM(os.environ)

# --- applications ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    # Ours come first, so that their templates win.
    "huiying.demo",
    "huiying.portal",
    "huiying.console",
    "huiying.open311",
    "huiying.api",
    "huiying.proof",
    "huiying.exchange",
    "huiying.webhooks",
    "huiying.relay",
    "huiying.notices",
    "huiying.subscriptions",
    "huiying.maps",
    "huiying.telephony",
    "huiying.knowledge",
    "huiying.column",
    "huiying.scorecard",
    "huiying.consultation",
    "huiying.insights",
    "huiying.supervision",
    "huiying.sampling",
    "huiying.evidence",
    "huiying.whistles",
    "huiying.oversight",
    "huiying.dispatch",
    "huiying.cases",
    "huiying.accounts",
    "huiying.directory",
    "huiying.journal",
    "huiying.files",
    "huiying.search",
    "huiying.marks",
    "huiying.ui",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "import_export",
]

# Each line costs every request something: think before adding one.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "huiying.config.headers.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "huiying.config.urls"
WSGI_APPLICATION = "huiying.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,  # Django caches compiled templates by itself
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# --- data -----------------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Person"

MEDIA_ROOT = HOME / "files"
STATIC_ROOT = HOME / "static"
STATIC_URL = "static/"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

TASKS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", PATIENT]}
}

# --- language and time ----------------------------------------------------------------------------

# The source of every text is Chinese, so it must also be what untranslated texts fall back to.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("英语"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- safety ---------------------------------------------------------------------------------------

SESSION_ENGINE = "huiying.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600  # one long shift
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
CSP_FORM_TARGETS: tuple[str, ...] = (
    (f"{urlsplit(OIDC_ISSUER).scheme}://{urlsplit(OIDC_ISSUER).netloc}",) if OIDC_ISSUER else ()
)

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# --- sign-in --------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "huiying.config.signin.Backend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "huiying.config.language.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # checked by allauth; sign-up itself is closed
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Wrong passwords from one network; those for one account are counted by AXES_* below.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {"login_failed": "20/m/ip"}
ACCOUNT_LOGOUT_ON_GET = False

MFA_ADAPTER = "huiying.config.signin.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "回应 Huiying"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

SOCIALACCOUNT_ADAPTER = "huiying.config.signin.SocialAccountAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": env.OIDC_NAME(os.environ),
                "client_id": env.OIDC_CLIENT_ID(os.environ),
                "secret": env.OIDC_CLIENT_SECRET(os.environ),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "huiying.config.client.address"
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "huiying.config.entrance.locked"
PASSWORD_RESET_TIMEOUT = 24 * 3600  # seconds that a one-time link to set a password holds
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# --- logging --------------------------------------------------------------------------------------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname:<7} {name}: {message}", "style": "{"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.db.backends": {"level": "INFO"},
        "axes": {"level": "WARNING"},  # each sign-in would be four lines
        "django_tasks": {"level": "WARNING"},  # each task would be two; what fails is an error
    },
}

# Generic Django classes (``ModelAdmin[Case]``) can be written in annotations and base classes.
django_stubs_ext.monkeypatch()
