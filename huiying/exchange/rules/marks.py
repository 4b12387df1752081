"""What a file said about a case, fact by fact, in a few bytes: to see what a later file changed."""

from __future__ import annotations

from hashlib import blake2b

# The order is the order of the bytes: new facts are added at the end, none is ever removed.
FACTS = (
    "kind", "channel", "level", "title", "body", "category", "area", "address", "point",
    "received", "due", "contact", "state", "reply", "unit", "answers", "extra",
)  # fmt: skip
SIZE = 6


def mark(value: object) -> bytes:
    """48 bits of a fact, zeros for nothing."""
    if value in (None, "", (), {}):
        return bytes(SIZE)
    text = value if type(value) is str else repr(value)
    return blake2b(text.encode(errors="replace"), digest_size=SIZE).digest()


def marks_of(facts: dict[str, object]) -> bytes:
    """The marks of all facts; ``facts`` has every name of FACTS."""
    return b"".join([mark(facts[name]) for name in FACTS])


def changed(before: bytes, after: bytes) -> tuple[str, ...]:
    """The facts whose marks differ; facts that were not yet marked then count as unchanged."""
    if before == after:
        return ()
    return tuple(
        name
        for place, name in enumerate(FACTS)
        if place * SIZE < len(before)
        and before[place * SIZE : (place + 1) * SIZE] != after[place * SIZE : (place + 1) * SIZE]
    )
