"""What comes next on a case for one person: the one obvious button, and the quiet others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from django.conf import settings
from django.utils.translation import gettext as _

from huiying.accounts.actors import Actor
from huiying.cases import access
from huiying.cases.rules.workflow import BY_NAME, State, Verb
from huiying.cases.types import Case
from huiying.console import choices
from huiying.console.case.verbs import ACTS, BARE, CONFIRM
from huiying.dispatch import queries as dispatch
from huiying.dispatch.types import Assignment, ClockRequest
from huiying.oversight import queries as oversight
from huiying.oversight.types import CallBack, Excuse

# Reached from the reporter's panel, not from the row of buttons.
ELSEWHERE = frozenset({"reveal", "correct_reporter"})
# The obvious next act by state: the first of these that the person may do.
OBVIOUS: dict[State, tuple[str, ...]] = {
    State.RECEIVED: ("file",),
    State.FILED: ("dispatch",),
    State.RETURNED: ("dispatch", "designate"),
    State.DISPATCHED: ("decide_suspension", "decide_extension", "sign"),
    State.HANDLING: ("decide_suspension", "decide_extension", "report", "contribute"),
    State.REPORTED: ("verify", "call_back", "close"),
    State.VERIFIED: ("call_back", "close"),
    State.CALLED_BACK: ("close", "decide_excuse", "rework", "call_back"),
}


@dataclass(frozen=True, slots=True)
class Button:
    """A verb on the page. With ``fields`` the button itself sends the act, without a form."""

    verb: Verb
    label: str
    primary: bool = False
    fields: tuple[tuple[str, str], ...] | None = None
    key: str = ""
    once: str = field(default_factory=lambda: uuid4().hex)


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides for one person which verbs make sense now, beyond state and rights."""

    actor: Actor
    case: Case
    assignments: list[Assignment]
    clock_requests: list[ClockRequest]
    calls: list[CallBack]
    excuses: list[Excuse]

    @property
    def lead(self) -> Assignment | None:
        return next((a for a in reversed(self.assignments) if a.role == "lead"), None)

    @property
    def binding(self) -> bool:
        return self.lead is not None and self.lead.binding

    @property
    def assists(self) -> bool:
        """Whether one of the actor's units has been asked to assist."""
        mine = self.actor.units("handler", "street")
        return any(a.open and a.role == "assist" and a.unit_id in mine for a in self.assignments)

    @property
    def ground(self) -> str | None:
        """On what the case could be closed now."""
        return oversight.ground_of(self.case, self.calls, self.excuses)

    @property
    def unhappy(self) -> bool:
        """The person was reached and is not content, and nothing has been proposed about it."""
        answered = oversight.last_answer(self.calls, self.case.cycle) is not None
        return answered and self.ground is None and not self.excuse_asked()

    def asked(self, kind: str, *, of_others: bool = False) -> bool:
        """Whether an application waits; ``of_others``: one that the actor may decide."""
        return any(
            r.kind == kind
            and r.status == "asked"
            and r.assignment.open
            and not (of_others and r.asked_by_id == self.actor.id)
            for r in self.clock_requests
        )

    def excuse_asked(self, *, of_others: bool = False) -> bool:
        return any(
            e.status == "asked" and not (of_others and e.asked_by_id == self.actor.id)
            for e in self.excuses
        )


# What cannot succeed now is not shown: verbs that are not listed need no more than the table.
TESTS: dict[str, Callable[[Standing], bool]] = {
    "dispatch": lambda now: now.case.returns < settings.RETURN_LIMIT,
    "transfer": lambda now: bool(
        choices.units(within=choices.below(now.case.lead_unit_id, now.actor))
    ),
    "name_handler": lambda now: bool(choices.handlers_of(now.case.lead_unit_id)),
    "return": lambda now: not now.binding,
    "contribute": lambda now: now.assists,
    "ask_extension": lambda now: not now.asked("extension"),
    "decide_extension": lambda now: now.asked("extension", of_others=True),
    "ask_suspension": lambda now: now.case.suspended_until is None and not now.asked("suspension"),
    "decide_suspension": lambda now: now.asked("suspension", of_others=True),
    "resume": lambda now: now.case.suspended_until is not None,
    "propose_excuse": lambda now: now.unhappy,
    "decide_excuse": lambda now: now.excuse_asked(of_others=True),
    "close": lambda now: not now.excuse_asked() and now.ground is not None,
}


def buttons(now: Standing) -> list[Button]:
    """The primary button first (if there is one), then the others in the table's order."""
    verbs = [v for v in access.verbs_for(now.actor, now.case) if _sensible(v.name, now)]
    names = {verb.name for verb in verbs}
    wanted = OBVIOUS.get(State(now.case.state), ())
    if now.case.state == State.RECEIVED and now.case.kind == "consultation":
        wanted = ("answer", *wanted)
    first = next((name for name in wanted if name in names), None)
    verbs.sort(key=lambda verb: verb.name in CONFIRM)  # what cannot be undone comes last
    made = [_quiet(verb) for verb in verbs if verb.name != first]
    if first is None:
        return made
    primary = _primary(BY_NAME[first], now.case)
    if primary.fields:  # one click does it: the form must still be there for another choice
        made.insert(0, Button(primary.verb, _("选择其他单位")))
    return [primary, *made]


def _sensible(name: str, now: Standing) -> bool:
    return name in ACTS and name not in ELSEWHERE and (name not in TESTS or TESTS[name](now))


def _quiet(verb: Verb) -> Button:
    return Button(verb, _(verb.label), fields=_bare(verb), key=verb.key)


def _bare(verb: Verb) -> tuple[tuple[str, str], ...] | None:
    return () if verb.name in BARE else None


def _primary(verb: Verb, case: Case) -> Button:
    """Dispatch with a certain proposal is one click that names the unit."""
    if verb.name != "dispatch":
        return Button(verb, _(verb.label), primary=True, fields=_bare(verb), key=verb.key)
    suggestion = dispatch.suggest(case)
    if suggestion.unit is None or not suggestion.certain:
        return Button(verb, _(verb.label), primary=True, key=verb.key)
    fields = (
        ("unit", str(suggestion.unit.id)),
        ("level", suggestion.level or case.level),
        *(("assisting", str(unit.id)) for unit in suggestion.assisting),
    )
    label = _("派给%(unit)s") % {"unit": suggestion.unit.label}
    return Button(verb, label, primary=True, fields=fields, key=verb.key)
