"""From the bytes somebody sent to the bytes that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from huiying.files.rules import audio, office, pdf
from huiying.files.rules.images import redraw
from huiying.files.rules.kinds import Family, Kind, kind_of, size_text
from huiying.files.rules.refusals import EmptyFile, NotReadableHere, TooBig, UnknownKind


@dataclass(frozen=True, slots=True)
class Fit:
    """A file fit to be kept; ``width``, ``height`` and ``thumbnail`` only of images."""

    kind: Kind
    data: bytes
    width: int | None = None
    height: int | None = None
    thumbnail: bytes = b""

    @property
    def digest(self) -> str:
        return sha256(self.data).hexdigest()


def check_size(size: int, most: int, name: str) -> None:
    if size > most:
        raise TooBig(name=name, size=size_text(size), most=size_text(most))
    if size == 0:
        raise EmptyFile(name=name)


def examine(data: bytes, name: str, *, most: int) -> Fit:
    """Look at a file by its content, redraw it if it is an image, refuse what may do harm.

    ``name`` is only used in messages; ``most`` is the limit in bytes. Raises a BadFile.
    """
    check_size(len(data), most, name)
    kind = kind_of(data)
    if kind is None:
        raise UnknownKind(name=name)
    if kind.family is Family.IMAGE:
        picture = redraw(data, kind, name)
        return Fit(picture.kind, picture.data, picture.width, picture.height, picture.thumbnail)
    if kind.family is Family.HEIF:
        raise NotReadableHere(name=name)
    if kind.family is Family.OFFICE:
        kind = office.check(data, name)
    elif kind.family is Family.PDF:
        pdf.check(data, name)
    else:
        audio.check(data, kind, name)
    return Fit(kind, data)
