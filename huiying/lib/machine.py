"""A small state table that checks itself when it is built.

States and verbs are strings (``StrEnum`` members as a rule). One table serves the database
constraint, the buttons on a page, the permissions, the diagram in the docs and the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from huiying.lib.errors import Refused

S = TypeVar("S", bound=str)


class BadTableError(ValueError):
    """The table contradicts itself: a mistake of the programmer, found at import."""


class IllegalStep(Refused):
    """The verb is not possible in this state.

    ``state``, ``verb`` and ``allowed`` (the verbs possible now) are attributes and parameters.
    """

    code = "illegal_step"
    message = "目前是“%(state)s”，不能“%(verb)s”；现在可以：%(allowed)s。"
    hint = "请刷新页面，按当前状态操作。"

    def __init__(self, state: str, verb: str, allowed: tuple[str, ...]) -> None:
        self.state, self.verb, self.allowed = state, verb, allowed
        super().__init__(state=str(state), verb=str(verb), allowed="、".join(allowed) or "无")


@dataclass(frozen=True)
class Transition(Generic[S]):
    """A verb, the states it starts from, and where it leads; ``target`` None: the state stays."""

    verb: str
    sources: frozenset[S]
    target: S | None
    label: str = ""


@dataclass(frozen=True)
class Machine(Generic[S]):
    """States and the verbs between them.

    Raises ``BadTableError`` at construction for unknown or repeated states, a verb listed twice
    for one state, a terminal state that can be left, a state that cannot be reached from the
    initial one, and a state from which no terminal state can be reached. A machine without
    terminal states runs for ever; then every state must at least be leavable.
    """

    states: tuple[S, ...]
    initial: S
    terminal: frozenset[S]
    transitions: tuple[Transition[S], ...]

    def __post_init__(self) -> None:
        self._check_names()
        self._check_pairs()
        self._check_paths()

    def allowed(self, state: S) -> tuple[str, ...]:
        """The verbs possible in a state, in the order of the table."""
        return tuple(self._known(state))

    def step(self, state: S, verb: str) -> S:
        """The state after a verb; raises ``IllegalStep`` when it is not possible now."""
        steps = self._known(state)
        if verb not in steps:
            raise IllegalStep(state, verb, tuple(steps))
        return steps[verb]

    def mermaid(self, names: Mapping[S, str] | None = None) -> str:
        """The table as a Mermaid ``stateDiagram-v2``; verbs that keep the state are left out.

        ``names`` gives the states' readable names; transitions show their label or verb.
        """
        lines = ["stateDiagram-v2"]
        lines += [f"    state {_quoted((names or {}).get(s, s))} as {s}" for s in self.states]
        lines.append(f"    [*] --> {self.initial}")
        for transition in self.transitions:
            lines += [
                f"    {source} --> {transition.target}: {transition.label or transition.verb}"
                for source in self.states
                if source in transition.sources and transition.target not in (None, source)
            ]
        lines += [f"    {state} --> [*]" for state in self.states if state in self.terminal]
        return "\n".join(lines) + "\n"

    def _known(self, state: S) -> dict[str, S]:
        try:
            return self._steps[state]
        except KeyError:
            raise ValueError(f"unknown state {state!r}; known: {', '.join(self.states)}") from None

    @cached_property
    def _steps(self) -> dict[S, dict[str, S]]:
        # Keys and values are the members given in ``states``, also when asked with plain strings.
        member = {state: state for state in self.states}
        steps: dict[S, dict[str, S]] = {state: {} for state in self.states}
        for transition in self.transitions:
            for state in self.states:
                if state in transition.sources:
                    target = state if transition.target is None else transition.target
                    steps[state][transition.verb] = member[target]
        return steps

    def _check_names(self) -> None:
        known = set(self.states)
        if len(known) != len(self.states):
            raise BadTableError(f"a state is listed twice in {_listed(self.states)}")
        used = {self.initial, *self.terminal}
        for transition in self.transitions:
            if not transition.sources:
                raise BadTableError(f"{transition.verb!r} starts from no state: give its sources")
            used |= transition.sources | ({transition.target} if transition.target else set())
        if unknown := used - known:
            raise BadTableError(f"unknown states {_listed(unknown)}: add them to states")

    def _check_pairs(self) -> None:
        seen: set[tuple[str, S]] = set()
        for transition in self.transitions:
            pairs = {(transition.verb, source) for source in transition.sources}
            if twice := seen & pairs:
                verb, source = min(twice)
                raise BadTableError(f"{verb!r} is listed twice for state {source!r}")
            seen |= pairs

    def _check_paths(self) -> None:
        leads = {s: set(steps.values()) - {s} for s, steps in self._steps.items()}
        if left := {s for s in self.terminal if leads[s]}:
            raise BadTableError(
                f"terminal states {_listed(left)} can be left: they are not terminal"
            )
        if lost := set(self.states) - _closure({self.initial}, leads):
            raise BadTableError(f"no verbs lead to {_listed(lost)} from {self.initial!r}")
        if self.terminal:
            comes_from = {s: {t for t in self.states if s in leads[t]} for s in self.states}
            stuck = set(self.states) - _closure(self.terminal, comes_from)
        else:
            stuck = {s for s in self.states if not leads[s]}
        if stuck:
            raise BadTableError(f"no way to an end from {_listed(stuck)}, which are not terminal")


def _closure(start: Iterable[S], leads: Mapping[S, set[S]]) -> set[S]:
    reached, waiting = set(start), list(start)
    while waiting:
        fresh = leads[waiting.pop()] - reached
        reached |= fresh
        waiting.extend(fresh)
    return reached


def _listed(states: Iterable[str]) -> str:
    return ", ".join(sorted(states))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', "'") + '"'
