"""A verb of the table → the form that asks for what it needs → the one domain call that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.utils.translation import gettext_noop

from huiying.accounts.actors import Actor
from huiying.cases import access, people
from huiying.cases import actions as cases
from huiying.cases.actions import Part
from huiying.cases.types import Case
from huiying.console.case import forms
from huiying.console.case.forms import MOST_PARTS, VerbForm, end_of
from huiying.dispatch import actions as dispatch
from huiying.dispatch.actions import Why
from huiying.oversight import actions as oversight


@dataclass(frozen=True, slots=True)
class Doing:
    """What a person sends: the case, who, when, the checked fields."""

    case: Case
    actor: Actor
    at: datetime
    form: VerbForm

    @property
    def who(self) -> dict[str, Any]:
        """The arguments every verb takes."""
        return {
            "case_id": self.case.pk,
            "actor": self.actor,
            "at": self.at,
            "version": self.form.cleaned_data["version"],
        }

    @property
    def text(self) -> str:
        return str(self.form.cleaned_data.get("text", ""))

    def __getitem__(self, name: str) -> Any:
        return self.form.cleaned_data[name]


Call = Callable[[Doing], object]


@dataclass(frozen=True, slots=True)
class Act:
    """How the console does one verb."""

    call: Call
    form: type[VerbForm] = VerbForm


def _words(verb: Callable[..., object]) -> Act:
    """A verb that needs nothing but words."""
    return Act(lambda doing: verb(**doing.who, text=doing.text))


def _bare(verb: Callable[..., object]) -> Act:
    """A verb that needs nothing at all: one click."""
    return Act(lambda doing: verb(**doing.who))


def _decided(verb: Callable[..., object]) -> Act:
    return Act(
        lambda doing: verb(**doing.who, text=doing.text, grant=doing["grant"] == "yes"),
        forms.DecideForm,
    )


def _dispatch(doing: Doing) -> object:
    """Following the rules' proposal keeps the rule and its trace as the reason."""
    suggestion = doing.form.suggestion if isinstance(doing.form, forms.DispatchForm) else None
    why = None
    if suggestion and suggestion.unit and suggestion.unit.id == doing["unit"]:
        why = Why.of(suggestion)
    return dispatch.dispatch(**doing.who, **_receivers(doing), text=doing.text, why=why)


def _designate(doing: Doing) -> object:
    return dispatch.designate(**doing.who, **_receivers(doing), text=doing.text)


def _receivers(doing: Doing) -> dict[str, Any]:
    return {
        "unit_id": doing["unit"],
        "assisting": doing["assisting"],
        "level": doing["level"],
    }


def _return(doing: Doing) -> object:
    return dispatch.return_case(
        **doing.who, text=doing.text, basis=doing["basis"], proposed_unit_id=doing["proposed"]
    )


def _call_back(doing: Doing) -> object:
    form = cast("forms.CallBackForm", doing.form)
    return oversight.call_back(**doing.who, answers=form.answers(), text=doing.text)


def _merge(doing: Doing) -> object:
    master = access.get_case(doing.actor, doing["master"].strip().upper())
    return dispatch.merge(**doing.who, master_id=master.pk, text=doing.text)


def _split(doing: Doing) -> object:
    parts = [
        Part(doing[f"title_{n}"], doing[f"body_{n}"], doing[f"category_{n}"])
        for n in range(1, MOST_PARTS + 1)
        if doing[f"title_{n}"].strip()
    ]
    return cases.split(**doing.who, parts=parts)


def _classify(doing: Doing) -> object:
    """Only what differs from what the page showed is a correction."""
    names = set(doing.form.fields) - {"version", "once", "text"}
    changes = {name: doing[name] for name in names if name in doing.form.changed_data}
    return cases.classify(**doing.who, changes=changes, text=doing.text)


def _correct_reporter(doing: Doing) -> object:
    contact = people.Contact(doing["name"], doing["phone"], doing["email"])
    return cases.correct_reporter(**doing.who, contact=contact, text=doing.text, keep_empty=True)


def _report(doing: Doing) -> object:
    return dispatch.report_with_files(
        **doing.who,
        text=doing.text,
        uploads=doing["photos"],
        to_person=doing["to_person"],
        cause_id=doing["cause"],
    )


ACTS: dict[str, Act] = {
    "file": _bare(cases.file),
    "answer": _words(cases.answer),
    "decline": Act(
        lambda doing: cases.decline(**doing.who, way=doing["way"], text=doing.text),
        forms.DeclineForm,
    ),
    "void": _words(cases.void),
    "dispatch": Act(_dispatch, forms.DispatchForm),
    "designate": Act(_designate, forms.DispatchForm),
    "sign": _bare(dispatch.sign),
    "return": Act(_return, forms.ReturnForm),
    "transfer": Act(
        lambda doing: dispatch.transfer(**doing.who, unit_id=doing["unit"], text=doing.text),
        forms.TransferForm,
    ),
    "name_handler": Act(
        lambda doing: dispatch.name_handler(
            **doing.who, person_id=doing["person"], text=doing.text
        ),
        forms.HandlerForm,
    ),
    "recall": _words(dispatch.recall),
    "contact": _words(dispatch.contact),
    "progress": _words(dispatch.progress),
    "call_in": Act(
        lambda doing: dispatch.call_in(**doing.who, unit_ids=doing["units"], text=doing.text),
        forms.CallInForm,
    ),
    "contribute": _words(dispatch.contribute),
    "report": Act(_report, forms.ReportForm),
    "ask_extension": _words(dispatch.ask_extension),
    "decide_extension": _decided(dispatch.decide_extension),
    "ask_suspension": Act(
        lambda doing: dispatch.ask_suspension(
            **doing.who, text=doing.text, until=end_of(doing["until"])
        ),
        forms.SuspendForm,
    ),
    "decide_suspension": _decided(dispatch.decide_suspension),
    "resume": _words(dispatch.resume),
    "rework": _words(oversight.rework),
    "verify": Act(
        lambda doing: oversight.verify(**doing.who, text=doing.text, on_site=doing["on_site"]),
        forms.VerifyForm,
    ),
    "call_back": Act(_call_back, forms.CallBackForm),
    "propose_excuse": _words(oversight.propose_excuse),
    "decide_excuse": _decided(oversight.decide_excuse),
    "close": _words(oversight.close),
    "reopen": _words(oversight.reopen),
    "merge": Act(_merge, forms.MergeForm),
    "unmerge": _words(cases.unmerge),
    "split": Act(_split, forms.SplitForm),
    "note": _words(cases.note),
    "attach": Act(
        lambda doing: cases.attach(
            **doing.who, uploads=doing["photos"], to_person=doing["to_person"]
        ),
        forms.AttachForm,
    ),
    "message": _words(cases.message),
    "ask": Act(
        lambda doing: cases.ask(**doing.who, text=doing.text, due_at=end_of(doing["due"])),
        forms.AskForm,
    ),
    "entrust": Act(
        lambda doing: cases.entrust(
            **doing.who, party=doing["party"], text=doing.text, due_at=end_of(doing["due"])
        ),
        forms.EntrustForm,
    ),
    "classify": Act(_classify, forms.ClassifyForm),
    "set_cause": Act(
        lambda doing: cases.set_cause(**doing.who, cause_id=doing["cause"]), forms.CauseForm
    ),
    "correct_reporter": Act(_correct_reporter, forms.ReporterForm),
}
# What cannot be taken back says so before it is done.
CONFIRM = {"void": gettext_noop("作废后这件案件不能再办理，也不能恢复。确定作废吗？")}
BARE = frozenset({"file", "sign"})  # done by the button itself, without a form in between
