"""What each verb takes, checked for shape here; what it means is checked by the house."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Literal

from ninja import Field

from huiying.api.sent import Date, Flag, Id, Sent
from huiying.cases.rules.workflow import Declining
from huiying.directory.kinds import CaseKind, Level
from huiying.lib.moments import SHANGHAI

LONGEST = 4000
Method = Literal["phone", "sms", "web", "visit"]
Solved = Literal["yes", "partly", "no"]
Satisfied = Literal["yes", "fairly", "no"]


class Nothing(Sent):
    """The verb needs no words."""


class MayWords(Sent):
    text: str = Field("", max_length=LONGEST)


class Words(Sent):
    text: str = Field(min_length=1, max_length=LONGEST)


class Decline(Words):
    way: Declining


class Dispatch(MayWords):
    """``level`` stays as it is when none is given."""

    unit: Id
    assisting: list[Id] = Field([], max_length=20)
    level: Level | None = None


class Designate(Words):
    unit: Id
    assisting: list[Id] = Field([], max_length=20)
    level: Level | None = None


class Return(Words):
    basis: str = Field(min_length=1, max_length=200)
    proposed_unit: Id


class Transfer(MayWords):
    unit: Id


class NameHandler(MayWords):
    """``person``: the id of somebody who handles the unit's cases."""

    person: Id


class CallIn(Words):
    units: list[Id] = Field(min_length=1, max_length=20)


class Report(Words):
    cause: Id | None = None


class Suspend(Words):
    until: Date = Field(description="The last day of the pause, at most a year ahead.")


class Decide(MayWords):
    grant: Flag


class Verify(MayWords):
    on_site: Flag = False


class CallBack(MayWords):
    """``solved`` and ``satisfied`` when the person was reached; ``why_not`` when unhappy."""

    reached: Flag
    method: Method = "phone"
    contacted: Flag | None = None
    responded: Flag | None = None
    solved: Solved | None = None
    satisfied: Satisfied | None = None
    why_not: str = Field("", max_length=200)


class Merge(MayWords):
    master: str = Field(pattern=r"^[0-9A-Za-z-]{1,32}$", description="The other case's number.")


class PartSent(Sent):
    title: str = Field(min_length=1, max_length=200)
    body: str = Field("", max_length=20_000)
    category: Id | None = None


class Split(Sent):
    parts: list[PartSent] = Field(min_length=2, max_length=10)


class Ask(Words):
    due: Date = Field(description="The question ends with this day.")


class Entrust(Ask):
    party: str = Field(min_length=1, max_length=120)


class Classify(MayWords):
    """Only what is sent is put right."""

    title: str = Field("", min_length=1, max_length=200)
    body: str = Field("", max_length=20_000)
    address: str = Field("", max_length=256)
    kind: CaseKind = CaseKind.COMPLAINT
    level: Level = Level.GENERAL
    category: Id | None = None
    area: Id | None = None
    accused_unit: Id | None = None
    confidential: Flag = False


class SetCause(Sent):
    cause: Id | None


class Person(Words):
    """Empty fields stay as they are."""

    name: str = Field("", max_length=60)
    phone: str = Field("", max_length=20)
    email: str = Field("", max_length=200, pattern=r"^([^@\s]+@[^@\s]+)?$")


class Purpose(Sent):
    purpose: str = Field(min_length=1, max_length=80)


def end_of(day: date) -> datetime:
    """The end of a local day."""
    return datetime.combine(day, time(23, 59, 59), SHANGHAI)
