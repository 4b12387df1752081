"""Files are read safely, refused clearly, and written so that nothing runs."""

from __future__ import annotations

import csv
import itertools
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiying.lib.errors import Refused
from huiying.lib.tables import (
    BadFile,
    DangerousFile,
    Limits,
    NoHeader,
    NoSheet,
    Sheet,
    TooLarge,
    open_table,
    write_csv,
    write_xlsx,
)

KNOWN = {"工单编号", "标题", "主要内容"}


def csv_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "导出.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_header_is_found_below_notes_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = "2026年3月统计表,,\n工单编号,标题,主要内容\nA1,路灯,不亮\n,,\nA2,井盖,丢失\n"
    table = open_table(csv_file(tmp_path, text, encoding), known=KNOWN)
    assert table.headers == ["工单编号", "标题", "主要内容"]
    assert (table.header_row, table.notes) == (2, ["2026年3月统计表"])
    assert list(table.rows()) == [(3, ["A1", "路灯", "不亮"]), (5, ["A2", "井盖", "丢失"])]


def test_tabs_semicolons_and_quoted_line_breaks_are_understood(tmp_path: Path) -> None:
    table = open_table(csv_file(tmp_path, '工单编号\t标题\nA1\t"两\n行"\nA2\t一行\n'), known=KNOWN)
    assert list(table.rows()) == [(2, ["A1", "两\n行"]), (4, ["A2", "一行"])]


def test_a_file_without_a_known_header_is_refused_with_examples(tmp_path: Path) -> None:
    with pytest.raises(NoHeader, match="前 10 行"):
        open_table(csv_file(tmp_path, "a,b\n1,2\n"), known=KNOWN)


def test_merged_cells_are_filled_down_on_request(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (["大类", "小类"], ["市容", "暴露垃圾"], [None, "道路不洁"]):
        page.append(row)
    page.merge_cells("A2:A3")
    path = tmp_path / "目录.xlsx"
    book.save(path)
    rows = [cells for _n, cells in open_table(path, fill_merged=True).rows()]
    assert rows == [["市容", "暴露垃圾"], ["市容", "道路不洁"]]


def workbook(folder: Path, **parts: bytes) -> Path:
    path = folder / "工作簿.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return path


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(DangerousFile, match="压缩炸弹"):
        open_table(workbook(tmp_path, xl__sheet=b"0" * 40_000_000))


def test_an_external_entity_is_not_resolved(tmp_path: Path) -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    with pytest.raises(DangerousFile, match="外部实体"):
        open_table(workbook(tmp_path, xl__sheet=evil))


def test_macros_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DangerousFile, match="宏"):
        open_table(workbook(tmp_path, xl__vbaProject=b"x"))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", BadFile),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, BadFile),
        (b"PK\x03\x04broken", BadFile),
        (b"a,b\n\x00\x00,\n", BadFile),
        (b"\xff\xfe\xff\xff\xff", BadFile),
    ],
)
def test_broken_files_say_what_is_wrong_and_how_to_mend_it(
    tmp_path: Path, content: bytes, kind: type[Refused]
) -> None:
    path = tmp_path / "坏文件.xlsx"
    path.write_bytes(content)
    with pytest.raises(kind, match="坏文件") as refused:
        open_table(path)
    assert refused.value.hint


def test_limits_hold(tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        open_table(csv_file(tmp_path, "工单编号,标题\n" * 99), limits=Limits(size=100))
    with pytest.raises(BadFile, match="第 2 行"):
        list(open_table(csv_file(tmp_path, "a,b\n" + "x" * 500), limits=Limits(cell=100)).rows())


def test_a_broken_utf8_file_with_its_mark_is_not_read_as_gibberish(tmp_path: Path) -> None:
    path = tmp_path / "截断.csv"
    path.write_bytes("编号,标题\nA1,路灯灯\n".encode("utf-8-sig")[:-2])
    with pytest.raises(BadFile, match="截断"):
        open_table(path)


def test_a_formula_behind_a_line_break_does_not_run_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        write_csv(stream, ["编号", "标题"], [["A1", "\n=1+1"]])
    assert "'\n=1+1" in path.read_text("utf-8-sig")
    assert [cells for _n, cells in open_table(path).rows()] == [["A1", "\n=1+1"]]


@pytest.mark.parametrize(
    "text", ["＝1+1", "＋1", "－1", "＠SUM(A1)", " =1+1", "\u3000@SUM(A1)", "\xa0-2+3"]
)
def test_wide_signs_and_signs_behind_spaces_do_not_run_either(tmp_path: Path, text: str) -> None:
    path = tmp_path / "out.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        write_csv(stream, ["编号", "标题"], [["A1", text]])
    assert f"'{text}" in path.read_text("utf-8-sig")
    assert [cells for _n, cells in open_table(path).rows()] == [["A1", text]]


def test_a_missing_sheet_is_named_with_those_there_are(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, [Sheet("案件", ["编号"], [["A1"]])])
    with pytest.raises(NoSheet) as refused:
        open_table(path, sheet="别的")
    assert refused.value.params["sheets"] == "案件"


VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), min_size=1),
    st.integers(-999, 999),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(VALUES, min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_we_write_as_csv_no_program_runs_and_we_read_back(
    tmp_path: Path, rows: list[list[str | int]]
) -> None:
    path = tmp_path / "out.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        write_csv(stream, ["编号", "标题"], rows)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for cell in itertools.chain.from_iterable(csv.reader(stream)):
            assert not cell.lstrip().startswith(("=", "+", "@", "＝", "＋", "－", "＠"))
            assert not cell.startswith("\t")
    back = [cells for _n, cells in open_table(path, known={"编号"}).rows()]
    assert back == [[str(v) for v in row] for row in rows]


def test_what_we_write_as_xlsx_holds_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    moment = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
    rows: list[list[object]] = [
        ["=1+1", "http://example.cn", moment, -5],
        ["@SUM(A1)", None, None, True],
    ]
    assert write_xlsx(path, [Sheet("案件", ["甲", "乙", "时间", "数"], rows)]) == 2
    page = openpyxl.load_workbook(path).active
    assert page is not None
    assert page["A2"].value == "=1+1"
    assert page["A2"].data_type == "s"
    assert page["B2"].hyperlink is None
    assert page["C2"].value == datetime(2026, 3, 10, 9, 0)  # noqa: DTZ001
    assert page["D2"].value == -5


REF_CELLS = '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1"><v>2</v></c></row>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def handmade(
    folder: Path, rows: str, *, tail: str = "", shared: str = "", attributes: str = ""
) -> Path:
    """A workbook by a library, with its sheet (and its shared texts) written by an ill will."""
    plain, path = folder / "plain.xlsx", folder / "有害.xlsx"
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "甲"
    book.save(plain)
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{tail}</worksheet>'
    texts = f'<sst xmlns="{MAIN}"{attributes}>{shared}</sst>'
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = sheet.encode()
            new.writestr(part.filename, content)
        new.writestr("xl/other.dat", texts)  # a relation may give the shared texts any name
    return path


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD1048576"><v>1</v></c>',
        "<c r='XFD1048576'><v>1</v></c>",
        '<c s="0"\n\tr = "XFD1048576"><v>1</v></c>',
        '<x:c xmlns:x="y" r="XFD1048576"><v>1</v></x:c>',
        '<c r="A99999999999"><v>1</v></c>',
        '<c r="ABCDEFG1"><v>1</v></c>',
    ],
)
def test_one_cell_far_away_does_not_fill_the_memory(tmp_path: Path, cell: str) -> None:
    far = handmade(tmp_path, f'{REF_CELLS}<row r="9">{cell}</row>')
    with pytest.raises((TooLarge, DangerousFile), match="有害") as refused:
        open_table(far)
    assert refused.value.hint


def test_cells_without_a_place_are_read_but_not_without_end(tmp_path: Path) -> None:
    line = "<row><c><v>1</v></c><c><v>2</v></c></row>"
    small = open_table(handmade(tmp_path, line * 5000))
    assert len(list(small.rows())) == 4999
    wide = "<row>" + "<c><v>1</v></c>" * 9000 + "</row>"
    with pytest.raises(TooLarge):
        open_table(handmade(tmp_path, wide + "<row><c/></row>" * 9000))


@pytest.mark.parametrize("type_", [' t="s"', " t='s'", ' s="0"  t = "s"'])
@pytest.mark.parametrize("value", ["<v>0</v>", "<v> 0</v>", "<!-- --><v>0</v>"])
def test_a_long_shared_text_in_many_cells_does_not_fill_the_memory(
    tmp_path: Path, type_: str, value: str
) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"{type_}>{value}</c></row>' for n in range(1, 2001))
    path = handmade(tmp_path, rows, shared=f"<si><t>{'长' * 10_000}</t></si>")
    with pytest.raises(TooLarge, match="单元格的文字"):
        open_table(path, limits=Limits(unpacked=40_000_000))


def test_a_false_promise_of_shared_texts_is_refused(tmp_path: Path) -> None:
    promise = ' count="4000000000" uniqueCount="4000000000"'
    with pytest.raises(DangerousFile, match="数量"):
        open_table(handmade(tmp_path, REF_CELLS, shared="<si/>", attributes=promise))


def test_merged_ranges_larger_than_the_sheet_are_cut_and_repeated_ones_refused(
    tmp_path: Path,
) -> None:
    whole = '<mergeCell ref="A1:XFD1048576"/>'
    path = handmade(tmp_path, REF_CELLS, tail=f"<mergeCells>{whole}</mergeCells>")
    assert open_table(path, fill_merged=True).headers == ["甲", "甲"]
    path = handmade(
        tmp_path, REF_CELLS, tail='<mergeCells><mergeCell ref="Z90:AA99"/></mergeCells>'
    )
    assert open_table(path, fill_merged=True).headers == ["甲", "2"]
    path = handmade(tmp_path, REF_CELLS, tail=f"<mergeCells>{whole * 3}</mergeCells>")
    with pytest.raises(DangerousFile, match="重叠"):
        open_table(path, fill_merged=True)


def test_an_entity_behind_a_long_comment_is_noticed(tmp_path: Path) -> None:
    evil = (
        b'<?xml version="1.0"?><!--' + b"x" * 2_000_000 + b'--><!DOCTYPE a [<!ENTITY b "c">]><a/>'
    )
    with pytest.raises(DangerousFile, match="外部实体"):
        open_table(workbook(tmp_path, xl__sheet=evil))


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = handmade(tmp_path, REF_CELLS + " " * 70_000)
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(path.read_bytes().replace(size.to_bytes(4, "little"), b"\x00\x02\x00\x00"))
    with pytest.raises(Refused, match="有害"):
        open_table(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", categories=["L", "N", "P"])), min_size=2),
        max_size=6,
    )
)
def test_whatever_we_write_as_xlsx_passes_our_own_inspection(
    tmp_path: Path, rows: list[list[str]]
) -> None:
    path = tmp_path / "out.xlsx"
    write_xlsx(path, [Sheet("案件", ["编号", "标题"], rows)])
    read = [[c for c in cells if c != ""] for _n, cells in open_table(path).rows()]
    assert read == [[c for c in row if c] for row in rows if any(row)]
