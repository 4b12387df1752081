"""The only writers of checks, call-backs and closes."""

from huiying.oversight.actions.checking import rework, verify
from huiying.oversight.actions.claiming import claim
from huiying.oversight.actions.closing import (
    Answers,
    call_back,
    close,
    decide_excuse,
    propose_excuse,
    reopen,
)

__all__ = [
    "Answers",
    "call_back",
    "claim",
    "close",
    "decide_excuse",
    "propose_excuse",
    "reopen",
    "rework",
    "verify",
]
