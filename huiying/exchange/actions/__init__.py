"""The only writers of exchange: files in."""

from huiying.exchange.actions.files import Outcome, import_file
from huiying.exchange.actions.runs import Choice, choose, discard, resume, start, upload

__all__ = ["Choice", "Outcome", "choose", "discard", "import_file", "resume", "start", "upload"]
