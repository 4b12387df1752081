"""All reads of the files of a case, and who may have one."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huiying.accounts.actors import Actor
from huiying.cases import access
from huiying.cases.models import Attachment, Case
from huiying.lib.errors import Refused


class NoSuchAttachment(Refused):
    code = "no_such_attachment"
    message = _("没有找到这个附件，它可能已被移除。")
    hint = _("请刷新案件页面，查看现有的附件。")


def attachment_for(actor: Actor, case_number: str, attachment_id: int) -> Attachment:
    """A file of a case (``.file`` is loaded), for whoever may see the case.

    Raises NoSuchCase as if the case did not exist, NoSuchAttachment.
    """
    return one_of(access.get_case(actor, case_number), attachment_id)


def attachment_for_person(case: Case, attachment_id: int) -> Attachment:
    """A file the person may see; the caller has checked that it is the person's case."""
    attachment = one_of(case, attachment_id)
    if not attachment.to_person:
        raise NoSuchAttachment
    return attachment


def one_of(case: Case, attachment_id: int) -> Attachment:
    """A file of the case that was not removed."""
    here = Attachment.objects.select_related("file").filter(case=case, removed_at=None)
    attachment = here.filter(pk=attachment_id).first()
    if attachment is None:
        raise NoSuchAttachment
    return attachment


def attachments_of(case: Case, *, to_person: bool = False) -> list[Attachment]:
    """The files of a case in the order they came; with ``to_person`` those the person may see."""
    here = Attachment.objects.select_related("file").filter(case=case, removed_at=None)
    return list(here.filter(to_person=True) if to_person else here)
