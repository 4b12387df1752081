"""Which answers stand before the form for a text: "call 119 now", "ask the court". All reads."""

from __future__ import annotations

from huiying.cases.public_models import Stop
from huiying.lib.text import normalise


def stops_for(text: str) -> list[Stop]:
    """The answers whose words occur in the text, in the order the administrator gave them."""
    said = normalise(text)
    return [stop for stop in Stop.objects.filter(active=True) if _occurs(stop, said)]


def _occurs(stop: Stop, said: str) -> bool:
    words = (normalise(line) for line in stop.words.splitlines())
    return any(word in said for word in words if word)
