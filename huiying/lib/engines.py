"""Where the pieces of a large piece of work run: here, or on the machines of a cluster.

The work is the same function on the same pieces in the same order, so the results are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

Shared = TypeVar("Shared")
Piece = TypeVar("Piece")
Result = TypeVar("Result")


class Engine(Protocol):
    """Runs ``work(shared, piece)`` for every piece; results come in the order of the pieces.

    ``work`` is a function of a module (not a closure), so that it can be named to other machines;
    ``shared`` is sent to each of them once.
    """

    def run(
        self, work: Callable[[Shared, Piece], Result], shared: Shared, pieces: Sequence[Piece]
    ) -> Iterable[Result]: ...


class Here:
    """One piece after the other, in this process."""

    def run(
        self, work: Callable[[Shared, Piece], Result], shared: Shared, pieces: Sequence[Piece]
    ) -> Iterable[Result]:
        return (work(shared, piece) for piece in pieces)


HERE = Here()
