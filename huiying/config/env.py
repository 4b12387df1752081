"""Every HUIYING_* environment variable, in one table: read, checked, documented."""

import difflib
import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from huiying.config.say import _

T = TypeVar("T")

PREFIX = "HUIYING_"


def gettext_noop(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class BadSetting(Exception):
    """A setting is unknown or has a value that cannot be used; the message says how to mend it."""


def text(value: str) -> str:
    return value.strip()


def prefix(value: str) -> str:
    letters = value.strip().upper()
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 6):
        raise ValueError(_("应为 1 至 6 个字母"))
    return letters


def yes_or_no(value: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False, "": False}
    try:
        return words[value.strip().lower()]
    except KeyError:
        raise ValueError(_("应为 1 或 0（也可写 true/false、yes/no、on/off）")) from None


def whole(value: str) -> int:
    if not value.strip().isdecimal():
        raise ValueError(_("应为不小于 0 的整数"))
    return int(value)


def names(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def path(value: str) -> Path:
    if not value.strip():
        raise ValueError(_("应为文件夹"))
    return Path(value.strip()).expanduser().resolve()


def basemap(value: str) -> Path | None:
    """A PMTiles archive; None when nothing is given."""
    if not value.strip():
        return None
    file = Path(value.strip()).expanduser().resolve()
    try:
        with file.open("rb") as opened:
            start = opened.read(8)
    except OSError:
        raise ValueError(_("没有这个文件，或不能读取")) from None
    if start != b"PMTiles\x03":
        raise ValueError(_("不是 PMTiles 第 3 版的文件"))
    return file


def web_address(value: str) -> str:
    """An http(s) address without a path; a slash at its end is dropped."""
    parts = urlsplit(value.strip())
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
        raise ValueError(_("应为网址，如 https://12345.example.cn"))
    return f"{parts.scheme}://{parts.netloc}"


def gateway(value: str) -> str:
    """An http(s) address of another system, with a path; "" for none."""
    parts = urlsplit(value.strip())
    if value.strip() and (parts.scheme not in {"http", "https"} or not parts.netloc):
        raise ValueError(_("应为网址，如 https://12345.example.cn"))
    return value.strip()


def web_addresses(value: str) -> tuple[str, ...]:
    return tuple(web_address(part) for part in names(value))


def shared_secrets(value: str) -> tuple[str, ...]:
    """Secrets shared with another system, the newest first; several while one is being changed."""
    found = tuple(names(value))
    if any(len(one) < 32 or not one.isascii() for one in found):
        raise ValueError(_("每个密钥至少 32 个字符，逗号分隔"))
    return found


def networks(value: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    try:
        found = tuple(ipaddress.ip_network(part) for part in names(value))
    except ValueError:
        found = ()
    if len(found) != len(names(value)) or not all(network.is_private for network in found):
        raise ValueError(_("应为内部网段，逗号分隔，如 10.20.0.0/16"))
    return found


def one_of(*allowed: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.strip().upper() not in {choice.upper() for choice in allowed}:
            raise ValueError(_("应为其中之一：%(choices)s") % {"choices": ", ".join(allowed)})
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
                _("%(variable)s=%(given)r：%(why)s。请改正或删去该设置（默认：%(default)s）。")
                % {
                    "variable": self.variable,
                    "given": given,
                    "why": error,
                    "default": self.default or _("空"),
                }
            ) from None


HOME = Setting("HOME", path, "data", gettext_noop("数据库、文件、密钥和静态文件所在的文件夹。"))
DATABASE_URL = Setting(
    "DATABASE_URL",
    text,
    "",
    gettext_noop(
        "sqlite:///相对路径.db、sqlite:////绝对路径.db 或 postgresql://用户:密码@主机:5432/库名。"
        "留空：HUIYING_HOME 中的 huiying.sqlite3。"
    ),
)
DATABASE_POOL = Setting(
    "DATABASE_POOL", whole, "8", gettext_noop("每个进程最多保持的 PostgreSQL 连接数。")
)
SECRET_KEY = Setting(
    "SECRET_KEY",
    text,
    "",
    gettext_noop("会话签名密钥。留空：首次启动时生成，存于 HUIYING_HOME/secrets。"),
)
FIELD_KEYS = Setting(
    "FIELD_KEYS",
    names,
    "",
    gettext_noop(
        "加密联系方式的 Fernet 密钥，新的在前，逗号分隔。"
        "留空：首次启动时生成，存于 HUIYING_HOME/secrets。"
    ),
)
DEBUG = Setting(
    "DEBUG", yes_or_no, "0", gettext_noop("1 时在浏览器中显示错误详情。正式运行时绝不可用。")
)
HOSTS = Setting(
    "HOSTS", names, "localhost,127.0.0.1,[::1]", gettext_noop("本服务应答的主机名，逗号分隔。")
)
HTTPS = Setting(
    "HTTPS", yes_or_no, "0", gettext_noop("1 表示用户经 https 访问：启用安全 Cookie 与 HSTS。")
)
BASE_URL = Setting(
    "BASE_URL",
    web_address,
    "http://127.0.0.1:8000",
    gettext_noop("用户访问的网址，用于文字中的链接。"),
)
ORIGINS = Setting("ORIGINS", web_addresses, "", gettext_noop("另外信任其表单的网址，逗号分隔。"))
PROXIES = Setting(
    "PROXIES", whole, "0", gettext_noop("前置反向代理的层数，每层都会追加 X-Forwarded-For。")
)
LOG_LEVEL = Setting(
    "LOG_LEVEL",
    one_of("DEBUG", "INFO", "WARNING", "ERROR"),
    "INFO",
    gettext_noop("写到标准错误的日志级别。"),
)
MAIL_URL = Setting(
    "MAIL_URL",
    text,
    "",
    gettext_noop(
        "smtp://用户:密码@主机:587（STARTTLS）或 smtps://用户:密码@主机:465。留空：邮件只写入日志。"
    ),
)
MAIL_FROM = Setting("MAIL_FROM", text, "huiying@localhost", gettext_noop("邮件的发件人。"))
SMS_URL = Setting(
    "SMS_URL",
    gateway,
    "",
    gettext_noop("短信网关的网址，接收签名的 JSON（见“通知”一页）。留空：不发短信。"),
)
SMS_KEY = Setting("SMS_KEY", text, "", gettext_noop("给短信网关的请求签名所用的密钥。"))
DATA_LICENCE = Setting(
    "DATA_LICENCE", text, "CC-BY-4.0", gettext_noop("开放数据的许可，SPDX 标识或网址。")
)
DATA_PUBLISHER = Setting("DATA_PUBLISHER", text, "", gettext_noop("开放数据的发布单位名称。"))
OIDC_ISSUER = Setting(
    "OIDC_ISSUER", text, "", gettext_noop("单点登录的 OpenID Connect 签发方网址。留空：不使用。")
)
OIDC_CLIENT_ID = Setting("OIDC_CLIENT_ID", text, "", gettext_noop("签发方分配的客户端标识。"))
OIDC_CLIENT_SECRET = Setting(
    "OIDC_CLIENT_SECRET", text, "", gettext_noop("签发方分配的客户端密钥。")
)
OIDC_NAME = Setting("OIDC_NAME", text, "统一身份认证", gettext_noop("单点登录按钮上的名称。"))
NUMBER_PREFIX = Setting(
    "NUMBER_PREFIX", prefix, "HY", gettext_noop("案件编号开头的字母，1 至 6 个大写字母。")
)
RETURN_LIMIT = Setting(
    "RETURN_LIMIT", whole, "2", gettext_noop("退单达到几次后，只能指定承办，且不得再退。")
)
CALL_TRIES = Setting(
    "CALL_TRIES", whole, "3", gettext_noop("连续几次回访未接通后，可以注明原因结案。")
)
REOPEN_DAYS = Setting(
    "REOPEN_DAYS", whole, "30", gettext_noop("办结后多少天内，诉求人可以在网上要求重新办理。")
)
BASEMAP = Setting(
    "BASEMAP",
    basemap,
    "",
    gettext_noop("地图底图：本机上一个 PMTiles 文件（第 3 版）。留空：用区划边界作底图。"),
)

INNER_NETS = Setting(
    "INNER_NETS",
    networks,
    "",
    gettext_noop("推送（webhook）可以发到的内部网段，逗号分隔，如 10.20.0.0/16。留空：只发公网。"),
)

TELEPHONY_SECRET = Setting(
    "TELEPHONY_SECRET",
    shared_secrets,
    "",
    gettext_noop(
        "与电话交换机约定的签名密钥，至少 32 个字符；更换时可以写两个，逗号分隔。"
        "留空：不接电话系统。"
    ),
)

SETTINGS: tuple[Setting[Any], ...] = (
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
    LOG_LEVEL,
    MAIL_URL,
    MAIL_FROM,
    SMS_URL,
    SMS_KEY,
    DATA_LICENCE,
    DATA_PUBLISHER,
    OIDC_ISSUER,
    OIDC_CLIENT_ID,
    OIDC_CLIENT_SECRET,
    OIDC_NAME,
    NUMBER_PREFIX,
    RETURN_LIMIT,
    CALL_TRIES,
    REOPEN_DAYS,
    BASEMAP,
    INNER_NETS,
    TELEPHONY_SECRET,
)


def refuse_unknown(environ: Mapping[str, str]) -> None:
    """Raise :class:`BadSetting` for a HUIYING_* variable that nobody reads: it is a slip."""
    known = [setting.variable for setting in SETTINGS]
    for variable in sorted(environ):
        if variable.startswith(PREFIX) and variable not in known:
            near = difflib.get_close_matches(variable, known, n=2, cutoff=0.75)
            advice = _("是否想写 %(near)s？") % {"near": ", ".join(near)} if near else _("请删去。")
            raise BadSetting(
                _("未知设置 %(variable)s。%(advice)s可用的设置：%(known)s。")
                % {"variable": variable, "advice": advice, "known": ", ".join(known)}
            )


def table(translate: Callable[[str], str] = _) -> str:
    """The reference table of all settings, in Markdown, its words passed through ``translate``."""
    kinds: dict[Callable[[str], Any], str] = {
        text: translate(gettext_noop("文字")),
        yes_or_no: "1 / 0",
        whole: translate(gettext_noop("数字")),
        names: translate(gettext_noop("列表")),
        path: translate(gettext_noop("文件夹")),
        basemap: translate(gettext_noop("文件")),
        gateway: translate(gettext_noop("网址")),
        web_address: translate(gettext_noop("网址")),
        web_addresses: translate(gettext_noop("网址列表")),
    }
    heads = (
        translate(gettext_noop("变量")),
        translate(gettext_noop("类型")),
        translate(gettext_noop("默认")),
        translate(gettext_noop("作用")),
    )
    rows = ["| " + " | ".join(heads) + " |", "|---|---|---|---|"]
    rows += [
        f"| `{s.variable}` | {kinds.get(s.read, s.read.__name__)} "
        f"| {f'`{s.default}`' if s.default else ''} | {translate(s.about)} |"
        for s in SETTINGS
    ]
    return "\n".join(rows) + "\n"
