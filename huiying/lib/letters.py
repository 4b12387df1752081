"""Official letters 公文 as Word files: margins, type and order of GB/T 9704-2012."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

SONG, HEI = "仿宋", "黑体"
BODY, TITLE = 16, 22  # points: 三号, 二号
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26  # millimetres


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: ``heads`` may be empty, then the first column names what the others say."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands on a letter, from above: title, number, to whom, body, who signs, the day."""

    title: str
    number: str
    to: str
    body: Sequence[str | Grid]
    signed: str
    day: str
    notes: Sequence[str] = field(default_factory=tuple)


def docx_of(letter: Letter) -> bytes:
    """The letter as a .docx file that Word and WPS open."""
    from docx import Document  # noqa: PLC0415  (only who writes one pays for it)
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    _line(document, letter.title, ALIGN.CENTER, size=TITLE, font=HEI)
    if letter.number:
        _line(document, letter.number, ALIGN.CENTER)
    if letter.to:
        _line(document, f"{letter.to}：", ALIGN.LEFT)
    for part in letter.body:
        if isinstance(part, Grid):
            _grid(document, part)
        else:
            for line in part.splitlines() or [""]:
                _line(document, line, ALIGN.JUSTIFY, indent=True)
    for text in (letter.signed, letter.day):
        if text:
            _line(document, text, ALIGN.RIGHT)
    for note in letter.notes:
        _line(document, note, ALIGN.LEFT)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _line(
    document: Any,
    text: str,
    align: Any,
    *,
    size: int = BODY,
    font: str = SONG,
    indent: bool = False,
) -> None:
    from docx.shared import Pt  # noqa: PLC0415

    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.line_spacing = Pt(28)
    paragraph.paragraph_format.space_after = Pt(0)
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    _write(paragraph, text, size, font)


def _write(paragraph: Any, text: str, size: int, font: str) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    run = paragraph.add_run(_clean(text))
    run.font.size, run.font.name = Pt(size), font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)  # noqa: SLF001 (there is no other way)


def _clean(text: str) -> str:
    """Without characters that XML cannot hold."""
    return "".join(char for char in text if char.isprintable() or char == "\t")


def _grid(document: Any, grid: Grid) -> None:
    rows = [*([grid.heads] if grid.heads else []), *grid.rows]
    if not rows:
        return
    table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    table.style = "Table Grid"
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            font = HEI if (grid.heads and y == 0) or (not grid.heads and x == 0) else SONG
            _write(table.cell(y, x).paragraphs[0], text, 12, font)
    document.add_paragraph()
