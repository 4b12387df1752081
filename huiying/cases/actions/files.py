"""Files of a case: attach, remove, show to the person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import File
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from huiying.accounts.actors import Actor
from huiying.cases import access
from huiying.cases.actions.core import Deed, act, check_state
from huiying.cases.events import Attached, AttachmentRemoved, AttachmentShared
from huiying.cases.files import NoSuchAttachment, one_of
from huiying.cases.models import Attachment, Case, Note
from huiying.cases.refusals import Missing, NoSuchCase
from huiying.cases.rules.workflow import BY_NAME, DESK
from huiying.files.actions import store
from huiying.files.models import StoredFile
from huiying.files.places import most_per_act
from huiying.files.rules.kinds import KEPT, plain_name
from huiying.files.rules.refusals import TooMany
from huiying.journal.queries import history
from huiying.lib.errors import Refused

# An upload of a form, or bytes with their name.
Upload = File[bytes] | tuple[str, bytes]


class NotYourFile(Refused):
    code = "not_your_file"
    message = _("附件“%(name)s”由 %(who)s 上传，您不能移除。")
    hint = _("请联系上传人，或请话务员、派单员、督办员移除。")


def attach(
    *,
    case_id: int,
    actor: Actor,
    at: datetime,
    uploads: Sequence[Upload],
    to_person: bool = False,
    note_id: int | None = None,
    version: int | None = None,
) -> list[Attachment]:
    """Put files on a case; all of them or none. A file that is there already is not put twice.

    ``note_id``: the words the files belong to. Raises TooMany and the BadFile refusals.
    """
    if not uploads:
        raise Missing(field=gettext("文件"))
    if len(uploads) > most_per_act():
        raise TooMany(count=len(uploads), most=most_per_act())
    _may_attach(case_id, actor)
    # Photos are redrawn before the case is locked: nobody waits for that.
    stored = [_store(upload, at) for upload in uploads]
    with act("attach", case_id, actor=actor, at=at, version=version) as deed:
        if note_id is not None and not Note.objects.filter(pk=note_id, case=deed.case).exists():
            raise NoSuchAttachment
        made = [_attach(deed, file, name, note_id, to_person=to_person) for file, name in stored]
    return made


def _may_attach(case_id: int, actor: Actor) -> None:
    """Say no before the work, not after; `act` decides again under the lock."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise NoSuchCase(number=case_id)
    access.check(actor, BY_NAME["attach"], case)
    check_state(BY_NAME["attach"], case)


def _store(upload: Upload, at: datetime) -> tuple[StoredFile, str]:
    name, content = upload if isinstance(upload, tuple) else (upload.name or "", upload)
    file = store(content, name, at, proof=True)
    return file, plain_name(name, KEPT[file.media_type].extension)


def _attach(
    deed: Deed, file: StoredFile, name: str, note_id: int | None, *, to_person: bool
) -> Attachment:
    here = Attachment.objects.filter(case=deed.case, file=file, removed_at=None)
    if known := here.filter(Q(note_id=note_id)).first():
        return known
    made = Attachment.objects.create(
        case=deed.case,
        file=file,
        note_id=note_id,
        name=name,
        at=deed.at,
        author_name=deed.actor.name,
        to_person=to_person,
    )
    deed.tell(
        Attached(deed.case.pk, note_id=note_id, attachment_id=made.pk, digest=file.digest[:32])
    )
    return made


def remove_attachment(
    *, case_id: int, attachment_id: int, actor: Actor, at: datetime, version: int | None = None
) -> Attachment:
    """Take a file off the case: nobody sees it any more, the journal tells who took it off.

    One's own, or any by the hotline's desk: a unit cannot make a resident's photo disappear.
    After the end of a case only those who may still tell the person something can do it.
    """
    with act(_while_open(case_id), case_id, actor=actor, at=at, version=version) as deed:
        attachment = one_of(deed.case, attachment_id)
        if not actor.has(*DESK) and _author_of(deed.case, attachment) != actor.id:
            raise NotYourFile(name=attachment.name, who=attachment.author_name)
        attachment.removed_at = at
        attachment.save(update_fields=["removed_at"])
        deed.tell(AttachmentRemoved(deed.case.pk, attachment_id=attachment.pk))
    return attachment


def _while_open(case_id: int) -> str:
    return "attach" if Case.objects.filter(pk=case_id, open=True).exists() else "message"


def _author_of(case: Case, attachment: Attachment) -> int | None:
    """Who uploaded it, as the journal knows; 0 when nobody with an account did."""
    for line in history("case", case.pk):
        if line.event == "Attached" and line.data.get("attachment_id") == attachment.pk:
            return line.actor_id or 0
    return 0


def share_attachment(
    *,
    case_id: int,
    attachment_id: int,
    actor: Actor,
    at: datetime,
    to_person: bool,
    version: int | None = None,
) -> Attachment:
    """Show a file to the person on the tracking page, or take it back from there.

    It is a way of telling the person something, so it needs the same right.
    """
    with act("message", case_id, actor=actor, at=at, version=version) as deed:
        attachment = one_of(deed.case, attachment_id)
        if attachment.to_person != to_person:
            attachment.to_person = to_person
            attachment.save(update_fields=["to_person"])
            deed.tell(
                AttachmentShared(deed.case.pk, attachment_id=attachment.pk, to_person=to_person)
            )
    return attachment
