"""The only writers of assignments, clocks and rules."""

from huiying.dispatch.actions.assigning import Why, call_in, designate, dispatch, recall, transfer
from huiying.dispatch.actions.clock import (
    ask_extension,
    ask_suspension,
    decide_extension,
    decide_suspension,
    resume,
    resume_due,
)
from huiying.dispatch.actions.evidence import report_with_files
from huiying.dispatch.actions.grouping import merge
from huiying.dispatch.actions.handling import (
    contact,
    contribute,
    name_handler,
    progress,
    report,
    return_case,
    sign,
)
from huiying.dispatch.actions.rulebook import (
    RuleInput,
    draft,
    move_rule,
    publish,
    put_rule,
    remove_rule,
)

__all__ = [
    "RuleInput",
    "Why",
    "ask_extension",
    "ask_suspension",
    "call_in",
    "contact",
    "contribute",
    "decide_extension",
    "decide_suspension",
    "designate",
    "dispatch",
    "draft",
    "merge",
    "move_rule",
    "name_handler",
    "progress",
    "publish",
    "put_rule",
    "recall",
    "remove_rule",
    "report",
    "report_with_files",
    "resume",
    "resume_due",
    "return_case",
    "sign",
    "transfer",
]
