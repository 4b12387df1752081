"""What can be done to a case: an address for each verb of the table, one call of the house each."""

from __future__ import annotations

import re
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form, Header, Router, Schema, Status, UploadedFile

from huiying.api import bodies, shapes
from huiying.api.acts import ACTS, Act, Doing
from huiying.api.callers import caller_of
from huiying.api.cases import Number
from huiying.api.refusals import BadVersion, NoVersion
from huiying.api.shapes import CaseTold
from huiying.cases import access
from huiying.cases import actions as cases
from huiying.cases.refusals import NoSuchCase
from huiying.cases.rules.workflow import VERBS, Verb

router = Router(tags=["verbs"])
IfMatch = Annotated[
    str | None, Header(alias="If-Match", description="The ETag of the case, or * for any.")
]
VERSION = re.compile(r'(?:W/)?"([0-9]{1,9})(?:-[0-9a-f]+)?"')


ALONE = frozenset({"attach", "reveal"})  # not a JSON body, not a change


def version_of(header: str | None) -> int | None:
    """The version that If-Match names; None for any. Raises NoVersion, BadVersion."""
    if header is None:
        raise NoVersion
    if header.strip() == "*":
        return None
    if (match := VERSION.fullmatch(header.strip())) is None:
        raise BadVersion
    return int(match[1])


def _done(
    request: HttpRequest,
    number: str,
    header: str | None,
    act: Act,
    sent: Any,
) -> Status[CaseTold | None]:
    """Do it, and tell the case as it is now; nothing when the caller has it no more."""
    caller = caller_of(request)
    case = access.get_case(caller.actor, number, whole=False)
    act.call(Doing(case, caller, version_of(header), sent))
    try:
        case = access.get_case(caller.actor, number)
    except NoSuchCase:  # the act took it out of the caller's sight, as a return does
        return Status(204, None)
    request.huiying_version = case.version  # type: ignore[attr-defined]
    return Status(200, shapes.told(caller.actor, case))


def _mount(verb: Verb, act: Act) -> None:
    def view(
        request: HttpRequest,
        number: Number,
        sent: Any,
        if_match: IfMatch = None,
    ) -> Status[CaseTold | None]:
        return _done(request, number, if_match, act, sent)

    view.__annotations__["sent"] = act.body
    router.add_api_operation(
        f"/{{number}}/{verb.name}",
        ["POST"],
        view,
        response={200: CaseTold, 204: None},
        operation_id=verb.name,
        summary=verb.label,
        description=_about(verb),
    )


def _about(verb: Verb) -> str:
    to = f" → {verb.target.value}" if verb.target else ""
    states = ", ".join(sorted(state.value for state in verb.sources))
    return f"In {states}{to}. By {', '.join(sorted(verb.by))}."


for _verb in VERBS:
    if _verb.name in ACTS:
        _mount(_verb, ACTS[_verb.name])


@router.post(
    "/{number}/attach", response={200: CaseTold, 204: None}, operation_id="attach",
    summary="上传附件",
)  # fmt: skip
def attach(
    request: HttpRequest,
    number: Number,
    files: Annotated[list[UploadedFile], File()],
    to_person: Annotated[bool, Form()] = False,  # noqa: FBT002 (a field of a form)
    if_match: IfMatch = None,
) -> Status[CaseTold | None]:
    """Put files on a case, all of them or none; checked by content, pictures without metadata."""
    act = Act(
        lambda doing: cases.attach(**doing.who, uploads=files, to_person=to_person), bodies.Nothing
    )
    return _done(request, number, if_match, act, None)


class Contact(Schema):
    name: str
    phone: str
    email: str


@router.post("/{number}/reveal", response=Contact, operation_id="reveal", summary="查看联系方式")
def reveal(request: HttpRequest, number: Number, sent: bodies.Purpose) -> Contact:
    """Who raised the case, for those who may know. The look stays in the journal with its why."""
    caller = caller_of(request)
    case = access.get_case(caller.actor, number, whole=False)
    found = cases.reveal(case_id=case.pk, actor=caller.actor, at=caller.at, purpose=sent.purpose)
    return Contact(name=found.name, phone=found.phone, email=found.email)
