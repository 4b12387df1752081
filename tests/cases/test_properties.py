"""Random legal and illegal verbs, by random people, at random moments: the invariants hold."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiying.accounts.actors import Actor
from huiying.cases import actions as cases
from huiying.cases.actions import Part
from huiying.cases.models import Case
from huiying.cases.rules.workflow import BY_NAME, ENDED, MACHINE, VERBS, WITH_UNIT, State
from huiying.dispatch import actions as dispatch
from huiying.dispatch.models import Assignment, ClockRequest
from huiying.journal.models import Entry
from huiying.journal.queries import verify
from huiying.lib.errors import Refused
from huiying.oversight import actions as oversight
from huiying.oversight.actions import Answers
from huiying.oversight.models import CallBack, Excuse
from tests.city import City, build, later

pytestmark = pytest.mark.django_db

PEOPLE = ("wang", "li", "chen", "sun", "zhao", "zhou", "gao", "wu", "nobody")
UNITS = ("lamps", "housing", "quanhe", "xingfu")
Call = Callable[[City, int, int, Actor, datetime, Any], object]

GOOD = Answers(True, contacted=True, responded=True, solved="yes", satisfied="yes")
BAD = Answers(True, contacted=True, responded=False, solved="no", satisfied="no", why_not="没修")
AWAY = Answers(reached=False)


def _plain(function: Callable[..., object], **more: Any) -> Call:
    def call(_c: City, one: int, _o: int, actor: Actor, at: datetime, _d: Any) -> object:
        return function(case_id=one, actor=actor, at=at, **more)

    return call


def _to_unit(function: Callable[..., object], **more: Any) -> Call:
    def call(c: City, one: int, _o: int, actor: Actor, at: datetime, d: Any) -> object:
        return function(case_id=one, unit_id=c.unit(d), actor=actor, at=at, **more)

    return call


def _return(c: City, one: int, _o: int, actor: Actor, at: datetime, d: Any) -> object:
    return dispatch.return_case(
        case_id=one, actor=actor, at=at, text="不属于我委", basis="三定方案",
        proposed_unit_id=c.unit(d),
    )  # fmt: skip


def _suspend(_c: City, one: int, _o: int, actor: Actor, at: datetime, _d: Any) -> object:
    return dispatch.ask_suspension(
        case_id=one, actor=actor, at=at, text="等材料", until=at + timedelta(days=3)
    )


def _split(_c: City, one: int, _o: int, actor: Actor, at: datetime, _d: Any) -> object:
    return cases.split(case_id=one, actor=actor, at=at, parts=[Part("路灯"), Part("井盖")])


def _merge(_c: City, one: int, other: int, actor: Actor, at: datetime, _d: Any) -> object:
    return dispatch.merge(case_id=one, master_id=other, actor=actor, at=at)


def _call_in(c: City, one: int, _o: int, actor: Actor, at: datetime, d: Any) -> object:
    return dispatch.call_in(case_id=one, unit_ids=[c.unit(d)], actor=actor, at=at, text="请协助")


def _ask(_c: City, one: int, _o: int, actor: Actor, at: datetime, _d: Any) -> object:
    return cases.ask(
        case_id=one, actor=actor, at=at, text="几号楼？", due_at=at + timedelta(hours=24)
    )


def _entrust(_c: City, one: int, _o: int, actor: Actor, at: datetime, _d: Any) -> object:
    return cases.entrust(
        case_id=one, actor=actor, at=at, party="供电公司", text="请抢修",
        due_at=at + timedelta(hours=24),
    )  # fmt: skip


def _name_handler(c: City, one: int, _o: int, actor: Actor, at: datetime, d: Any) -> object:
    person = c.people["chen" if d else "sun"].pk
    return dispatch.name_handler(case_id=one, person_id=person, actor=actor, at=at)


CALLS: dict[str, Call] = {
    "file": _plain(cases.file),
    "answer": _plain(cases.answer, text="请带身份证到窗口办理"),
    "decline": _plain(cases.decline, way="nothing_new", text="没有新的事实"),
    "void": _plain(cases.void, text="测试件"),
    "dispatch": _to_unit(dispatch.dispatch),
    "designate": _to_unit(dispatch.designate, text="会商纪要"),
    "sign": _plain(dispatch.sign),
    "return": _return,
    "transfer": _to_unit(dispatch.transfer),
    "name_handler": _name_handler,
    "recall": _plain(dispatch.recall, text="派错了"),
    "contact": _plain(dispatch.contact),
    "progress": _plain(dispatch.progress, text="已派人"),
    "call_in": _call_in,
    "contribute": _plain(dispatch.contribute, text="已协助"),
    "report": _plain(dispatch.report, text="已办理"),
    "ask_extension": _plain(dispatch.ask_extension, text="材料未到"),
    "decide_extension": _plain(dispatch.decide_extension, grant=True),
    "ask_suspension": _suspend,
    "decide_suspension": _plain(dispatch.decide_suspension, grant=True),
    "resume": _plain(dispatch.resume),
    "rework": _plain(oversight.rework, text="没修好"),
    "verify": _plain(oversight.verify),
    "call_back": lambda _c, one, _o, actor, at, d: oversight.call_back(
        case_id=one, actor=actor, at=at, answers={"lamps": GOOD, "housing": BAD}.get(d, AWAY)
    ),
    "propose_excuse": _plain(oversight.propose_excuse, text="没有依据"),
    "decide_excuse": _plain(oversight.decide_excuse, grant=True),
    "close": _plain(oversight.close),
    "reopen": _plain(oversight.reopen, text="又坏了"),
    "merge": _merge,
    "unmerge": _plain(cases.unmerge, text="不是一件事"),
    "split": _split,
    "note": _plain(cases.note, text="备注"),
    "message": _plain(cases.message, text="正在办"),
    "ask": _ask,
    "entrust": _entrust,
    "classify": _plain(cases.classify, changes={"level": "urgent"}),
    "set_cause": _plain(cases.set_cause, cause_id=None),
}


def test_every_verb_of_the_state_table_is_tried_here() -> None:
    elsewhere = {"attach", "correct_reporter", "reveal", "close_with_master"}
    assert set(CALLS) | elsewhere == {verb.name for verb in VERBS}


STEP = st.tuples(
    st.sampled_from(sorted(CALLS)),
    st.sampled_from(PEOPLE),
    st.sampled_from(UNITS),
    st.integers(0, 1),
    st.integers(1, 60 * 30),
)


class UndoError(Exception):
    """Takes an example's rows away again."""


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, min_size=5, max_size=60), driven=st.booleans())
def test_no_sequence_of_verbs_breaks_an_invariant(
    steps: list[tuple[str, str, str, int, int]], driven: bool
) -> None:
    """``driven``: prefer a verb that the state allows, done by the system, so as to get far."""
    with suppress(UndoError), transaction.atomic():
        city = build()
        idents = [city.receive().pk, city.receive(title="路灯还是不亮").pk]
        at = later()
        for number, (verb, person, unit, which, minutes) in enumerate(steps):
            at += timedelta(minutes=minutes)
            one, other = idents[which], idents[1 - which]
            actor = city.actor(person)
            if driven:
                actor = Actor(city.people[person].pk, "系统", system=True)
            done = _legal(one, number, verb) if driven else verb
            _attempt(CALLS[done], (city, one, other, actor, at, unit), one)
            for ident in idents:
                check(Case.objects.get(pk=ident))
        assert verify().broken is None
        raise UndoError


def _legal(case_id: int, number: int, verb: str) -> str:
    state = State(Case.objects.values_list("state", flat=True).get(pk=case_id))
    names = [name for name in MACHINE.allowed(state) if name in CALLS]
    moving = [name for name in names if BY_NAME[name].target not in (None, State.VOID)]
    if state in BY_NAME[verb].sources or not moving:
        return verb
    return moving[number % len(moving)]


def _attempt(call: Call, arguments: tuple[Any, ...], case_id: int) -> None:
    """Do it, or be refused and leave everything as it was."""
    before = (Case.objects.filter(pk=case_id).values().get(), Entry.objects.count())
    why = ""
    try:
        with transaction.atomic():
            call(*arguments)
    except Refused as refused:
        why = str(refused)
    if why:
        assert (Case.objects.filter(pk=case_id).values().get(), Entry.objects.count()) == before


def check(case: Case) -> None:
    """The invariants of one case."""
    leads = Assignment.objects.filter(case=case, role="lead", open=True)
    state = State(case.state)
    assert case.open == (state not in ENDED)
    assert (leads.count() == 1) == (state in WITH_UNIT)
    if state in WITH_UNIT:
        lead = leads.get()
        assert lead.unit_id == case.lead_unit_id
        assert lead.resolve_due is not None
        assert lead.resolve_due >= lead.dispatched_at
        assert case.due_at is not None
    if not case.open:
        assert not Assignment.objects.filter(case=case, open=True).exists()
    if case.due_at and case.dispatched_at:
        assert case.due_at >= case.dispatched_at
    _check_close(case, state)
    _check_history(case)


def _check_close(case: Case, state: State) -> None:
    if state is not State.CLOSED:
        return
    calls = CallBack.objects.filter(case=case, cycle=case.cycle)
    if case.closing == "called_back":
        last = calls.filter(reached=True).last()
        assert last is not None
        assert (last.solved, last.satisfied) == ("yes", "yes")
    elif case.closing == "unreasonable":
        assert Excuse.objects.filter(case=case, cycle=case.cycle, status="granted").exists()
    elif case.closing == "unreachable":
        assert calls.filter(reached=False).count() >= 3
    else:
        assert case.closing in {"answered", "with_master", "no_contact"}


def _check_history(case: Case) -> None:
    moments = list(
        Entry.objects.filter(topic="case", subject_id=case.pk)
        .order_by("id")
        .values_list("at", flat=True)
    )
    assert moments == sorted(moments)
    for request in ClockRequest.objects.filter(case=case).exclude(due_after=None):
        assert request.due_after is not None
        assert request.due_after >= request.due_before
