"""What was learned, kept in a folder by name and version: arrays beside a card. Pure.

``NAME-VERSION.npz`` holds the arrays (no pickle), ``NAME-VERSION.json`` the card with their
SHA-256, ``NAME.current`` the version in use. A version takes its name only when it is whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiying.lib.errors import Refused

KEPT = 5  # versions of a name; older ones are removed
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}")


class BadModel(Refused):
    code = "bad_model"
    message = "模型文件 %(file)s 不完整或被改动过。"
    hint = "请删除它，再用 huiying learn 重新学习。"


class BadModelName(Refused):
    code = "bad_model_name"
    message = "“%(name)s”不能作模型名。"
    hint = "模型名用小写英文字母开头，只含小写字母、数字、- 和 _，最长 31 个字符。"


def current(folder: Path, name: str) -> int | None:
    """The version in use; 0 where the pointer is broken. Raises BadModelName."""
    pointer = _pointer(folder, name)
    if not pointer.is_file():
        return None
    version = pointer.read_text("utf-8").strip()
    return int(version) if version.isdecimal() else 0


def versions(folder: Path, name: str) -> list[int]:
    """All kept versions, the oldest first."""
    numbered = re.compile(rf"{re.escape(name)}-(\d+)\.json")
    found = [numbered.fullmatch(path.name) for path in folder.glob(f"{name}-*.json")]
    return sorted(int(match[1]) for match in found if match)


def names(folder: Path) -> list[str]:
    """The names that have a version in use."""
    return sorted(path.stem for path in folder.glob("*.current"))


def card(folder: Path, name: str, version: int) -> dict[str, Any]:
    """What the card of a version tells. Raises BadModel."""
    path = file(folder, name, version, "json")
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadModel(file=path.name) from error
    if not isinstance(told, dict):
        raise BadModel(file=path.name)
    return told


def arrays(folder: Path, name: str, version: int, sha256: str) -> bytes:
    """The arrays of a version as they were stored. Raises BadModel."""
    path = file(folder, name, version, "npz")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadModel(file=path.name) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise BadModel(file=path.name)
    return data


def put(folder: Path, name: str, version: int, data: bytes, told: Mapping[str, object]) -> None:
    """Stores a version, takes it into use and removes the oldest."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(file(folder, name, version, "npz"), data)
    written = json.dumps(told, ensure_ascii=False, indent=1)
    _write(file(folder, name, version, "json"), written.encode())
    _write(_pointer(folder, name), f"{version}\n".encode())
    for old in versions(folder, name)[:-KEPT]:
        file(folder, name, old, "npz").unlink(missing_ok=True)
        file(folder, name, old, "json").unlink()


def file(folder: Path, name: str, version: int, kind: str) -> Path:
    return folder / f"{name}-{version}.{kind}"


def text(value: object) -> NDArray[np.uint8]:
    """A value of JSON as an array, so that it is stored among arrays without pickle."""
    return np.frombuffer(json.dumps(value, ensure_ascii=False).encode(), dtype=np.uint8)


def _pointer(folder: Path, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise BadModelName(name=name)
    return folder / f"{name}.current"


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(path)
