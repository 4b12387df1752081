"""A page becomes a PDF in a process of its own, which reads nothing but the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from huiying.lib.paper import NoPaper, pdf_of


def test_a_page_in_chinese_becomes_a_pdf_that_has_its_letters() -> None:
    pdf = pdf_of("<html lang='zh'><body>督办通知</body></html>")
    assert pdf.startswith(b"%PDF-")
    assert len(pdf) > len(pdf_of("<html><body></body></html>")) + 1000


def test_no_file_of_the_machine_gets_into_a_pdf(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
        "<rect width='9' height='9' fill='red'/></svg>"
    )
    page = "<html><body><img src='{}'></body></html>"
    plain = pdf_of(page.format("file:///nowhere.svg"))
    assert len(pdf_of(page.format(secret.as_uri()))) == pytest.approx(len(plain), abs=64)


def test_a_page_that_takes_too_long_is_refused_with_the_way_out() -> None:
    with pytest.raises(NoPaper) as refused:
        pdf_of("督办", seconds=0.01)
    assert "浏览器打印" in refused.value.hint
