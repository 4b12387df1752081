"""The only writers of the knowledge base: one verb, one function."""

from huiying.knowledge.actions.answering import take_in
from huiying.knowledge.actions.course import publish, restore, retire, review
from huiying.knowledge.actions.importing import Imported, import_file
from huiying.knowledge.actions.writing import Facts, edit, write

__all__ = [
    "Facts",
    "Imported",
    "edit",
    "import_file",
    "publish",
    "restore",
    "retire",
    "review",
    "take_in",
    "write",
]
