"""A report with its photos, as one act of the person who sends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huiying.accounts.actors import Actor
from huiying.cases.actions.files import Upload, attach
from huiying.cases.models import Case
from huiying.dispatch.actions.handling import report


def report_with_files(
    *,
    case_id: int,
    actor: Actor,
    at: datetime,
    text: str,
    uploads: Sequence[Upload] = (),
    to_person: bool = False,
    cause_id: int | None = None,
    version: int | None = None,
) -> Case:
    """Put the evidence on the case, then report.

    Two transactions on purpose: redrawing photos takes long and must not hold the lock. When the
    report is refused the photos stay; sent again with it they are not put twice.
    """
    if uploads:
        attach(
            case_id=case_id, actor=actor, at=at, uploads=uploads, to_person=to_person,
            version=version,
        )  # fmt: skip
        version = None if version is None else version + 1  # the photos' own step
    return report(
        case_id=case_id, actor=actor, at=at, text=text, cause_id=cause_id, version=version
    )
