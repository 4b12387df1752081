"""A state table refuses to be wrong, and refuses wrong steps with an answer that helps."""

from enum import StrEnum
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.errors import Refused
from huiying.lib.machine import BadTableError, IllegalStep, Machine, Transition


class Ticket(StrEnum):
    WAITING = "waiting"
    HANDLING = "handling"
    CLOSED = "closed"


SIGN = Transition("sign", frozenset({Ticket.WAITING}), Ticket.HANDLING, label="签收")
NOTE = Transition[Ticket]("note", frozenset(Ticket), None)
CLOSE = Transition("close", frozenset({Ticket.HANDLING}), Ticket.CLOSED)


def machine(
    *transitions: Transition[Ticket], terminal: set[Ticket] | None = None
) -> Machine[Ticket]:
    ends = frozenset({Ticket.CLOSED} if terminal is None else terminal)
    return Machine(tuple(Ticket), Ticket.WAITING, ends, transitions)


DESK = machine(SIGN, NOTE, CLOSE)


def test_chen_jing_signs_and_the_ticket_is_in_her_hands() -> None:
    assert DESK.step(Ticket.WAITING, "sign") is Ticket.HANDLING


def test_a_note_keeps_the_state() -> None:
    assert [DESK.step(state, "note") for state in Ticket] == list(Ticket)


def test_a_state_read_from_the_database_as_text_gives_the_member_back() -> None:
    assert DESK.step("waiting", "note") is Ticket.WAITING  # type: ignore[arg-type]


def test_verbs_are_offered_in_the_order_of_the_table() -> None:
    assert DESK.allowed(Ticket.HANDLING) == ("note", "close")


def test_closing_what_nobody_signed_is_refused_with_what_is_possible_instead() -> None:
    with pytest.raises(IllegalStep) as refused:
        DESK.step(Ticket.WAITING, "close")
    assert (refused.value.state, refused.value.verb) == ("waiting", "close")
    assert refused.value.allowed == ("sign", "note")
    assert isinstance(refused.value, Refused)
    assert str(refused.value) == "目前是“waiting”，不能“close”；现在可以：sign、note。"


def test_an_unknown_state_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match="unknown state 'lost'; known: waiting, handling, closed"):
        DESK.allowed("lost")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("transitions", "terminal", "complaint"),
    [
        ((SIGN, CLOSE, SIGN), None, "'sign' is listed twice for state"),
        ((SIGN,), None, "no verbs lead to closed from"),
        ((SIGN, CLOSE), set(), "no way to an end from closed"),
        ((SIGN, CLOSE), {"burnt"}, "unknown states burnt"),
        ((SIGN, CLOSE, Transition("fly", frozenset(), None)), None, "'fly' starts from no state"),
        (
            (SIGN, CLOSE, Transition("reopen", frozenset({Ticket.CLOSED}), Ticket.WAITING)),
            None,
            "terminal states closed can be left",
        ),
        (
            (
                Transition("sign", frozenset({Ticket.WAITING}), Ticket.HANDLING),
                Transition("end", frozenset({Ticket.WAITING}), Ticket.CLOSED),
            ),
            None,
            "no way to an end from handling",
        ),
    ],
)
def test_a_table_that_contradicts_itself_cannot_be_built(
    transitions: tuple[Transition[Ticket], ...], terminal: set[Ticket] | None, complaint: str
) -> None:
    with pytest.raises(BadTableError, match=complaint):
        machine(*transitions, terminal=terminal)


def test_a_loop_that_never_ends_is_a_trap() -> None:
    there = Transition("on", frozenset({"a"}), "b")
    back = Transition("back", frozenset({"b"}), "c")
    again = Transition("again", frozenset({"c"}), "b")
    end = Transition("end", frozenset({"a"}), "z")
    with pytest.raises(BadTableError, match="no way to an end from b, c"):
        Machine(("a", "b", "c", "z"), "a", frozenset({"z"}), (there, back, again, end))


def test_a_state_listed_twice_is_a_mistake() -> None:
    with pytest.raises(BadTableError, match="listed twice"):
        Machine(("a", "a"), "a", frozenset({"a"}), ())


def test_a_machine_without_an_end_may_run_for_ever() -> None:
    turns = (
        Transition("open", frozenset({"shut"}), "open"),
        Transition("close", frozenset({"open"}), "shut"),
    )
    door = Machine(("shut", "open"), "shut", frozenset(), turns)
    assert door.step(door.step("shut", "open"), "close") == "shut"


def test_the_diagram_shows_names_labels_and_no_loops() -> None:
    text = DESK.mermaid(
        {Ticket.WAITING: "待签收", Ticket.HANDLING: "处理中", Ticket.CLOSED: "已结案"}
    )
    assert text.splitlines() == [
        "stateDiagram-v2",
        '    state "待签收" as waiting',
        '    state "处理中" as handling',
        '    state "已结案" as closed',
        "    [*] --> waiting",
        "    waiting --> handling: 签收",
        "    handling --> closed: close",
        "    closed --> [*]",
    ]


@st.composite
def chains(draw: st.DrawFn) -> Machine[str]:
    """Machines with a way from the first state to the last, and random verbs besides."""
    states = tuple(f"s{n}" for n in range(draw(st.integers(2, 7))))
    onward = [
        Transition(f"go{n}", frozenset({here}), there)
        for n, (here, there) in enumerate(pairwise(states))
    ]
    sources = st.frozensets(st.sampled_from(states[:-1]), min_size=1)
    targets = st.none() | st.sampled_from(states)
    extra = [
        Transition(f"x{n}", draw(sources), draw(targets)) for n in range(draw(st.integers(0, 4)))
    ]
    return Machine(states, states[0], frozenset({states[-1]}), (*onward, *extra))


@given(chains(), st.lists(st.integers(0, 99), max_size=30))
def test_whatever_is_offered_can_be_done_and_nothing_else(
    machine: Machine[str], picks: list[int]
) -> None:
    state = machine.initial
    verbs = {t.verb for t in machine.transitions}
    for pick in picks:
        offered = machine.allowed(state)
        for verb in verbs - set(offered):
            with pytest.raises(IllegalStep):
                machine.step(state, verb)
        if not offered:
            assert state in machine.terminal
            return
        state = machine.step(state, offered[pick % len(offered)])
        assert state in machine.states


@given(chains())
def test_the_diagram_draws_each_step_that_moves(machine: Machine[str]) -> None:
    arrows = [line for line in machine.mermaid().splitlines() if ": " in line]
    moves = [
        (state, verb)
        for state in machine.states
        for verb in machine.allowed(state)
        if machine.step(state, verb) != state
    ]
    assert len(arrows) == len(moves)
