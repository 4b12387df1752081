"""Who is using HUIYING_HOME: any number of services, or one restore, never both."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from huiying.config.say import _
from huiying.lib.errors import Refused


class InUse(Refused):
    code = "home_in_use"


def shared(home: Path) -> contextlib.AbstractContextManager[None]:
    """Held by a running service."""
    return _locked(home, fcntl.LOCK_SH, _("正在恢复备份，请稍后再启动：%(home)s"))


def exclusive(home: Path) -> contextlib.AbstractContextManager[None]:
    """Held while the data under a service's feet is replaced."""
    return _locked(home, fcntl.LOCK_EX, _("服务正在运行，请先停止：%(home)s"))


@contextlib.contextmanager
def _locked(home: Path, kind: int, refusal: str) -> Iterator[None]:
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".lock").open("w") as file:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(refusal, home=home) from None
        yield  # closing the file, or dying, lets go
