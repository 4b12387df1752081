"""Models kept in a folder: arrays without pickle beside a card that says what they are. Pure.

``NAME-VERSION.npz`` holds the arrays, ``NAME-VERSION.json`` the card with the arrays' SHA-256,
``NAME.current`` the version in use. A version takes its name only when it is whole.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from huiying.insights.rules.calibration import Evaluation
from huiying.insights.rules.nearest import Nearest
from huiying.insights.rules.suggesting import Model
from huiying.lib.errors import Refused

METHOD = "linear-blend-1"  # changes when older arrays can no longer be read
FROM_CASES = "cases"  # the source of a model that was not learned from a file
KEPT = 5  # versions of a name; older ones are removed
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}")


class NoModel(Refused):
    code = "no_model"
    message = "还没有名为“%(name)s”的模型。"
    hint = "先用 huiying learn 学习一个，或用 --model 指定另一个。现有：%(known)s。"


class BadModel(Refused):
    code = "bad_model"
    message = "模型文件 %(file)s 不完整或被改动过。"
    hint = "请删除它，再用 huiying learn 重新学习。"


class BadModelName(Refused):
    code = "bad_model_name"
    message = "“%(name)s”不能作模型名。"
    hint = "模型名用小写英文字母开头，只含小写字母、数字、- 和 _，最长 31 个字符。"


class Worse(Refused):
    code = "worse_model"
    message = (
        "新模型不如正在使用的第 %(version)s 版：宏平均 F1 %(new)s，原为 %(old)s；"
        "最有把握的 70%% 准确率 %(new_sure)s，原为 %(old_sure)s。没有替换。"
    )
    hint = "确要替换，请加 --force。"


@dataclass(frozen=True, slots=True)
class Learned:
    """A model, what it was worth on messages it had not seen, and what it was made of."""

    model: Model
    evaluation: Evaluation
    examples: int
    labels: dict[str, int]
    left_out: dict[str, int]
    duplicates: float  # the share of messages that have a near-duplicate


@dataclass(frozen=True, slots=True)
class Card:
    """What a model was learned from, when, and what it was worth on what it had not seen."""

    name: str
    version: int
    made_at: str  # ISO 8601 with offset
    source: str  # a file's name, or "cases"
    examples: int
    labels: dict[str, int]
    left_out: dict[str, int]
    duplicates: float
    evaluation: Evaluation
    method: str
    sha256: str

    @property
    def made(self) -> datetime:
        return datetime.fromisoformat(self.made_at)


def current(folder: Path, name: str) -> Card | None:
    """The card of the version in use. Raises BadModel when it cannot be read."""
    pointer = _pointer(folder, name)
    if not pointer.is_file():
        return None
    version = pointer.read_text("utf-8").strip()
    return _card(_file(folder, name, int(version) if version.isdecimal() else 0, "json"))


def cards(folder: Path, name: str) -> list[Card]:
    """All kept versions, the newest first."""
    found = [_card(path) for path in _files(folder, name)]
    return sorted(found, key=lambda card: -card.version)


def names(folder: Path) -> list[str]:
    """The names that have a model in use."""
    return sorted(path.stem for path in folder.glob("*.current"))


def load(folder: Path, name: str) -> tuple[Model, Card]:
    """The model in use. Raises NoModel, BadModel."""
    card = current(folder, name)
    if card is None:
        raise NoModel(name=name, known="、".join(names(folder)) or "—")
    path = _file(folder, name, card.version, "npz")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadModel(file=path.name) from error
    if hashlib.sha256(data).hexdigest() != card.sha256 or card.method != METHOD:
        raise BadModel(file=path.name)
    return _unpacked(data, path.name), card


def keep(
    folder: Path, name: str, learned: Learned, *, source: str, at: datetime, force: bool = False
) -> Card:
    """Stores a new version and takes it into use. Raises Worse, unless ``force``."""
    before = current(folder, name)
    if before and not force and is_worse(learned.evaluation, before.evaluation):
        raise Worse(
            version=before.version,
            new=f"{learned.evaluation.macro_f1:.4f}",
            old=f"{before.evaluation.macro_f1:.4f}",
            new_sure=f"{learned.evaluation.certain_accuracy:.4f}",
            old_sure=f"{before.evaluation.certain_accuracy:.4f}",
        )
    folder.mkdir(parents=True, exist_ok=True)
    data = _packed(learned.model)
    card = Card(
        name,
        max((_version(path) for path in _files(folder, name)), default=0) + 1,
        at.isoformat(timespec="seconds"),
        source,
        learned.examples,
        learned.labels,
        learned.left_out,
        learned.duplicates,
        learned.evaluation,
        METHOD,
        hashlib.sha256(data).hexdigest(),
    )
    _write(_file(folder, name, card.version, "npz"), data)
    written = json.dumps(asdict(card), ensure_ascii=False, indent=1)
    _write(_file(folder, name, card.version, "json"), written.encode())
    _write(_pointer(folder, name), f"{card.version}\n".encode())
    for path in sorted(_files(folder, name), key=_version)[:-KEPT]:
        path.with_suffix(".npz").unlink(missing_ok=True)
        path.unlink()
    return card


def is_worse(new: Evaluation, old: Evaluation) -> bool:
    """By macro-F1 out of fold; a tie goes to the new one, which knows newer words."""
    return new.macro_f1 < old.macro_f1


def _pointer(folder: Path, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise BadModelName(name=name)
    return folder / f"{name}.current"


def _file(folder: Path, name: str, version: int, kind: str) -> Path:
    return folder / f"{name}-{version}.{kind}"


def _files(folder: Path, name: str) -> list[Path]:
    numbered = re.compile(rf"{re.escape(name)}-\d+\.json")
    return [path for path in folder.glob(f"{name}-*.json") if numbered.fullmatch(path.name)]


def _version(path: Path) -> int:
    return int(path.stem.rpartition("-")[2])


def _card(path: Path) -> Card:
    try:
        told = json.loads(path.read_text("utf-8"))
        told["evaluation"] = Evaluation(**told["evaluation"])
        return Card(**told)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BadModel(file=path.name) from error


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(path)


def _text(value: object) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(value, ensure_ascii=False).encode(), dtype=np.uint8)


def _packed(model: Model) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(
        stream,
        labels=_text(list(model.labels)),
        slots=model.slots,
        idf=model.idf.astype(np.float16),
        weights=model.weights.astype(np.float16),
        bias=model.bias.astype(np.float32),
        names=_text({str(column): word for column, word in model.names.items()}),
        idents=_text(list(model.nearest.idents)),
        starts=model.nearest.starts,
        cases=model.nearest.cases,
        values=model.nearest.values.astype(np.float16),
    )
    return stream.getvalue()


def _unpacked(data: bytes, file: str) -> Model:
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            text: dict[str, Any] = {
                key: json.loads(arrays[key].tobytes()) for key in ("labels", "names", "idents")
            }
            near = Nearest(
                tuple(text["idents"]),
                arrays["starts"],
                arrays["cases"],
                arrays["values"].astype(np.float32),
            )
            return Model(
                tuple(text["labels"]),
                arrays["slots"],
                arrays["idf"].astype(np.float32),
                arrays["weights"].astype(np.float32),
                arrays["bias"],
                {int(column): word for column, word in text["names"].items()},
                near,
            )
    except (KeyError, ValueError, BadZipFile, EOFError) as error:
        raise BadModel(file=file) from error
