"""A letter becomes a Word file with its words in order, on A4 with the standard's margins."""

from __future__ import annotations

import io

from docx import Document

from huiying.lib.letters import Grid, Letter, docx_of

LETTER = Letter(
    title="督办通知书",
    number="督〔2026〕1号",
    to="区城市管理委",
    body=["请查明原因。\n三日内回复。", Grid(("单位", "时限"), (("甲", "今天"), ("乙", "明天"))),
          Grid((), (("签发人", "周军"),))],
    signed="青禾区政府",
    day="2026-03-10",
)  # fmt: skip


def test_the_words_stand_in_order_and_the_tables_are_tables() -> None:
    document = Document(io.BytesIO(docx_of(LETTER)))
    said = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert said == [
        "督办通知书", "督〔2026〕1号", "区城市管理委：", "请查明原因。", "三日内回复。",
        "青禾区政府", "2026-03-10",
    ]  # fmt: skip
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert cells == [["单位", "时限"], ["甲", "今天"], ["乙", "明天"]]
    section = document.sections[0]
    lengths = (section.page_width, section.top_margin, section.left_margin)
    assert [round(one.mm) for one in lengths if one] == [210, 37, 28]


def test_what_xml_cannot_hold_and_an_empty_table_do_no_harm() -> None:
    letter = Letter("通知", "", "", ["一\x00二\x0b三", Grid((), ())], "", "")
    document = Document(io.BytesIO(docx_of(letter)))
    assert document.paragraphs[1].text.replace(" ", "") in {"一二", "一二三"}
    assert document.tables == []
