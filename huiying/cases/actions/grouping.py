"""Several cases about one matter, several matters in one case: merge, unmerge, split."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.accounts.actors import Actor
from huiying.cases.actions.core import Deed, act, lock, only, touch
from huiying.cases.actions.intake import NewCase, build, next_numbers, received, search_text
from huiying.cases.events import DuplicateTaken, Merged, SplitOff, Unmerged
from huiying.cases.kinds import NoteKind
from huiying.cases.models import Case
from huiying.cases.refusals import Missing, NotMergeable
from huiying.cases.rules.workflow import State
from huiying.search import index


@dataclass(frozen=True, slots=True)
class Part:
    """One of several matters in a report."""

    title: str
    body: str = ""
    category_id: int | None = None
    kind: str = ""


def merge(
    *,
    case_id: int,
    master_id: int,
    actor: Actor,
    at: datetime,
    text: str = "",
    version: int | None = None,
) -> Case:
    """Link a duplicate to its master. Its words, person and files stay; it ends with the master.

    The person of the duplicate keeps a voice: answers given to the master reach it too.
    """
    with act("merge", case_id, actor=actor, at=at, version=version) as deed:
        master = _master_for(deed, master_id)
        note = deed.write_if(NoteKind.REASON, text)
        for duplicate in Case.objects.filter(master=deed.case):  # a tree of depth one
            duplicate.master = master
            duplicate.save(update_fields=["master"])
        deed.case.master = master
        touch(master, at)
        only(Merged, deed, note, master_id=master.pk)
        deed.tell(DuplicateTaken(master.pk, duplicate_id=deed.case.pk))
    return deed.case


def _master_for(deed: Deed, master_id: int) -> Case:
    number = deed.case.number
    if master_id == deed.case.pk:
        raise NotMergeable(number=number, master=number, why=_("不能并入自身。"))
    master = lock(master_id)
    if master.master_id is not None:
        raise NotMergeable(number=number, master=master.number, why=_("它本身已经并入别的案件。"))
    if not master.open:
        raise NotMergeable(number=number, master=master.number, why=_("它已经办结。"))
    if deed.case.parts.filter(open=True).exists():
        raise NotMergeable(number=number, master=master.number, why=_("它还有未办结的分项。"))
    return master


def unmerge(
    *, case_id: int, actor: Actor, at: datetime, text: str, version: int | None = None
) -> Case:
    """Take a duplicate out again; it waits for dispatch with everything it had."""
    with act("unmerge", case_id, actor=actor, at=at, version=version) as deed:
        note = deed.write(NoteKind.REASON, text)
        master_id = deed.case.master_id
        deed.case.master = None
        deed.case.lead_unit_id = None
        deed.case.due_at = deed.case.dispatched_at = None
        only(Unmerged, deed, note, master_id=master_id)
    return deed.case


def split(
    *, case_id: int, actor: Actor, at: datetime, parts: list[Part], version: int | None = None
) -> list[Case]:
    """Make a case of each of several matters; the parent stays as the one voice to the person.

    Parts carry no contact data: the person hears from the parent. The parent can only be closed
    when all its parts have ended.
    """
    if len(parts) < 2 or any(not part.title.strip() for part in parts):
        raise Missing(field=_("至少两个分项的标题"))
    with act("split", case_id, actor=actor, at=at, version=version) as deed:
        made = [
            _part(deed.case, part, number, at)
            for part, number in zip(parts, next_numbers(at, len(parts)), strict=True)
        ]
        index.put([(case.pk, search_text(case)) for case in made])
        only(SplitOff, deed, part_ids=tuple(case.pk for case in made))
        for case in made:
            deed.tell(received(case))
    return made


def _part(parent: Case, part: Part, number: str, at: datetime) -> Case:
    new = NewCase(
        kind=part.kind or parent.kind,
        channel=parent.channel,
        title=part.title,
        body=part.body,
        address=parent.address,
        area_id=parent.area_id,
        category_id=part.category_id,
        level=parent.level,
        lon=parent.lon,
        lat=parent.lat,
        confidential=parent.confidential,
        accused_unit_id=parent.accused_unit_id,
        accused_person_id=parent.accused_person_id,
    )
    case = build(new, number=number, at=at)
    case.parent = parent
    case.state = State.FILED
    case.save(force_insert=True)
    return case
