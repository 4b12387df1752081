"""The only writes of whistles."""

from huiying.whistles.actions.blowing import (
    Call,
    NewWhistle,
    blow,
    numbers_of,
    summon,
    withdraw,
)
from huiying.whistles.actions.concluding import assess, conclude, rate
from huiying.whistles.actions.reporting import (
    arrive,
    contribute,
    overrule,
    refuse,
    sign,
    uphold,
)

__all__ = [
    "Call",
    "NewWhistle",
    "arrive",
    "assess",
    "blow",
    "conclude",
    "contribute",
    "numbers_of",
    "overrule",
    "rate",
    "refuse",
    "sign",
    "summon",
    "uphold",
    "withdraw",
]
