"""The working calendar is seeded, corrected by hand, never guessed."""

from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiying.config import cli
from huiying.directory import actions, queries, seeds
from huiying.directory.actions import Day
from huiying.directory.models import CalendarDay, WorkCalendar
from huiying.journal.events import By
from huiying.journal.models import Entry
from huiying.lib.workdays import SHANGHAI, BadCalendar, CalendarEnds, Unit, add
from tests.city import NOW


def day(text: str) -> CalendarDay:
    return CalendarDay.objects.get(day=date.fromisoformat(text))


def test_a_new_installation_knows_holidays_and_make_up_days(empty: None, guo: By) -> None:
    put = seeds.seed_calendar(by=guo, at=NOW)
    assert put.added == CalendarDay.objects.count() > 20 * 365
    assert (day("2026-02-17").working, day("2026-02-17").note) == (False, "春节")
    assert (day("2026-02-14").working, day("2026-02-14").note) == (True, "春节调休")
    assert (day("2026-03-10").working, day("2026-03-10").note) == (True, "")
    assert not day("2026-03-14").working
    assert queries.calendar_of(None).last == date(seeds.covered_years()[-1], 12, 31)


def test_seeding_twice_changes_nothing_and_writes_nothing_to_the_journal(
    empty: None, guo: By
) -> None:
    seeds.seed_calendar([2025, 2026], by=guo, at=NOW)
    lines = Entry.objects.count()
    assert seeds.seed_calendar([2025, 2026], by=guo, at=NOW).added == 0
    assert Entry.objects.count() == lines


def test_seeding_again_leaves_what_was_corrected_by_hand(empty: None, guo: By) -> None:
    seeds.seed_calendar([2026], by=guo, at=NOW)
    calendar = WorkCalendar.objects.get()
    snow = Day(date(2026, 1, 20), working=False, note="暴雪停工")
    put = actions.put_calendar_days(calendar_id=calendar.pk, days=[snow], by=guo, at=NOW)
    assert put.changed == (date(2026, 1, 20),)
    seeds.seed_calendar([2026], by=guo, at=NOW)
    assert day("2026-01-20").note == "暴雪停工"


def test_a_year_nobody_published_is_not_invented(empty: None, guo: By) -> None:
    with pytest.raises(ValueError, match="2099"):
        seeds.seed_calendar([2099], by=guo, at=NOW)


def test_a_calendar_with_a_hole_is_refused_whole(empty: None, guo: By) -> None:
    seeds.seed_calendar([2026], by=guo, at=NOW)
    calendar = WorkCalendar.objects.get()
    with pytest.raises(BadCalendar, match="2027-01-01"):
        actions.put_calendar_days(
            calendar_id=calendar.pk, days=[Day(date(2027, 1, 2), working=True)], by=guo, at=NOW
        )
    assert CalendarDay.objects.count() == 365


def test_a_deadline_past_the_calendars_end_is_refused_and_the_refusal_names_the_last_day(
    empty: None, guo: By
) -> None:
    seeds.seed_calendar([2026], by=guo, at=NOW)
    with pytest.raises(CalendarEnds, match="2026-12-31"):
        add(queries.calendar_of(None), NOW, 300, Unit.WORK_DAYS)


def test_sixty_days_before_its_end_a_calendar_asks_for_the_next_year(empty: None, guo: By) -> None:
    seeds.seed_calendar([2026], by=guo, at=NOW)
    assert queries.calendars_ending(date(2026, 10, 31)) == []
    (end,) = queries.calendars_ending(date(2026, 11, 1))
    assert (end.name, end.last, end.days_left) == ("工作日历", date(2026, 12, 31), 60)
    assert queries.calendars_ending(date(2027, 1, 3))[0].days_left == -3


def test_hours_nobody_can_read_are_refused(empty: None, guo: By) -> None:
    with pytest.raises(BadCalendar):
        actions.put_calendar(name="夏季", hours="早上到晚上", by=guo, at=NOW)
    assert not WorkCalendar.objects.exists()


def test_all_days_are_read_with_two_queries_per_calendar(empty: None, guo: By) -> None:
    seeds.seed_calendar([2026], by=guo, at=NOW)
    with CaptureQueriesContext(connection) as asked:
        queries.calendar_of(None)
        queries.calendar_of(None)
    assert len(asked) == 2


NOTICE = """\
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历腊月二十九、周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。"""


def test_with_the_notice_of_the_next_year_deadlines_go_on(empty: None, guo: By) -> None:
    seeds.seed_calendar([2026], by=guo, at=NOW)
    start = datetime(2026, 12, 31, 9, 0, tzinfo=SHANGHAI)
    with pytest.raises(CalendarEnds) as refused:
        add(queries.calendar_of(None), start, 1, Unit.WORK_DAYS)
    assert "huiying directory holidays" in refused.value.hint
    calendar = WorkCalendar.objects.get()
    put = actions.put_year(calendar_id=calendar.pk, year=2027, notice=NOTICE, by=guo, at=NOW)
    assert (put.added, put.changed) == (365, ())
    due = add(queries.calendar_of(None), start, 1, Unit.WORK_DAYS)
    assert due.astimezone(SHANGHAI).date() == date(2027, 1, 4)  # over the holiday
    assert (day("2027-02-08").note, day("2027-02-14").note) == ("春节", "春节调休")
    event = Entry.objects.order_by("-id")[0]
    assert (event.event, event.actor_name) == ("CalendarDaysAdded", guo.name)


def test_the_same_notice_again_changes_nothing_and_a_corrected_one_its_days(
    empty: None, guo: By
) -> None:
    seeds.seed_calendar([2026], by=guo, at=NOW)
    ident = WorkCalendar.objects.get().pk
    actions.put_year(calendar_id=ident, year=2027, notice=NOTICE, by=guo, at=NOW)
    again = actions.put_year(calendar_id=ident, year=2027, notice=NOTICE, by=guo, at=NOW)
    assert (again.added, again.changed) == (0, ())
    more = f"{NOTICE}2月15日（周一）放假。"
    put = actions.put_year(calendar_id=ident, year=2027, notice=more, by=guo, at=NOW)
    assert put.changed == (date(2027, 2, 15),)


def test_a_year_is_not_left_out(empty: None, guo: By) -> None:
    seeds.seed_calendar([2026], by=guo, at=NOW)
    ident = WorkCalendar.objects.get().pk
    with pytest.raises(BadCalendar):
        actions.put_year(calendar_id=ident, year=2028, notice="元旦：1月1日放假。", by=guo, at=NOW)
    assert CalendarDay.objects.count() == 365


def test_the_command_reads_the_notice_from_a_file(
    empty: None,
    guo: By,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, encoding="utf-8")
    assert cli.main(["directory", "holidays", "2027", str(path)]) == 1
    assert "huiying init" in capsys.readouterr().err
    seeds.seed_calendar([2026], by=guo, at=NOW)
    assert cli.main(["directory", "holidays", "2027", str(path)]) == 0
    assert "2027 年录入 365 天" in capsys.readouterr().out
    assert cli.main(["directory", "holidays", "2026", str(path)]) == 1  # of another year
    assert "是周四，不是周五" in capsys.readouterr().err
    assert cli.main(["directory", "holidays", "2027", str(tmp_path / "没有.txt")]) == 1
    assert "没有.txt" in capsys.readouterr().err
    assert not queries.calendar_of(None).is_working_day(date(2027, 2, 8))
