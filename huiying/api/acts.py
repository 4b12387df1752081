"""A verb of the table → what it takes → the one call of the house that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from huiying.api import bodies
from huiying.api.callers import Caller
from huiying.api.sent import Sent, area_id, category_id, cause_id, unit_id
from huiying.cases import access, people
from huiying.cases import actions as cases
from huiying.cases.actions import Part
from huiying.cases.refusals import NotForYou
from huiying.cases.types import Case
from huiying.dispatch import actions as dispatch
from huiying.dispatch import queries as dispatching
from huiying.dispatch.actions import Why
from huiying.oversight import actions as oversight
from huiying.oversight.actions import Answers


@dataclass(frozen=True, slots=True)
class Doing:
    """One verb being done: the case as it was found, who calls, what was sent."""

    case: Case
    caller: Caller
    version: int | None
    sent: Any

    @property
    def who(self) -> dict[str, Any]:
        """The arguments every verb takes."""
        return {
            "case_id": self.case.pk,
            "actor": self.caller.actor,
            "at": self.caller.at,
            "version": self.version,
        }


@dataclass(frozen=True, slots=True)
class Act:
    call: Callable[[Doing], object]
    body: type[Sent]


def _bare(verb: Callable[..., object]) -> Act:
    return Act(lambda doing: verb(**doing.who), bodies.Nothing)


def _words(verb: Callable[..., object]) -> Act:
    return Act(lambda doing: verb(**doing.who, text=doing.sent.text), bodies.Words)


def _may_words(verb: Callable[..., object]) -> Act:
    return Act(lambda doing: verb(**doing.who, text=doing.sent.text), bodies.MayWords)


def _decided(verb: Callable[..., object]) -> Act:
    return Act(
        lambda doing: verb(**doing.who, text=doing.sent.text, grant=doing.sent.grant), bodies.Decide
    )


def _dispatch(doing: Doing) -> object:
    """Following the rules' proposal keeps the rule and its trace as the reason."""
    suggestion, why = dispatching.suggest(doing.case), None
    if suggestion.unit and suggestion.unit.id == doing.sent.unit:
        why = Why.of(suggestion)
    return dispatch.dispatch(**doing.who, **_receivers(doing), text=doing.sent.text, why=why)


def _receivers(doing: Doing) -> dict[str, Any]:
    level = doing.sent.level
    return {
        "unit_id": doing.sent.unit,
        "assisting": doing.sent.assisting,
        "level": level.value if level else "",
    }


def _call_back(doing: Doing) -> object:
    sent = doing.sent
    answers = Answers(
        reached=sent.reached,
        contacted=sent.contacted if sent.reached else None,
        responded=sent.responded if sent.reached else None,
        solved=sent.solved or "",
        satisfied=sent.satisfied or "",
        why_not=sent.why_not,
        method=sent.method,
    )
    return oversight.call_back(**doing.who, answers=answers, text=sent.text)


def _merge(doing: Doing) -> object:
    master = access.get_case(doing.caller.actor, doing.sent.master.upper(), whole=False)
    return dispatch.merge(**doing.who, master_id=master.pk, text=doing.sent.text)


def _split(doing: Doing) -> object:
    parts = [Part(p.title, p.body, category_id(p.category)) for p in doing.sent.parts]
    return cases.split(**doing.who, parts=parts)


OF_ROWS: dict[str, Callable[[int | None], int | None]] = {
    "category": category_id,
    "area": area_id,
    "accused_unit": unit_id,
}
WORDS_OF_A_PERSON = frozenset({"title", "body", "address", "confidential"})


def _classify(doing: Doing) -> object:
    """Only what is sent; words that hide personal data are put right by those who may read them."""
    sent = doing.sent.dict(exclude_unset=True, exclude={"text"})
    if WORDS_OF_A_PERSON & set(sent) and not access.sees_reporter(doing.caller.actor, doing.case):
        raise NotForYou(number=doing.case.number)
    changes: dict[str, Any] = {}
    for name, value in sent.items():
        if name in OF_ROWS:
            changes[f"{name}_id"] = OF_ROWS[name](value)
        else:
            changes[name] = getattr(value, "value", value)
    return cases.classify(**doing.who, changes=changes, text=doing.sent.text)


def _correct_reporter(doing: Doing) -> object:
    sent = doing.sent
    contact = people.Contact(sent.name, sent.phone, sent.email or "")
    return cases.correct_reporter(**doing.who, contact=contact, text=sent.text, keep_empty=True)


ACTS: dict[str, Act] = {
    "file": _bare(cases.file),
    "answer": _words(cases.answer),
    "decline": Act(
        lambda d: cases.decline(**d.who, way=d.sent.way.value, text=d.sent.text), bodies.Decline
    ),
    "void": _words(cases.void),
    "dispatch": Act(_dispatch, bodies.Dispatch),
    "designate": Act(
        lambda d: dispatch.designate(**d.who, **_receivers(d), text=d.sent.text), bodies.Designate
    ),
    "sign": _bare(dispatch.sign),
    "return": Act(
        lambda d: dispatch.return_case(
            **d.who, text=d.sent.text, basis=d.sent.basis, proposed_unit_id=d.sent.proposed_unit
        ),
        bodies.Return,
    ),
    "transfer": Act(
        lambda d: dispatch.transfer(**d.who, unit_id=d.sent.unit, text=d.sent.text),
        bodies.Transfer,
    ),
    "name_handler": Act(
        lambda d: dispatch.name_handler(**d.who, person_id=d.sent.person, text=d.sent.text),
        bodies.NameHandler,
    ),
    "recall": _words(dispatch.recall),
    "contact": _may_words(dispatch.contact),
    "progress": _words(dispatch.progress),
    "call_in": Act(
        lambda d: dispatch.call_in(**d.who, unit_ids=d.sent.units, text=d.sent.text),
        bodies.CallIn,
    ),
    "contribute": _words(dispatch.contribute),
    "report": Act(
        lambda d: dispatch.report(**d.who, text=d.sent.text, cause_id=cause_id(d.sent.cause)),
        bodies.Report,
    ),
    "ask_extension": _words(dispatch.ask_extension),
    "decide_extension": _decided(dispatch.decide_extension),
    "ask_suspension": Act(
        lambda d: dispatch.ask_suspension(
            **d.who, text=d.sent.text, until=bodies.end_of(d.sent.until)
        ),
        bodies.Suspend,
    ),
    "decide_suspension": _decided(dispatch.decide_suspension),
    "resume": _may_words(dispatch.resume),
    "rework": _words(oversight.rework),
    "verify": Act(
        lambda d: oversight.verify(**d.who, text=d.sent.text, on_site=d.sent.on_site),
        bodies.Verify,
    ),
    "call_back": Act(_call_back, bodies.CallBack),
    "propose_excuse": _words(oversight.propose_excuse),
    "decide_excuse": _decided(oversight.decide_excuse),
    "close": _may_words(oversight.close),
    "reopen": _words(oversight.reopen),
    "merge": Act(_merge, bodies.Merge),
    "unmerge": _words(cases.unmerge),
    "split": Act(_split, bodies.Split),
    "note": _words(cases.note),
    "message": _words(cases.message),
    "ask": Act(
        lambda d: cases.ask(**d.who, text=d.sent.text, due_at=bodies.end_of(d.sent.due)),
        bodies.Ask,
    ),
    "entrust": Act(
        lambda d: cases.entrust(
            **d.who, party=d.sent.party, text=d.sent.text, due_at=bodies.end_of(d.sent.due)
        ),
        bodies.Entrust,
    ),
    "classify": Act(_classify, bodies.Classify),
    "set_cause": Act(
        lambda d: cases.set_cause(**d.who, cause_id=cause_id(d.sent.cause)), bodies.SetCause
    ),
    "correct_reporter": Act(_correct_reporter, bodies.Person),
}
