"""Every HUIYING_* environment variable, in one table: read, checked, documented."""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")

PREFIX = "HUIYING_"


class BadSetting(Exception):  # noqa: N818  (shown to the operator as a sentence)
    """A setting is unknown or has a value that cannot be used; the message says how to mend it."""


def text(value: str) -> str:
    return value.strip()


def yes_or_no(value: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False, "": False}
    try:
        return words[value.strip().lower()]
    except KeyError:
        raise ValueError("expected 1 or 0 (also true/false, yes/no, on/off)") from None


def whole(value: str) -> int:
    if not value.strip().isdecimal():
        raise ValueError("expected a whole number, 0 or more")
    return int(value)


def names(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def path(value: str) -> Path:
    if not value.strip():
        raise ValueError("expected a folder")
    return Path(value.strip()).expanduser().resolve()


def web_address(value: str) -> str:
    """An http(s) address without a path; a slash at its end is dropped."""
    parts = urlsplit(value.strip())
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
        raise ValueError("expected an address like https://12345.example.cn")
    return f"{parts.scheme}://{parts.netloc}"


def web_addresses(value: str) -> tuple[str, ...]:
    return tuple(web_address(part) for part in names(value))


def one_of(*allowed: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.strip().upper() not in {choice.upper() for choice in allowed}:
            raise ValueError(f"expected one of {', '.join(allowed)}")
        return next(c for c in allowed if c.upper() == value.strip().upper())

    read.__name__ = " / ".join(allowed)
    return read


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One variable. ``default`` is written as it would be in the environment."""

    name: str
    read: Callable[[str], T]
    default: str
    about: str

    @property
    def variable(self) -> str:
        return PREFIX + self.name

    def __call__(self, environ: Mapping[str, str]) -> T:
        """The value in ``environ``, else the default; :class:`BadSetting` if it makes no sense."""
        given = environ.get(self.variable, self.default)
        try:
            return self.read(given)
        except ValueError as error:
            raise BadSetting(
                f"{self.variable}={given!r}: {error}. Correct it or remove it "
                f"(default: {self.default or 'empty'})."
            ) from None


HOME = Setting("HOME", path, "data", "Folder for the database, files, keys and static files.")
DATABASE_URL = Setting(
    "DATABASE_URL",
    text,
    "",
    "sqlite:///relative.db, sqlite:////absolute.db or postgresql://user:password@host:5432/name. "
    "Empty: huiying.sqlite3 in HUIYING_HOME.",
)
DATABASE_POOL = Setting(
    "DATABASE_POOL", whole, "8", "Most PostgreSQL connections each process keeps open."
)
SECRET_KEY = Setting(
    "SECRET_KEY", text, "", "Signs sessions. Empty: made at the first start in HUIYING_HOME/secrets."
)
FIELD_KEYS = Setting(
    "FIELD_KEYS",
    names,
    "",
    "Fernet keys that encrypt contact data, newest first, separated by commas. "
    "Empty: made at the first start in HUIYING_HOME/secrets.",
)
DEBUG = Setting("DEBUG", yes_or_no, "0", "1 shows error details in the browser. Never in service.")
HOSTS = Setting(
    "HOSTS", names, "localhost,127.0.0.1,[::1]", "Host names this service answers to, with commas."
)
HTTPS = Setting(
    "HTTPS", yes_or_no, "0", "1 when people reach the service by https: secure cookies, HSTS."
)
BASE_URL = Setting(
    "BASE_URL", web_address, "http://127.0.0.1:8000", "The address people use, for links in texts."
)
ORIGINS = Setting(
    "ORIGINS", web_addresses, "", "Further addresses whose forms are trusted, with commas."
)
PROXIES = Setting(
    "PROXIES", whole, "0", "Reverse proxies in front, each adding to X-Forwarded-For."
)
LANGUAGE = Setting(
    "LANGUAGE", one_of("zh-hans", "en"), "zh-hans", "Language for those who chose none."
)
LOG_LEVEL = Setting(
    "LOG_LEVEL",
    one_of("DEBUG", "INFO", "WARNING", "ERROR"),
    "INFO",
    "How much is written to standard error.",
)
MAIL_URL = Setting(
    "MAIL_URL",
    text,
    "",
    "smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465. "
    "Empty: letters are only written to the log.",
)
MAIL_FROM = Setting("MAIL_FROM", text, "huiying@localhost", "Sender of letters.")
OIDC_ISSUER = Setting(
    "OIDC_ISSUER", text, "", "OpenID Connect issuer for single sign-on. Empty: none."
)
OIDC_CLIENT_ID = Setting("OIDC_CLIENT_ID", text, "", "Client id that the issuer gave.")
OIDC_CLIENT_SECRET = Setting("OIDC_CLIENT_SECRET", text, "", "Client secret that the issuer gave.")
OIDC_NAME = Setting("OIDC_NAME", text, "统一身份认证", "Name on the single sign-on button.")

SETTINGS: tuple[Setting[object], ...] = (
    HOME,
    DATABASE_URL,
    DATABASE_POOL,
    SECRET_KEY,
    FIELD_KEYS,
    DEBUG,
    HOSTS,
    HTTPS,
    BASE_URL,
    ORIGINS,
    PROXIES,
    LANGUAGE,
    LOG_LEVEL,
    MAIL_URL,
    MAIL_FROM,
    OIDC_ISSUER,
    OIDC_CLIENT_ID,
    OIDC_CLIENT_SECRET,
    OIDC_NAME,
)


def refuse_unknown(environ: Mapping[str, str]) -> None:
    """Raise :class:`BadSetting` for a HUIYING_* variable that nobody reads: it is a slip."""
    known = [setting.variable for setting in SETTINGS]
    for variable in sorted(environ):
        if variable.startswith(PREFIX) and variable not in known:
            near = difflib.get_close_matches(variable, known, n=3, cutoff=0.6)
            advice = f"Did you mean {' or '.join(near)}?" if near else "Remove it."
            raise BadSetting(f"Unknown setting {variable}. {advice} Known: {', '.join(known)}.")


def table() -> str:
    """The reference table of all settings, in Markdown."""
    kinds = {text: "text", yes_or_no: "1 / 0", whole: "number", names: "list", path: "folder"}
    kinds |= {web_address: "address", web_addresses: "list of addresses"}
    rows = ["| Variable | Kind | Default | What it does |", "|---|---|---|---|"]
    rows += [
        f"| `{s.variable}` | {kinds.get(s.read, s.read.__name__)} "
        f"| {f'`{s.default}`' if s.default else ''} | {s.about} |"
        for s in SETTINGS
    ]
    return "\n".join(rows) + "\n"
