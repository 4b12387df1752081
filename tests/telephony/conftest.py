"""An exchange that tells of 刘洋's calls to 王芳's extension."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from huiying.telephony import actions
from huiying.telephony.models import Call
from tests.city import NOW, City, build

SECRET = "geheim-" + "0" * 32
NUMBER = "19900001111"
Tell = Callable[..., Call]


@pytest.fixture
def city(db: None) -> City:
    return build()


@pytest.fixture(autouse=True)
def connected(settings: Settings) -> None:
    settings.TELEPHONY_SECRET = (SECRET,)


def message(kind: str, at: datetime, ident: str, call: str = "c1", **more: Any) -> bytes:
    """What an exchange sends; ``number`` and ``extension`` belong to the call."""
    of_call: dict[str, Any] = {"id": call}
    of_call |= {key: more.pop(key) for key in ("number", "extension", "direction") if key in more}
    said = {"id": ident, "type": f"call.{kind}", "at": at.isoformat(), "call": of_call, **more}
    return json.dumps(said).encode()


@pytest.fixture
def tell(city: City) -> Tell:
    """Tell of a call: ``tell("ringing", at, number=…)``; every message has an id of its own."""
    numbers = count(1)

    def say(kind: str, at: datetime = NOW, call: str = "c1", **more: Any) -> Call:
        body = message(kind, at, f"e{next(numbers)}", call, **more)
        return actions.take_message(body=body, at=at)[0]

    return say


def sit(city: City, name: str = "wang", number: str = "8001") -> None:
    actions.sit(number=number, actor=city.actor(name), at=NOW)
