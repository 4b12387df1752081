"""The documentation cannot rot: links, pictures, commands, settings, worked examples are true."""

import re
import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from huiying.config import cli, env
from huiying.lib import workdays
from huiying.lib.stats import wilson
from huiying.lib.workdays import SHANGHAI, Unit, WorkCalendar
from scripts import reference

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:^|[`/\s])huiying ([a-z][a-z-]*)")
VARIABLE = re.compile(r"\bHUIYING_[A-Z_]+\b")
TESTS_ONLY = {"HUIYING_TEST_DATABASE"}


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def code(text: str) -> str:
    """What stands in code blocks and between backticks."""
    return "\n".join(FENCE.findall(text) + re.findall(r"`[^`\n]+`", FENCE.sub("", text)))


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as they are made where repositories are shown."""
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    tidy = (re.sub(r"[^\w\- ]", "", head.lower()) for head in heads)
    return {head.strip().replace(" ", "-") for head in tidy}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_and_picture_leads_somewhere(page: Path) -> None:
    broken = []
    for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_that_is_named_exists(page: Path) -> None:
    known = {*cli.COMMANDS, "manage"}
    text = page.read_text(encoding="utf-8")
    assert {name for name in COMMAND.findall(code(text)) if name not in known} == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_setting_that_is_named_exists(page: Path) -> None:
    known = {setting.variable for setting in env.SETTINGS} | TESTS_ONLY
    assert set(VARIABLE.findall(page.read_text(encoding="utf-8"))) - known == set()


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    assert [s.variable for s in env.SETTINGS if f"`{s.variable}`" not in page] == []


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = "\n".join(code(page.read_text(encoding="utf-8")) for page in PAGES)
    assert set(re.findall(r"(?:^|`)make ([a-z]+)\b", text, re.MULTILINE)) - targets == set()


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_generated_page_says_what_the_code_says(name: str) -> None:
    page = (ROOT / "docs/reference" / name).read_text(encoding="utf-8")
    assert page == reference.PAGES[name](), "run: make docs"


def test_every_column_has_a_meaning() -> None:
    meanings = tomllib.loads(reference.COLUMNS.read_text(encoding="utf-8"))
    silent = [
        f"{model._meta.db_table}.{field.name}"
        for model in reference.own_models()
        for field in model._meta.fields
        if not reference.meaning(field, meanings)
    ]
    assert silent == [], "write them into scripts/columns.toml"


def test_every_page_is_reached_from_the_index() -> None:
    index = ROOT / "docs/index.md"
    reached, waiting = {index}, [index]
    while waiting:
        page = waiting.pop()
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            file = (page.parent / target.partition("#")[0]).resolve()
            if file.suffix == ".md" and file.exists() and file not in reached:
                reached.add(file)
                waiting.append(file)
    assert [name_of(page) for page in PAGES if page not in reached] == []


def test_every_picture_is_used_and_small() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    pictures = list((ROOT / "docs/images").glob("*.png"))
    assert [p.name for p in pictures if f"images/{p.name}" not in text] == []
    assert [p.name for p in pictures if p.stat().st_size > 150 * 1024] == []


@pytest.mark.parametrize("row", ["1 / 1", "16 / 16", "400 / 400", "34 / 35", "97 / 100", "9 / 11"])
def test_the_intervals_on_the_page_of_the_rates_are_computed(row: str) -> None:
    part, whole = map(int, row.split("/"))
    low, high = wilson(part, whole)
    top = "100" if high == 1 else f"{high:.1%}".removesuffix("%")
    page = (ROOT / "docs/reference/rates.md").read_text(encoding="utf-8")
    assert re.search(rf"\| {row} \| [\d.]+ % \| {100 * low:.1f} – {top} % \|", page)


YEAR = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
LIMITS = ((2, Unit.HOURS), (8, Unit.WORK_HOURS), (1, Unit.WORK_DAYS), (3, Unit.WORK_DAYS),
          (7, Unit.CALENDAR_DAYS))  # fmt: skip


@pytest.mark.parametrize(
    "start",
    ["2026-03-06 10:00", "2026-03-06 20:00", "2026-03-07 09:00", "2026-09-30 16:00"],
)  # fmt: skip
def test_the_worked_examples_of_the_clocks_are_computed(start: str) -> None:
    calendar = WorkCalendar.from_days({day: chinese_calendar.is_workday(day) for day in YEAR})
    begin = datetime.fromisoformat(start).replace(tzinfo=SHANGHAI)
    page = (ROOT / "docs/explanation/clocks.md").read_text(encoding="utf-8")
    line = next(
        x for x in page.splitlines() if x.startswith(f"| {shown(begin, begin.date(), short=False)}")
    )
    cells = [cell.strip().replace("*", "") for cell in line.strip("|").split("|")][1:]
    dues = [workdays.add(calendar, begin, amount, unit).astimezone(SHANGHAI)
            for amount, unit in LIMITS]  # fmt: skip
    assert cells == [shown(due, begin.date(), short=True) for due in dues]


def shown(moment: datetime, day: date, *, short: bool) -> str:
    """As the table writes it: the date is left out on the day of the start."""
    if short and moment.date() == day:
        return f"{moment:%a %H:%M}"
    return f"{moment:%a} {moment.day} {moment:%b %H:%M}"
