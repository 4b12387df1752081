"""An answer before it is sent: what it leaves unsaid, and earlier answers that were good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiying.accounts.actors import Actor
from huiying.cases import access
from huiying.cases.kinds import NoteKind
from huiying.cases.models import Case, Note
from huiying.cases.refusals import NoSuchCase
from huiying.cases.rules.masking import mask_words
from huiying.cases.rules.similar import best_words
from huiying.cases.rules.workflow import State
from huiying.directory.kinds import CaseKind
from huiying.insights.rules.normal import compared
from huiying.insights.rules.replies import Remark, review
from huiying.insights.rules.sentences import sentences
from huiying.lib.text import mask_personal, similarity
from huiying.oversight.models import CallBack
from huiying.search import index

LEAST = 0.12  # likeness below which an earlier case is another matter
SHOWN = 3
RECENT = 60  # answers of the unit whose sentences are counted
OFTEN = 4  # of these: a sentence that many answers have says nothing about one case
WITH_BASIS = (CaseKind.CONSULTATION, CaseKind.TIPOFF)
GOOD = (CallBack.Satisfied.YES, CallBack.Satisfied.FAIRLY)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer after which the person said: solved, and satisfied. Personal data are masked."""

    number: str
    title: str
    text: str
    closed_at: datetime | None
    percent: int  # how alike the matters are


def remarks(actor: Actor, case: Case, answer: str) -> tuple[Remark, ...]:
    """What a draft says and leaves unsaid. Raises NoSuchCase."""
    question = f"{case.title}。{case.body}"
    shown = question if access.sees_reporter(actor, case) else mask_words(question)
    return review(shown, answer, usual=_usual(case), basis=case.kind in WITH_BASIS)


def earlier(actor: Actor, case: Case, most: int = SHOWN) -> list[Earlier]:
    """The answers to the likest matters, of those that ended well; a bounded search."""
    text = f"{case.title} {case.body[:400]}"
    words = best_words(text)
    if not words:
        return []
    found = Case.objects.filter(
        access.visible_to(actor), pk__in=index.hits_any(words), state=State.CLOSED
    ).exclude(pk=case.pk)
    well = _ended_well(found.values_list("pk", flat=True))
    rows = found.filter(pk__in=well).values_list(
        "pk", "number", "title", "closed_at", "confidential"
    )
    likely = sorted(((similarity(text, row[2]), row) for row in rows if not row[4]), reverse=True)[
        : most * 4
    ]
    said = _results([row[0] for _like, row in likely])
    return [
        Earlier(number, mask_personal(title), mask_personal(said[pk]), closed_at, round(like * 100))
        for like, (pk, number, title, closed_at, _kept) in likely
        if like >= LEAST and said.get(pk, "").strip()
    ][:most]


def earlier_text(actor: Actor, number: str) -> str:
    """The answer of one of them, to begin a draft with. Raises NoSuchCase."""
    case = access.get_case(actor, number, whole=False)
    text = _results([case.pk]).get(case.pk, "")
    if case.confidential or not text:
        raise NoSuchCase(number=number)
    return mask_personal(text)


def _ended_well(idents: Iterable[int]) -> set[int]:
    """Cases whose last answered call-back said solved and satisfied."""
    calls = CallBack.objects.filter(case_id__in=list(idents), reached=True).order_by("pk")
    last = {case: (solved, satisfied) for case, solved, satisfied in
            calls.values_list("case_id", "solved", "satisfied")}  # fmt: skip
    return {
        case for case, (solved, satisfied) in last.items()
        if solved == CallBack.Solved.YES and satisfied in GOOD
    }  # fmt: skip


def _results(idents: Sequence[int]) -> dict[int, str]:
    """The last result of each case, as it was told to the person."""
    notes = Note.objects.filter(case_id__in=idents, kind=NoteKind.RESULT).order_by("pk")
    return dict(notes.values_list("case_id", "text"))


def _usual(case: Case) -> frozenset[str]:
    """Sentences that many answers of the unit have."""
    if case.lead_unit_id is None:
        return frozenset()
    newest = Case.objects.filter(lead_unit_id=case.lead_unit_id).exclude(pk=case.pk)
    idents = list(newest.order_by("-received_at", "-id").values_list("pk", flat=True)[:RECENT])
    use: dict[str, int] = {}
    for text in _results(idents).values():
        for sentence in {compared(one.text) for one in sentences(text)}:
            use[sentence] = use.get(sentence, 0) + 1
    return frozenset(sentence for sentence, times in use.items() if times >= OFTEN)
