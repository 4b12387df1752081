"""我也遇到: a further voice on a public case, instead of a second case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from huiying.accounts.actors import system
from huiying.cases.actions.core import lock, words_of, write_note
from huiying.cases.events import CaseEvent
from huiying.cases.kinds import NoteKind
from huiying.cases.models import Case
from huiying.cases.public import is_public
from huiying.cases.public_models import Voice
from huiying.journal import actions as journal
from huiying.lib.errors import Refused
from huiying.lib.numbers import tracking_code

RESIDENT = system("诉求人")


@dataclass(frozen=True, slots=True)
class Voiced(CaseEvent):
    """Somebody else met the same thing; ``number`` is how many further voices there are now."""

    number: int = 0


class NotOpenToVoices(Refused):
    code = "not_open_to_voices"
    message = _("这件事已经办结或不再公开，不能再加入。")
    hint = _("请继续填写，作为新的诉求提交。")


def add_voice(*, number: str, at: datetime, key: str, text: str = "") -> Voice:
    """Add a voice; the person's own words, if any, become an internal remark for the handler.

    ``key``: sent twice, the same voice comes back. The case's version stays: nobody's form at the
    desk becomes stale because one more person says so. Raises NotOpenToVoices.
    """
    if known := Voice.objects.filter(key=key).first():
        return known
    try:
        with transaction.atomic():
            return _add(number, at, key, text.strip())
    except IntegrityError:  # two clicks at the same moment: the other one has won
        return Voice.objects.get(key=key)


def _add(number: str, at: datetime, key: str, text: str) -> Voice:
    ident = Case.objects.filter(number=number, open=True).values_list("pk", flat=True).first()
    if ident is None or not is_public(ident):
        raise NotOpenToVoices
    case = lock(ident)
    if not case.open:
        raise NotOpenToVoices
    voice = Voice.objects.create(case=case, key=key, code=tracking_code(), at=at)
    words = write_note(case, NoteKind.REMARK, text, RESIDENT, at) if text else None
    count = Voice.objects.filter(case=case).count()
    event = Voiced(case.pk, **words_of(words), number=count)  # type: ignore[arg-type]
    journal.record(event, by=RESIDENT.by, at=at)
    return voice
