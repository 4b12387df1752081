"""The reference pages say what the code does."""

from scripts import docs


def test_the_settings_page_is_the_table_of_the_code() -> None:
    page = (docs.REFERENCE / "settings.md").read_text(encoding="utf-8")
    assert page == docs.settings(), "run: make docs"


def test_the_english_half_is_english() -> None:
    english = docs.settings().split("## 中文")[0]
    rows = [row for row in english.splitlines() if row.startswith("| `")]
    assert len(rows) > 10
    foreign = [row for row in rows if any("一" <= c <= "鿿" for c in row.split("|")[-2])]
    assert foreign == []
