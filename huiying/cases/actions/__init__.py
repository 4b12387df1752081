"""The only writers of cases: one verb, one function."""

from huiying.cases.actions.answers import answer_with_files
from huiying.cases.actions.arrival import Outcome, take_in
from huiying.cases.actions.facts import classify, correct_reporter, reveal, set_cause
from huiying.cases.actions.files import attach, remove_attachment, share_attachment
from huiying.cases.actions.grouping import Part, merge, split, unmerge
from huiying.cases.actions.intake import NewCase, answer, decline, file, receive, void
from huiying.cases.actions.words import (
    answer_request,
    ask,
    entrust,
    expire_requests,
    message,
    note,
    withdraw_request,
)

__all__ = [
    "NewCase",
    "Outcome",
    "Part",
    "answer",
    "answer_request",
    "answer_with_files",
    "ask",
    "attach",
    "classify",
    "correct_reporter",
    "decline",
    "entrust",
    "expire_requests",
    "file",
    "merge",
    "message",
    "note",
    "receive",
    "remove_attachment",
    "reveal",
    "set_cause",
    "share_attachment",
    "split",
    "take_in",
    "unmerge",
    "void",
    "withdraw_request",
]
