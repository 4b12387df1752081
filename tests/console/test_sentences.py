"""Every event of a case has a sentence; none breaks on what the journal left out."""

from __future__ import annotations

import pytest

import huiying.dispatch.events
import huiying.oversight.events
import huiying.whistles.events  # noqa: F401  (their events must exist)
from huiying.cases.events import CaseEvent
from huiying.console.case.sentences import SENTENCES, sentence
from huiying.journal.queries import Line
from tests.city import NOW, City


def subclasses(event: type) -> list[type]:
    direct: list[type] = event.__subclasses__()
    return [sub for one in direct for sub in (one, *subclasses(one))]


NAMES = sorted({event.__name__ for event in subclasses(CaseEvent)})


def line(event: str, **data: object) -> Line:
    return Line(1, NOW, event, "case", 1, None, "系统", data)


@pytest.mark.parametrize("name", NAMES)
def test_every_event_of_a_case_is_told_in_words(name: str, city: City) -> None:
    said = sentence(line(name))
    assert name in SENTENCES
    assert said
    assert name not in said
    assert "%(" not in said


def test_an_event_of_a_newer_version_shows_its_name(city: City) -> None:
    assert sentence(line("FromTheFuture")) == "FromTheFuture"


@pytest.mark.parametrize(
    ("event", "data", "said"),
    [
        ("Received", {"kind": "complaint", "channel": "hotline"}, "接收了投诉，来自热线"),
        ("CalledBack", {"reached": True, "solved": "no", "satisfied": "fairly"},
         "回访：未解决，基本满意"),
        ("CalledBack", {"reached": False}, "回访未接通"),
        ("Reported", {"unit": "泉河街道", "on_time": False}, "泉河街道反馈办理结果，已超过时限"),
        ("ClockDecided", {"kind": "extension", "granted": True,
                          "due_after": "2026-03-12T10:00:00+00:00"},
         "批准延期至 2026-03-12 18:00"),
        ("Classified", {"changes": {"level": ["general", "urgent"], "title": ["…", "…"]}},
         "更正了级别（一般 → 紧急）；标题"),
        ("RequestExpired", {"to": "party"}, "外部单位逾期未答复"),
        ("ReporterShown", {"purpose": "回电"}, "查看了诉求人联系方式，用途：回电"),
    ],
)  # fmt: skip
def test_particulars_are_told(event: str, data: dict[str, object], said: str, city: City) -> None:
    assert sentence(line(event, **data)) == said
