"""Word and Excel files are kept for download when they carry no programs."""

from __future__ import annotations

import io
import zipfile

from huiying.files.rules.kinds import DOCX, XLSX, Kind
from huiying.files.rules.refusals import ActiveOffice, Broken, UnknownKind

_ACTIVE = ("vbaproject", "activex/", "macrosheets/", ".bin", ".exe", ".dll")
MOST_MEMBERS = 5000


def check(data: bytes, name: str) -> Kind:
    """DOCX or XLSX. Raises UnknownKind for any other archive, ActiveOffice, Broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Broken(name=name) from None
    names = {member.filename for member in members}
    kind = DOCX if "word/document.xml" in names else XLSX if "xl/workbook.xml" in names else None
    first = min((member.header_offset for member in members), default=1)
    # Anything before the first member would be a second file in the same bytes.
    if kind is None or "[Content_Types].xml" not in names or len(names) > MOST_MEMBERS or first:
        raise UnknownKind(name=name)
    if any(member.flag_bits & 1 for member in members):
        raise Broken(name=name)
    if any(_active(member.lower()) for member in names):
        raise ActiveOffice(name=name)
    return kind


def _active(member: str) -> bool:
    """Excel keeps printer settings in a .bin file that is data and no program."""
    return any(part in member for part in _ACTIVE) and "printersettings" not in member
