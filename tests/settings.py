"""Django's settings for tests: a home of their own, a chosen database, quick passwords."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests import postgres

# The first process (not a worker of it) makes a home for the whole run and removes it at its end.
_BASE = os.environ.get("TEST_HUIYING_BASE")
if _BASE is None:
    _BASE = os.environ["TEST_HUIYING_BASE"] = tempfile.mkdtemp(prefix="huiying-test-")
    atexit.register(shutil.rmtree, _BASE, ignore_errors=True)
    for _name in [name for name in os.environ if name.startswith("HUIYING_")]:
        if _name != "HUIYING_TEST_DATABASE":
            del os.environ[_name]  # a developer's own settings must not change what tests see
    _choice = os.environ.pop("HUIYING_TEST_DATABASE", "sqlite")
    if _choice == "postgresql":
        os.environ["HUIYING_DATABASE_URL"] = postgres.start()
    elif _choice != "sqlite":
        raise SystemExit(f"HUIYING_TEST_DATABASE={_choice}: choose sqlite or postgresql")

# Playwright runs an event loop in the test's thread; Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ["HUIYING_HOME"] = str(Path(_BASE, os.environ.get("PYTEST_XDIST_WORKER", "main")))

from huiying.config.settings import *  # noqa: E402, F403
from huiying.config.settings import DATABASES, HOME, LOGGING, STORAGES, TEMPLATES  # noqa: E402
from tests.templates import UnknownVariable  # noqa: E402

(HOME / "static").mkdir(parents=True, exist_ok=True)

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the live server's threads and the test each have their own connection.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"
else:
    # Threads of the live server share one pool; a pool outlives the test that drops its database.
    DATABASES["default"]["OPTIONS"].pop("pool")

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = True
ACCOUNT_RATE_LIMITS = False
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UnknownVariable()
LOGGING["root"]["level"] = "WARNING"
