"""Models of suggestions with their cards, kept on the shelf. Pure."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from huiying.insights.rules import shelf
from huiying.insights.rules.calibration import Evaluation
from huiying.insights.rules.nearest import Nearest
from huiying.insights.rules.shelf import BadModel, text
from huiying.insights.rules.suggesting import Model
from huiying.lib.errors import Refused

METHOD = "linear-blend-1"  # changes when older arrays can no longer be read
FROM_CASES = "cases"  # the source of a model that was not learned from a file


class NoModel(Refused):
    code = "no_model"
    message = "还没有名为“%(name)s”的模型。"
    hint = "先用 huiying learn 学习一个，或用 --model 指定另一个。现有：%(known)s。"


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
    version = shelf.current(folder, name)
    return None if version is None else _card(folder, name, version)


def cards(folder: Path, name: str) -> list[Card]:
    """All kept versions, the newest first."""
    return [_card(folder, name, version) for version in reversed(shelf.versions(folder, name))]


def load(folder: Path, name: str) -> tuple[Model, Card]:
    """The model in use. Raises NoModel, BadModel."""
    card = current(folder, name)
    if card is None:
        raise NoModel(name=name, known="、".join(shelf.names(folder)) or "—")
    data = shelf.arrays(folder, name, card.version, card.sha256)
    file = shelf.file(folder, name, card.version, "npz").name
    if card.method != METHOD:
        raise BadModel(file=file)
    return _unpacked(data, file), card


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
    data = _packed(learned.model)
    card = Card(
        name,
        max(shelf.versions(folder, name), default=0) + 1,
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
    shelf.put(folder, name, card.version, data, asdict(card))
    return card


def is_worse(new: Evaluation, old: Evaluation) -> bool:
    """By macro-F1 out of fold; a tie goes to the new one, which knows newer words."""
    return new.macro_f1 < old.macro_f1


def _card(folder: Path, name: str, version: int) -> Card:
    told = shelf.card(folder, name, version)
    try:
        told["evaluation"] = Evaluation(**told["evaluation"])
        return Card(**told)
    except (TypeError, KeyError) as error:
        raise BadModel(file=shelf.file(folder, name, version, "json").name) from error


def _packed(model: Model) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(
        stream,
        labels=text(list(model.labels)),
        slots=model.slots,
        idf=model.idf.astype(np.float16),
        weights=model.weights.astype(np.float16),
        bias=model.bias.astype(np.float32),
        names=text({str(column): word for column, word in model.names.items()}),
        idents=text(list(model.nearest.idents)),
        starts=model.nearest.starts,
        cases=model.nearest.cases,
        values=model.nearest.values.astype(np.float16),
    )
    return stream.getvalue()


def _unpacked(data: bytes, file: str) -> Model:
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            words: dict[str, Any] = {
                key: json.loads(arrays[key].tobytes()) for key in ("labels", "names", "idents")
            }
            near = Nearest(
                tuple(words["idents"]),
                arrays["starts"],
                arrays["cases"],
                arrays["values"].astype(np.float32),
            )
            return Model(
                tuple(words["labels"]),
                arrays["slots"],
                arrays["idf"].astype(np.float32),
                arrays["weights"].astype(np.float32),
                arrays["bias"],
                {int(column): word for column, word in words["names"].items()},
                near,
            )
    except (KeyError, ValueError, BadZipFile, EOFError) as error:
        raise BadModel(file=file) from error
