"""A table that lies packed (.csv.gz): unpacked beside it for as long as it is read."""

from __future__ import annotations

import gzip
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huiying.lib.tables.cells import MB
from huiying.lib.tables.refusals import BadFile, DangerousFile
from huiying.lib.tables.safety import Limits

PIECE = 1 << 20
MAGIC = b"\x1f\x8b"


@contextmanager
def unpacked(path: Path, limits: Limits | None = None) -> Iterator[Path]:
    """The file itself, or what a gzip file holds, which is gone afterwards.

    Raises BadFile where the packing is broken, DangerousFile for a bomb.
    """
    if not path.is_file():
        raise BadFile(name=path.name, why="没有这个文件。")
    with path.open("rb") as stream:
        packed = stream.read(2) == MAGIC
    if not packed:
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        inside = Path(folder) / path.name.removesuffix(".gz")
        _unpack(path, inside, limits or Limits())
        yield inside


def _unpack(path: Path, inside: Path, limits: Limits) -> None:
    most = min(limits.unpacked, max(path.stat().st_size * limits.ratio, PIECE))
    size = 0
    try:
        with gzip.open(path) as source, inside.open("wb") as target:
            while piece := source.read(PIECE):
                size += len(piece)
                if size > most:
                    why = f"解开后超过 {most // MB} MB，像压缩炸弹。"
                    raise DangerousFile(name=path.name, why=why)
                target.write(piece)
    except (OSError, EOFError, zlib.error):
        raise BadFile(name=path.name, why="压缩文件不完整或已损坏。") from None
