"""All prints of earlier pictures, in the memory of the process that compares: 24 bytes each.

Pictures are only added, in the order of their attachments; those destroyed meanwhile stay until the
process ends and are passed over when they are looked up.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from huiying.evidence.models import Picture
from huiying.lib.prints import NEAR, Prints, near

CHUNK = 50_000
LATE = 1_000  # of the last numbers: a transaction that began earlier may have ended later
_MASK = (1 << 64) - 1


class Seen:
    """Columns of prints that grow. One per process; `known` is the usual one."""

    def __init__(self) -> None:
        self.idents: NDArray[np.int64] = np.empty(0, np.int64)
        self.prints: NDArray[np.uint64] = np.empty((3, 0), np.uint64)

    def like(self, ours: Prints) -> list[tuple[int, int]]:
        """(picture, bits that differ), the most alike first."""
        return [(int(self.idents[at]), bits) for at, bits in near(ours, self.prints, NEAR)]

    def refresh(self) -> None:
        """Take in what was added since."""
        have = set(self.idents[-LATE:].tolist())
        after = int(self.idents[-LATE]) if len(self.idents) > LATE else 0
        while True:
            rows = _after(after)
            if not rows:
                return
            after = rows[-1][0]
            self._add([row for row in rows if row[0] not in have])

    def _add(self, rows: list[tuple[int, int, int, int]]) -> None:
        if not rows:
            return
        table = np.array(rows, dtype=np.int64).T
        idents = np.concatenate([self.idents, table[0]])
        prints = np.concatenate([self.prints, table[1:].view(np.uint64)], axis=1)
        order = np.argsort(idents, kind="stable")
        self.idents, self.prints = idents[order], np.ascontiguousarray(prints[:, order])


def _after(ident: int) -> list[tuple[int, int, int, int]]:
    found = Picture.objects.filter(pk__gt=ident, whole__isnull=False).order_by("pk")
    columns = found.values_list("pk", "whole", "wide", "narrow")[:CHUNK]
    return [(pk, whole or 0, wide or 0, narrow or 0) for pk, whole, wide, narrow in columns]


known = Seen()


def signed(number: int) -> int:
    """64 bits as SQL keeps them."""
    return number - (1 << 64) if number >> 63 else number


def unsigned(number: int) -> int:
    return number & _MASK
