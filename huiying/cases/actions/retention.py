"""Keeping no longer than needed: anonymise 匿名 and destroy 销毁, each case in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from huiying.accounts.actors import Actor, system
from huiying.accounts.roles import Role
from huiying.cases import people
from huiying.cases.actions.intake import search_text
from huiying.cases.due import Item, plan, quiet
from huiying.cases.events import Anonymised, CaseEvent, Destroyed
from huiying.cases.models import (
    Attachment,
    Case,
    DestroyedNumber,
    Reporter,
    Request,
    RetentionRecord,
)
from huiying.cases.refusals import NotYours
from huiying.cases.rules.retention import Act, number_digest, scrub_json, scrubber
from huiying.files.actions import discard
from huiying.journal import actions as journal
from huiying.journal.queries import history
from huiying.lib.cipher import CannotOpen
from huiying.search import index

BATCH = 500  # cases per run of the clock
WORDS = ("title", "body", "address")
SHORTEST = 60  # shorter columns hold codes and names of the service's own people


@dataclass
class Done:
    """What was done; ``passed`` cases had changed between the plan and their turn."""

    anonymised: int = 0
    destroyed: int = 0
    passed: int = 0


def apply_due(at: datetime) -> Done:
    """The clock's entry: a batch of what is due, in the name of the system."""
    return apply(at=at, actor=system(_("保存期限")), most=BATCH)


def apply(*, at: datetime, actor: Actor, most: int | None = None) -> Done:
    """Do what `plan` lists, case by case. A stop half-way leaves whole cases only; run again.

    Raises NotYours for anybody but the system and administrators.
    """
    if not actor.has(Role.ADMINISTRATOR):
        roles = str(Role.ADMINISTRATOR.label)
        raise NotYours(number="", verb=_("执行保存期限"), roles=roles)
    done = Done()
    for item in plan(at, most).items:
        with transaction.atomic():
            case = _still(item)
            if case is None:
                done.passed += 1
            elif item.act is Act.DESTROY:
                _destroy(case, item, actor, at)
                done.destroyed += 1
            else:
                _anonymise(case, item, actor, at)
                done.anonymised += 1
    return done


def _still(item: Item) -> Case | None:
    """The case, locked, if it is as it was planned: not reopened, not merged, not touched."""
    if not Case.objects.filter(quiet(), pk=item.case_id).exists():
        return None
    locked = Case.objects.select_for_update()
    case = locked.filter(pk=item.case_id, open=False, closed_at=item.closed_at).first()
    children = Case.objects.filter(Q(master=item.case_id) | Q(parent=item.case_id))
    if item.act is Act.DESTROY and children.exists():
        return None
    return case


def _anonymise(case: Case, item: Item, actor: Actor, at: datetime) -> None:
    scrub = scrubber(*_known(case.reporter))
    files = _drop_files_of_person(case)
    _scrub_belongings(case, scrub)
    if case.reporter is not None:
        people.fill(case.reporter, people.Contact())
        case.reporter.anonymised_at = at
        case.reporter.save()
    for name in WORDS:
        setattr(case, name, scrub(getattr(case, name)))
    case.extra = scrub_json(case.extra, scrub)
    case.anonymised_at = at
    case.version += 1
    case.changed_at = at
    case.save(update_fields=[*WORDS, "extra", "anonymised_at", "version", "changed_at"])
    index.put([(case.pk, search_text(case))])
    _register(item, Anonymised(case.pk, rule=item.rule), actor, at)
    discard(files, at)


def _known(reporter: Reporter | None) -> tuple[str, str, str]:
    """The contact in clear for this moment; when the keys are lost it is forgotten unread."""
    if reporter is None:
        return "", "", ""
    try:
        contact = people.open_contact(reporter)
    except CannotOpen:
        return "", "", ""
    return contact.name, contact.phone, contact.email


def _drop_files_of_person(case: Case) -> list[int]:
    """Remove what nobody with an account uploaded, except the work of outside parties, and what
    was taken off the case before."""
    answers = Request.objects.filter(case=case, to=Request.To.PARTY, answer__isnull=False)
    uploaded = {
        int(line.data["attachment_id"])
        for line in history("case", case.pk, most=5000)
        if line.event == "Attached" and line.actor_id is not None
    }
    ours = Q(pk__in=uploaded) | Q(note__in=answers.values("answer"))
    theirs = Attachment.objects.filter(~ours | Q(removed_at__isnull=False), case=case)
    files = list(theirs.values_list("file_id", flat=True))
    theirs.delete()
    return files


def _scrub_belongings(case: Case, scrub: Callable[[str], str]) -> None:
    """Free texts of everything that belongs to the case, whichever app keeps it."""
    for model, key in _belongings():
        names = [field.attname for field in model._meta.concrete_fields if _is_prose(field)]  # noqa: SLF001
        for row in model._base_manager.filter(**{key: case.pk}) if names else ():  # noqa: SLF001
            clean = {name: scrub(getattr(row, name)) for name in names}
            changed = [name for name, text in clean.items() if text != getattr(row, name)]
            for name in changed:
                setattr(row, name, clean[name])
            if changed:
                row.save(update_fields=changed)


def _is_prose(field: models.Field[Any, Any]) -> bool:
    if not isinstance(field, models.CharField | models.TextField) or field.unique or field.choices:
        return False
    return field.max_length is None or field.max_length >= SHORTEST


def _belongings() -> list[tuple[type[models.Model], str]]:
    """The models whose rows go with a case, and the name of their key to it."""
    return [
        (relation.related_model, relation.field.attname)
        for relation in Case._meta.get_fields(include_hidden=True)  # noqa: SLF001
        if isinstance(relation, models.ManyToOneRel)
        and relation.related_model is not Case
        and relation.on_delete is models.CASCADE
    ]


def _destroy(case: Case, item: Item, actor: Actor, at: datetime) -> None:
    files = list(Attachment.objects.filter(case=case).values_list("file_id", flat=True))
    reporter, ident = case.reporter, case.pk
    _delete_belongings(case)
    case.delete()
    if case.source_number:
        digest = number_digest(case.source, case.source_number)
        DestroyedNumber.objects.update_or_create(digest=digest, defaults={"at": at})
    if reporter is not None:
        reporter.delete()
    index.drop([ident])
    _register(item, Destroyed(ident, number=item.number, rule=item.rule), actor, at)
    discard(files, at)


def _delete_belongings(case: Case) -> None:
    """Delete in an order that protected references allow, found by trying."""
    waiting = _belongings()
    while waiting:
        protected = []
        for model, key in waiting:
            try:
                model._base_manager.filter(**{key: case.pk}).delete()  # noqa: SLF001
            except ProtectedError as problem:
                protected.append((model, key))
                last = problem
        if len(protected) == len(waiting):
            raise last
        waiting = protected


def _register(item: Item, event: CaseEvent, actor: Actor, at: datetime) -> None:
    RetentionRecord.objects.create(
        at=at,
        act=item.act,
        case_number=item.number,
        category_name=item.category,
        closed_at=item.closed_at,
        rule=item.rule,
    )
    journal.record(event, by=actor.by, at=at)
