"""What people decide about common problems and follow of them; what happens to a learned model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huiying.journal.events import Event


@dataclass(frozen=True, slots=True)
class ProblemEvent(Event):
    topic: ClassVar[str] = "problem"


@dataclass(frozen=True, slots=True)
class ProblemsJoined(ProblemEvent):
    """All cases of ``gone`` went to the problem that the event is about."""

    gone: int = 0


@dataclass(frozen=True, slots=True)
class CasesMoved(ProblemEvent):
    """Cases were put into the problem it is about; ``founded``: it was made for them."""

    cases: tuple[int, ...] = ()
    left: int = 0
    founded: bool = False


@dataclass(frozen=True, slots=True)
class ProblemNamed(ProblemEvent):
    """Somebody gave it a title, or let it be called after its cases again."""

    by_hand: bool = True


@dataclass(frozen=True, slots=True)
class CampaignAsked(ProblemEvent):
    """Somebody put the problem forward for a campaign 专项治理."""

    proposal: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class ConsultationAsked(ProblemEvent):
    """Somebody put the problem forward for a consultation 会商."""

    proposal: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class ProposalWithdrawn(ProblemEvent):
    """It is no longer asked for; ``goal``: campaign or consultation."""

    proposal: int = 0
    goal: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class WatchEvent(Event):
    topic: ClassVar[str] = "watch"
    person_id: int = 0
    problem_id: int | None = None
    matter: str = ""


@dataclass(frozen=True, slots=True)
class Followed(WatchEvent):
    """Somebody follows a problem or a type, or wants to hear of other things of it."""

    heat: int | None = None
    voices: int | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Unfollowed(WatchEvent):
    """Somebody no longer does."""


@dataclass(frozen=True, slots=True)
class Alerted(WatchEvent):
    """Something happened that its follower wanted to hear of; ``mail``: by mail as well."""

    why: str = ""
    alert_id: int = 0
    mail: bool = False


@dataclass(frozen=True, slots=True)
class ModelEvent(Event):
    topic: ClassVar[str] = "model"


@dataclass(frozen=True, slots=True)
class ModelTaken(ModelEvent):
    """A new version is in use; shares from 0 to 1, ``sha256`` of its arrays."""

    model: str = ""
    examples: int = 0
    macro_f1: float = 0.0
    sha256: str = ""
    forced: bool = False


@dataclass(frozen=True, slots=True)
class ModelRefused(ModelEvent):
    """A new model was worse than the version in use, which stays."""

    model: str = ""
    macro_f1: float = 0.0
