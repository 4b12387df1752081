"""Where uploads wait and exports lie: folders of HUIYING_HOME that only the service reads."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def exports() -> Path:
    return _folder("exports")


def uploads() -> Path:
    return _folder("uploads")


def _folder(name: str) -> Path:
    folder = Path(settings.HOME) / name
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    return folder
