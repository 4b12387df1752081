"""Looks into an xlsx file before anything parses it: zip bombs, macros, encryption.

What the parts hold, entities among it, is looked at in ``cells``.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from huiying.lib.tables.cells import MB, check_cells
from huiying.lib.tables.refusals import BadFile, DangerousFile, TooLarge

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BAD_PARTS = re.compile(
    r"(vbaProject|macrosheets|externalLinks|embeddings|activeX|\.exe|\.dll)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost: bytes as it lies, bytes unpacked, how far it may be packed."""

    size: int = 300 * MB
    unpacked: int = 2048 * MB
    ratio: int = 200
    parts: int = 2000
    cell: int = 1_000_000  # characters of one CSV cell
    columns: int = 2000


def check_xlsx(path: Path, limits: Limits) -> None:
    """Raise unless the file is a plain workbook within the limits."""
    name = path.name
    with path.open("rb") as stream:
        head = stream.read(8)
    if head == OLE:
        raise BadFile(name=name, why="这是旧式 .xls 文件，或设有打开密码。")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(name, archive, limits)
            check_cells(name, archive, limits.unpacked)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise BadFile(name=name, why="它不是 Excel 工作簿，或者没有传完整。") from None


def _check_parts(name: str, archive: zipfile.ZipFile, limits: Limits) -> None:
    parts = archive.infolist()
    if len(parts) > limits.parts:
        raise DangerousFile(name=name, why=f"里面有 {len(parts)} 个部件")
    packed = sum(part.compress_size for part in parts) or 1
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked:
        raise TooLarge(
            name=name, why=f"解开后有 {unpacked // MB} MB，上限 {limits.unpacked // MB} MB"
        )
    if unpacked > 10 * MB and unpacked / packed > limits.ratio:
        raise DangerousFile(name=name, why=f"解开后是原来的 {unpacked // packed} 倍，像压缩炸弹")
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise BadFile(name=name, why="它是压缩包，但不是 Excel 工作簿。")
    for part in parts:
        if BAD_PARTS.search(part.filename) or ".." in part.filename:
            raise DangerousFile(name=name, why=f"含有宏、外部链接或嵌入对象（{part.filename}）")
        if part.flag_bits & 1:
            raise BadFile(name=name, why="设有密码。")
