"""Keys that are made once, at the first start, and kept where only their owner can read them."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet

from huiying.config.env import BadSetting
from huiying.config.say import _


def signing_key() -> str:
    return secrets.token_urlsafe(50)


def fernet_key() -> str:
    return Fernet.generate_key().decode()


def kept(home: Path, name: str, make: Callable[[], str]) -> str:
    """The secret called ``name``; made and stored (mode 0600) if there is none yet.

    Two processes that start at the same moment agree: the file appears whole or not at all,
    and only the first one wins.
    """
    folder = home / "secrets"
    file = folder / name
    if not file.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
        draft.touch(mode=0o600)
        draft.write_text(make() + "\n")
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    value = file.read_text().strip()
    if not value:
        raise BadSetting(
            _("%(file)s 是空的。请从备份恢复：没有它，已加密的数据无法读取。") % {"file": file}
        )
    return value


def checked(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The same keys, or :class:`BadSetting` when one is not a Fernet key."""
    for key in keys:
        try:
            Fernet(key)
        except ValueError:
            raise BadSetting(
                _("HUIYING_FIELD_KEYS：不是 Fernet 密钥（32 字节的 base64）。可用此命令生成：")
                + " python3 -c 'from cryptography.fernet import Fernet as F; "
                "print(F.generate_key().decode())'"
            ) from None
    return keys
