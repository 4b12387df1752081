"""The only writers of the telephone: one verb, one function."""

from huiying.telephony.actions.calls import forget, take_message, wipe
from huiying.telephony.actions.desk import (
    leave,
    open_call,
    put_through,
    show_recording,
    sit,
    supplement,
    take_in,
)
from huiying.telephony.actions.recalls import done, fail, give_up, release, take

__all__ = [
    "done",
    "fail",
    "forget",
    "give_up",
    "leave",
    "open_call",
    "put_through",
    "release",
    "show_recording",
    "sit",
    "supplement",
    "take",
    "take_in",
    "take_message",
    "wipe",
]
