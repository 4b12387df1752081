"""Files that cannot be taken in say why, in words, and nothing is written."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from huiying.cases.models import Case
from huiying.exchange.models import ImportRun
from tests.exchange.conftest import Bring, Make
from tests.exchange.samples import SHORT, short_row

pytestmark = pytest.mark.django_db


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _old_excel(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)


def _cut_off(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + bytes(100))


def _wrong_encoding(path: Path) -> None:
    path.write_bytes(b"\xff\xff\xfe\x80" * 50)


def _strange_header(path: Path) -> None:
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")


def _only_header(path: Path) -> None:
    path.write_text(",".join(SHORT) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "code", "words"),
    [
        (_empty, "bad_file", "空"),
        (_old_excel, "bad_file", ".xls"),
        (_bomb, "dangerous_file", "压缩炸弹"),
        (_cut_off, "bad_file", "工作簿"),
        (_wrong_encoding, "bad_file", "编码"),
        (_strange_header, "header_not_understood", "编号"),
        (_only_header, "no_rows", "没有数据行"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_reason(
    tmp_path: Path, bring: Bring, spoil: object, code: str, words: str
) -> None:
    path = tmp_path / "文件.xlsx"
    spoil(path)  # type: ignore[operator]
    outcome = bring(path)
    assert outcome.why is not None
    assert outcome.why.code == code
    assert words in str(outcome.why)
    assert outcome.why.hint
    assert not Case.objects.exists()


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, bring: Bring) -> None:
    outcome = bring(tmp_path / "没有.csv")
    assert outcome.why is not None
    assert outcome.why.code == "bad_file"
    assert not ImportRun.objects.exists()


def test_options_that_mean_nothing_are_refused(make: Make, bring: Bring) -> None:
    path = make(SHORT, [short_row("1")])
    for wrong in ({"crs": "火星"}, {"channel": "飞鸽"}, {"source": "长" * 41}):
        outcome = bring(path, **wrong)
        assert outcome.why is not None
        assert outcome.why.code == "bad_option"
    outcome = bring(path, mapping_name="没有")
    assert outcome.why is not None
    assert outcome.why.code == "no_such_mapping"


def test_cells_that_look_like_formulas_come_in_as_words_and_go_out_harmless(
    make: Make, bring: Bring
) -> None:
    rows = [short_row(str(n)) for n in range(9)]
    rows[0][1] = '=HYPERLINK("http://example.com","点我")'
    rows.append(short_row("=1+1", received="昨天"))
    outcome = bring(make(SHORT, rows))
    assert Case.objects.filter(title__startswith="=HYPERLINK").count() == 1
    assert outcome.refused_file is not None
    with zipfile.ZipFile(outcome.refused_file) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
