"""王芳 takes 刘洋's call, puts it through, writes it up; whoever was missed is called back."""

from __future__ import annotations

from typing import Any

import pytest

from huiying.cases.actions import NewCase
from huiying.cases.models import Case
from huiying.cases.people import Contact
from huiying.journal.queries import history
from huiying.telephony import actions, queries
from huiying.telephony.models import Call, Extension, Recall, Transfer
from huiying.telephony.queries import Wanted
from huiying.telephony.refusals import (
    BadExtension,
    NoSuchCall,
    NoSuchRecall,
    NotAtTelephone,
    NotYourRecall,
    ReasonNeeded,
    RecallNotNow,
    TooFewTries,
    UnknownChoice,
)
from tests.city import NOW, City, later
from tests.telephony.conftest import NUMBER, Tell, sit


def on_line(city: City, tell: Tell) -> Call:
    """A call that 王芳 answered and whose screen she opened."""
    sit(city)
    call = tell("ringing", number=NUMBER, extension="8001")
    return actions.open_call(call_id=call.pk, actor=city.actor("wang"), at=NOW)


def take_in(city: City, by: str = "wang", **more: Any) -> Case:
    new = NewCase(
        kind="complaint", channel="hotline", title="楼道着火", body="",
        reporter=Contact("刘洋", NUMBER),
    )  # fmt: skip
    said: dict[str, Any] = {"outcome": "file", "key": "k1"}
    return actions.take_in(new, actor=city.actor(by), at=later(minutes=4), **(said | more))


def test_one_extension_has_one_person_and_one_person_one_extension(city: City) -> None:
    sit(city, "wang", "8001")
    sit(city, "li", "8001")
    sit(city, "li", "8002")
    assert list(Extension.objects.values_list("number", "person")) == [
        ("8002", city.people["li"].pk)
    ]
    actions.leave(actor=city.actor("li"), at=NOW)
    assert not Extension.objects.exists()
    with pytest.raises(BadExtension):
        sit(city, "wang", "80 01")
    with pytest.raises(NotAtTelephone):
        sit(city, "chen", "8003")


def test_the_number_is_shown_to_who_opened_the_call_and_that_is_recorded(
    city: City, tell: Tell
) -> None:
    sit(city)
    call = tell("ringing", number=NUMBER, extension="8001")
    wang, li = city.actor("wang"), city.actor("li")
    with pytest.raises(NoSuchCall):
        queries.caller(wang, call.pk)
    with pytest.raises(NoSuchCall):
        actions.open_call(call_id=call.pk, actor=li, at=NOW)
    actions.open_call(call_id=call.pk, actor=wang, at=NOW)
    assert queries.caller(wang, call.pk).phone == NUMBER
    assert queries.ringing(wang, NOW) is None
    shown = [line for line in history("call", call.pk) if line.event == "CallerShown"]
    assert [line.actor_name for line in shown] == ["王芳"]
    assert NUMBER not in str([line.data for line in history("call", call.pk)])


def test_the_case_keeps_its_call_and_the_recording_that_comes_later(city: City, tell: Tell) -> None:
    call = on_line(city, tell)
    case = take_in(city, call_id=call.pk)
    assert queries.calls_of(case) == [call]
    tell("ended", later(minutes=5))
    tell("recorded", later(minutes=6), recording="https://rec.example.cn/c1.mp3")
    events = [line.event for line in history("case", case.pk)]
    assert events[-2:] == ["CallLinked", "RecordingLinked"]
    wang = city.actor("wang")
    where = actions.show_recording(number=case.number, call_id=call.pk, actor=wang, at=NOW)
    assert where == "https://rec.example.cn/c1.mp3"
    assert history("case", case.pk)[-1].event == "RecordingShown"
    with pytest.raises(NoSuchCall):
        actions.show_recording(number=case.number, call_id=call.pk, actor=city.actor("bai"), at=NOW)


def test_a_colleagues_call_is_not_mine_to_write_up_and_no_case_is_left(
    city: City, tell: Tell
) -> None:
    call = on_line(city, tell)
    with pytest.raises(NoSuchCall):
        take_in(city, by="li", call_id=call.pk)
    assert not Case.objects.exists()


def test_a_second_case_of_one_call_leaves_the_call_with_the_first(city: City, tell: Tell) -> None:
    call = on_line(city, tell)
    first = take_in(city, call_id=call.pk)
    second = take_in(city, call_id=call.pk, key="k2")
    assert queries.calls_of(first) == [call]
    assert queries.calls_of(second) == []


def test_what_the_caller_adds_to_a_case_brings_the_call_to_it(city: City, tell: Tell) -> None:
    case = city.receive()
    call = on_line(city, tell)
    actions.supplement(
        case_id=case.pk, text="又坏了一盏", actor=city.actor("wang"), at=NOW, call_id=call.pk
    )
    assert queries.calls_of(case) == [call]


@pytest.mark.parametrize("with_call", [True, False])
def test_a_caller_is_put_through_before_there_is_a_case_and_the_case_knows(
    with_call: bool, city: City, tell: Tell
) -> None:
    call_id = on_line(city, tell).pk if with_call else None
    row = actions.put_through(
        to="119", reason="楼道有明火", actor=city.actor("wang"), at=NOW, call_id=call_id
    )
    case = take_in(
        city, call_id=call_id, transfers=[row.pk], outcome="decline", way="emergency",
        text="已转接 119。",
    )  # fmt: skip
    assert case.state == "declined"
    assert [(one.to, one.reason, one.at) for one in queries.transfers_of(case)] == [
        ("119", "楼道有明火", NOW)
    ]
    line = next(one for one in history("case", case.pk) if one.event == "CallerPutThrough")
    assert line.data["to"] == "119"
    assert "明火" not in str(line.data)


def test_where_and_why_must_be_said_and_a_transfer_is_tied_to_the_own_case_only(
    city: City,
) -> None:
    wang = city.actor("wang")
    with pytest.raises(ReasonNeeded):
        actions.put_through(to="119", reason=" ", actor=wang, at=NOW)
    with pytest.raises(UnknownChoice):
        actions.put_through(to="12345", reason="试试", actor=wang, at=NOW)
    with pytest.raises(NotAtTelephone):
        actions.put_through(to="119", reason="试试", actor=city.actor("chen"), at=NOW)
    mine = actions.put_through(to="110", reason="有人打架", actor=wang, at=NOW)
    case = take_in(city, by="li", transfers=[mine.pk])
    assert queries.transfers_of(case) == []
    assert Transfer.objects.get().case is None


def missed(tell: Tell) -> Recall:
    tell("missed", number=NUMBER)
    return Recall.objects.get()


def test_a_call_back_is_taken_tried_and_done_by_one_person(city: City, tell: Tell) -> None:
    row, wang, li = missed(tell), city.actor("wang"), city.actor("li")
    with pytest.raises(NoSuchRecall):
        queries.phone_of(wang, row.pk)
    actions.take(recall_id=row.pk, actor=wang, at=later(minutes=5))
    assert queries.phone_of(wang, row.pk) == NUMBER
    with pytest.raises(NoSuchRecall):
        queries.phone_of(li, row.pk)
    with pytest.raises(RecallNotNow):
        actions.take(recall_id=row.pk, actor=li, at=later(minutes=6))
    with pytest.raises(NotYourRecall):
        actions.done(recall_id=row.pk, actor=li, at=later(minutes=6))
    with pytest.raises(UnknownChoice):
        actions.fail(recall_id=row.pk, why="tired", actor=wang, at=later(minutes=6))
    actions.fail(recall_id=row.pk, why="busy", actor=wang, at=later(minutes=6))
    with pytest.raises(TooFewTries):
        actions.give_up(recall_id=row.pk, actor=wang, at=later(minutes=7))
    row = actions.done(recall_id=row.pk, actor=wang, at=later(minutes=9))
    assert (row.state, row.tries, row.ended_at) == ("done", 2, later(minutes=9))
    assert [line.event for line in history("recall", row.pk)] == [
        "RecallQueued", "RecallTaken", "RecallFailed", "RecallDone"
    ]  # fmt: skip


def test_after_three_tries_or_for_a_wrong_number_it_may_be_given_up(city: City, tell: Tell) -> None:
    row, wang = missed(tell), city.actor("wang")
    actions.take(recall_id=row.pk, actor=wang, at=NOW)
    actions.fail(recall_id=row.pk, why="wrong", actor=wang, at=NOW)
    assert actions.give_up(recall_id=row.pk, actor=wang, at=NOW).state == "given_up"
    tell("missed", later(hours=2), call="c2", number=NUMBER)
    again = Recall.objects.exclude(pk=row.pk).get()
    actions.take(recall_id=again.pk, actor=wang, at=NOW)
    for _ in range(3):
        actions.fail(recall_id=again.pk, why="no_answer", actor=wang, at=NOW)
    assert actions.give_up(recall_id=again.pk, actor=wang, at=NOW).tries == 3


def test_a_supervisor_gives_back_what_a_colleague_left_lying(city: City, tell: Tell) -> None:
    row = missed(tell)
    actions.take(recall_id=row.pk, actor=city.actor("wang"), at=NOW)
    with pytest.raises(NotYourRecall):
        actions.release(recall_id=row.pk, actor=city.actor("li"), at=NOW)
    row = actions.release(recall_id=row.pk, actor=city.actor("zhou"), at=NOW)
    assert (row.state, row.owner, row.owner_name) == ("waiting", None, "")


def test_the_queue_filters_and_counts(city: City, tell: Tell) -> None:
    row, wang = missed(tell), city.actor("wang")
    tell("missed", later(minutes=1), call="c2", number="19900002222")
    actions.take(recall_id=row.pk, actor=wang, at=NOW)
    assert queries.recalls(wang, Wanted()).count() == 2
    assert [one.pk for one in queries.recalls(wang, Wanted(owner="mine"))] == [row.pk]
    assert queries.recalls(wang, Wanted(owner="free", sort="missed")).count() == 1
    assert queries.recalls(wang, Wanted(state="done")).count() == 0
    assert queries.waiting(wang, NOW) == 2
    assert queries.waiting(city.actor("li"), NOW) == 1
    with pytest.raises(NotAtTelephone):
        queries.recalls(city.actor("chen"), Wanted())


def test_an_anonymised_case_takes_the_number_and_the_recording_of_its_call_along(
    city: City, tell: Tell
) -> None:
    call = on_line(city, tell)
    case = take_in(city, call_id=call.pk)
    tell("recorded", later(minutes=6), recording="https://rec.example.cn/c1.mp3")
    assert actions.wipe([case.pk]) == 1
    call.refresh_from_db()
    assert (bytes(call.number_sealed), call.number_index, call.recording) == (b"", "", "")
