"""The facts of a case: classification, cause, the reporter's data, and looking at it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.accounts.actors import Actor
from huiying.cases import access, people
from huiying.cases.actions.core import act, lock, only
from huiying.cases.actions.intake import search_text
from huiying.cases.events import CauseSet, Classified, ReporterCorrected, ReporterShown
from huiying.cases.kinds import NoteKind
from huiying.cases.models import Case, Cause
from huiying.cases.refusals import BadValue, Missing
from huiying.journal import actions as journal
from huiying.search import index

# What may be put right, and its name on the page. Times, numbers and states are never edited.
CORRECTABLE: dict[str, str] = {
    "title": gettext_noop("标题"),
    "body": gettext_noop("内容"),
    "address": gettext_noop("地址"),
    "kind": gettext_noop("诉求类型"),
    "level": gettext_noop("级别"),
    "category_id": gettext_noop("分类"),
    "area_id": gettext_noop("区划"),
    "lon": gettext_noop("经度"),
    "lat": gettext_noop("纬度"),
    "confidential": gettext_noop("要求保密"),
    "accused_unit_id": gettext_noop("被反映单位"),
    "accused_person_id": gettext_noop("被反映人"),
}
TEXTS = frozenset({"title", "body", "address"})


def classify(
    *,
    case_id: int,
    actor: Actor,
    at: datetime,
    changes: dict[str, Any],
    text: str = "",
    version: int | None = None,
) -> Case:
    """Put right what was recorded, with a reason; before and after go to the journal.

    Texts are journalled as "changed", not word for word, because they may name people.
    """
    if unknown := set(changes) - set(CORRECTABLE):
        raise BadValue(field="、".join(sorted(unknown)), why=_("这一项不能更正。"))
    with act("classify", case_id, actor=actor, at=at, version=version) as deed:
        changed = {
            name: [getattr(deed.case, name), value]
            for name, value in changes.items()
            if getattr(deed.case, name) != value
        }
        if not changed:
            raise Missing(field=_("要更正的内容"))
        if not str(changes.get("title", deed.case.title)).strip():
            raise Missing(field=_("标题"))
        for name, (_before, after) in changed.items():
            setattr(deed.case, name, after)
        note = deed.write_if(NoteKind.REASON, text)
        if TEXTS & set(changed):
            index.put([(deed.case.pk, search_text(deed.case))])
        told = {n: ["…", "…"] if n in TEXTS else pair for n, pair in changed.items()}
        only(Classified, deed, note, changes=told)
    return deed.case


def set_cause(
    *, case_id: int, actor: Actor, at: datetime, cause_id: int | None, version: int | None = None
) -> Case:
    """Record why such a thing happens; None takes the cause away again."""
    if cause_id is not None and not Cause.objects.filter(pk=cause_id, active=True).exists():
        raise BadValue(field=_("成因"), why=_("没有这个成因，或已停用。"))
    with act("set_cause", case_id, actor=actor, at=at, version=version) as deed:
        deed.case.cause_id = cause_id
        only(CauseSet, deed, cause_id=cause_id)
    return deed.case


def correct_reporter(
    *,
    case_id: int,
    actor: Actor,
    at: datetime,
    contact: people.Contact,
    text: str,
    keep_empty: bool = False,
    version: int | None = None,
) -> Case:
    """Put right the reporter's name, phone or e-mail; which fields changed leaves a trace.

    With ``keep_empty`` an empty field of ``contact`` means "as it was", for a form that must not
    show what it corrects.
    """
    with act("correct_reporter", case_id, actor=actor, at=at, version=version) as deed:
        access.check_reporter(actor, deed.case)
        note = deed.write(NoteKind.REASON, text)
        reporter = deed.case.reporter
        before = people.open_contact(reporter) if reporter else people.Contact()
        if keep_empty:
            contact = people.Contact(
                **{k: v or asdict(before)[k] for k, v in asdict(contact).items()}
            )
        changed = tuple(k for k, v in asdict(contact).items() if asdict(before)[k] != v.strip())
        if not changed:
            raise Missing(field=_("要更正的内容"))
        if reporter is None:
            deed.case.reporter = reporter = people.seal(contact)
        people.fill(reporter, contact).save()
        deed.case.reporter_id = reporter.pk
        only(ReporterCorrected, deed, note, fields=changed)
    return deed.case


def reveal(*, case_id: int, actor: Actor, at: datetime, purpose: str = "") -> people.Contact:
    """Show the reporter's name and phone. The look itself is kept in the journal."""
    with transaction.atomic():
        case = lock(case_id)
        access.check_reporter(actor, case)
        contact = people.open_contact(case.reporter) if case.reporter else people.Contact()
        journal.record(ReporterShown(case.pk, purpose=purpose[:80]), by=actor.by, at=at)
    return contact
