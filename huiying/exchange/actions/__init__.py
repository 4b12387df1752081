"""The only writers of exchange: files in, and files out."""

from huiying.exchange.actions.exporting import again, ask, remove, send_cases, send_sheet
from huiying.exchange.actions.files import Outcome, import_file
from huiying.exchange.actions.runs import Choice, choose, discard, resume, start, upload
from huiying.exchange.actions.snapshot import take_snapshot

__all__ = [
    "Choice",
    "Outcome",
    "again",
    "ask",
    "choose",
    "discard",
    "import_file",
    "remove",
    "resume",
    "send_cases",
    "send_sheet",
    "start",
    "take_snapshot",
    "upload",
]
