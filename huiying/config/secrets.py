"""Keys that are made once, at the first start, and kept where only their owner can read them."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet

from huiying.config.env import BadSetting


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
        raise BadSetting(f"{file} is empty. Restore it from a backup; without it data is lost.")
    return value


def checked(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The same keys, or :class:`BadSetting` when one is not a Fernet key."""
    for key in keys:
        try:
            Fernet(key)
        except ValueError:
            raise BadSetting(
                "HUIYING_FIELD_KEYS: not a Fernet key (32 bytes in URL-safe base64). Make one with: "
                "huiying manage shell -c "
                "'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"
            ) from None
    return keys
