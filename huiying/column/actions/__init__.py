"""The only writes of the column."""

from huiying.column.actions.comments import comment, decide, forget_refused
from huiying.column.actions.course import (
    answer,
    approve,
    close,
    extend,
    publish,
    reject,
    relapse,
    withdraw,
)
from huiying.column.actions.editing import Facts, draft, edit
from huiying.column.actions.pictures import add_pictures, box, remove_picture, take_from_case
from huiying.column.actions.register import reckon

__all__ = [
    "Facts",
    "add_pictures",
    "answer",
    "approve",
    "box",
    "close",
    "comment",
    "decide",
    "draft",
    "edit",
    "extend",
    "forget_refused",
    "publish",
    "reckon",
    "reject",
    "relapse",
    "remove_picture",
    "take_from_case",
    "withdraw",
]
