"""Models of the parts of addresses with their cards, kept on the shelf. Pure."""

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
from huiying.insights.rules.addresses import Worth
from huiying.insights.rules.chain import Chain
from huiying.insights.rules.shelf import BadModel, text
from huiying.lib.errors import Refused

METHOD = "address-chain-1"  # changes when older arrays can no longer be read
FOLDER, NAME = "places", "addresses"  # apart from the models of suggestions


class WorsePlaces(Refused):
    code = "worse_model"
    message = "新模型不如正在使用的第 %(version)s 版：地址成分 F1 %(new)s，原为 %(old)s。没有替换。"
    hint = "确要替换，请加 --force。"


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """What a model was learned from, when, and what it was worth on addresses it had not seen."""

    version: int
    made_at: str  # ISO 8601 with offset
    source: str  # a file's name
    checked: str  # the file's name of the addresses that it was checked on
    examples: int
    checks: int
    kinds: tuple[str, ...]
    coarse: Worth
    fine: Worth
    method: str
    sha256: str

    @property
    def made(self) -> datetime:
        return datetime.fromisoformat(self.made_at)


@dataclass(frozen=True, slots=True)
class LearnedPlaces:
    """A model and what it is worth, by coarse kinds and by those of the annotation."""

    chain: Chain
    examples: int
    checks: int
    coarse: Worth
    fine: Worth


def home(folder: Path) -> Path:
    """Where they are kept, inside the folder of all models."""
    return folder / FOLDER


def current(folder: Path) -> PlaceCard | None:
    """The card of the version in use. Raises BadModel when it cannot be read."""
    version = shelf.current(home(folder), NAME)
    return None if version is None else _card(folder, version)


def cards(folder: Path) -> list[PlaceCard]:
    """All kept versions, the newest first."""
    return [_card(folder, version) for version in reversed(shelf.versions(home(folder), NAME))]


def load(folder: Path, card: PlaceCard) -> Chain:
    """The model of a card. Raises BadModel."""
    data = shelf.arrays(home(folder), NAME, card.version, card.sha256)
    file = shelf.file(home(folder), NAME, card.version, "npz").name
    if card.method != METHOD:
        raise BadModel(file=file)
    return _unpacked(data, file)


def keep(
    folder: Path,
    learned: LearnedPlaces,
    *,
    source: str,
    checked: str,
    at: datetime,
    force: bool = False,
) -> PlaceCard:
    """Stores a new version and takes it into use. Raises WorsePlaces, unless ``force``."""
    before = current(folder)
    if before and not force and learned.coarse.f1 < before.coarse.f1:
        new, old = f"{learned.coarse.f1:.4f}", f"{before.coarse.f1:.4f}"
        raise WorsePlaces(version=before.version, new=new, old=old)
    data = _packed(learned.chain)
    card = PlaceCard(
        max(shelf.versions(home(folder), NAME), default=0) + 1,
        at.isoformat(timespec="seconds"),
        source,
        checked,
        learned.examples,
        learned.checks,
        tuple(sorted({label[2:] for label in learned.chain.labels})),
        learned.coarse,
        learned.fine,
        METHOD,
        hashlib.sha256(data).hexdigest(),
    )
    shelf.put(home(folder), NAME, card.version, data, asdict(card))
    return card


def _card(folder: Path, version: int) -> PlaceCard:
    told = shelf.card(home(folder), NAME, version)
    try:
        told["kinds"] = tuple(told["kinds"])
        told["coarse"], told["fine"] = Worth(**told["coarse"]), Worth(**told["fine"])
        return PlaceCard(**told)
    except (TypeError, KeyError) as error:
        raise BadModel(file=shelf.file(home(folder), NAME, version, "json").name) from error


def _packed(chain: Chain) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(
        stream,
        labels=text(list(chain.labels)),
        keys=chain.keys,
        emit=chain.emit.astype(np.float16),
        move=chain.move,
        names=text(dict(chain.names)),
    )
    return stream.getvalue()


def _unpacked(data: bytes, file: str) -> Chain:
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            told: dict[str, Any] = {
                key: json.loads(arrays[key].tobytes()) for key in ("labels", "names")
            }
            emit = arrays["emit"]  # half as wide as when it was learned: enough to choose by
            return Chain(tuple(told["labels"]), arrays["keys"], emit, arrays["move"], told["names"])
    except (KeyError, ValueError, BadZipFile, EOFError) as error:
        raise BadModel(file=file) from error
