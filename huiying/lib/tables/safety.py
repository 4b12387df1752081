"""Looks into an xlsx file before anything parses it: zip bombs, macros, entities, encryption."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from huiying.lib.tables.refusals import BadFile, DangerousFile, TooLarge

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD = 64 * 1024  # a document type can only stand at the head of an XML part
MB = 1024 * 1024
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
            _check_xml(name, archive)
    except zipfile.BadZipFile:
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


def _check_xml(name: str, archive: zipfile.ZipFile) -> None:
    """No XML part may declare a document type: entities could open other files (XXE)."""
    for part in archive.infolist():
        if not part.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(part) as stream:
            head = stream.read(HEAD).replace(b"\x00", b"").upper()
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise DangerousFile(name=name, why=f"{part.filename} 声明了外部实体")
