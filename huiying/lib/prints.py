"""Prints of pictures 图片指纹: what stays when a picture is saved again, made smaller or cut.

A print is 64 bits: the signs of the lowest frequencies of the grey picture (discrete cosine
transform of 32 by 32 pixels; the mean is left out), after Zauner, "Implementation and benchmarking
of perceptual image hash functions" (2010). Three prints speak for one picture: the whole, and its
middle at two sizes, so that a copy whose edges were cut meets the middle of the whole. Pictures are
alike when one of five pairs of prints differs in at most ``NEAR`` bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image

Prints = tuple[int, int, int]
MIDDLES = (1.0, 0.94, 0.88)  # the share of width and height that each print sees
PIXELS, ROWS = 32, 9
FLAT = 4.0  # grey levels: below this deviation there is nothing to see, and all such look alike
NEAR = 12  # bits of 64 that may differ: who is suspected; measured by `python -m bench.prints`
ALIKE = 0.9  # of `likeness`: who is found
SIDE = 48  # pixels of a picture that is laid over another
SHARES = (1.0, 0.98, 0.96, 0.94, 0.92, 0.9, 0.88)  # how much of the other it may cover
PAIRS = ((0, 0), (0, 1), (0, 2), (1, 0), (2, 0))


def prints(picture: Image.Image) -> Prints | None:
    """The prints of a picture; None where it is nearly of one colour."""
    grey = picture.convert("L")
    if float(np.asarray(grey.resize((PIXELS, PIXELS), Image.Resampling.BOX)).std()) < FLAT:
        return None
    whole, wide, narrow = (_print(grey, share) for share in MIDDLES)
    return whole, wide, narrow


def _print(grey: Image.Image, share: float) -> int:
    width, height = grey.size
    left, top = width * (1 - share) / 2, height * (1 - share) / 2
    box = (left, top, width - left, height - top)
    small = grey.resize((PIXELS, PIXELS), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
    basis = _basis()
    spectrum = basis @ np.asarray(small, dtype=np.float64) @ basis.T
    bits = (spectrum[_order()] > 0).astype(np.uint8)
    return int.from_bytes(np.packbits(bits).tobytes())


@cache
def _basis() -> NDArray[np.float64]:
    """The lowest cosines over the pixels of a side."""
    rows = np.arange(ROWS + 3)[:, None]
    return np.cos(np.pi * rows * (2 * np.arange(PIXELS)[None, :] + 1) / (2 * PIXELS))


@cache
def _order() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places of the 64 lowest frequencies but the mean, diagonal by diagonal."""
    size = ROWS + 3
    places = sorted((i + j, i, j) for i in range(size) for j in range(size))[1:65]
    return np.array([i for _, i, _ in places]), np.array([j for _, _, j in places])


def distances(ours: Prints, theirs: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """Bits in which the nearest pair of prints differs, for each of ``theirs`` (shape (3, n))."""
    nearest = np.full(theirs.shape[1], 64, np.uint8)
    for mine, other in PAIRS:
        np.minimum(nearest, np.bitwise_count(theirs[other] ^ np.uint64(ours[mine])), out=nearest)
    return nearest


def near(ours: Prints, theirs: NDArray[np.uint64], most: int = NEAR) -> list[tuple[int, int]]:
    """(place, bits) of those among ``theirs`` that look alike, the most alike first."""
    found = distances(ours, theirs)
    places = np.flatnonzero(found <= most)
    return sorted(((int(at), int(found[at])) for at in places), key=lambda one: (one[1], one[0]))


def table(rows: Sequence[Prints]) -> NDArray[np.uint64]:
    """Prints side by side, as `near` reads them: shape (3, n)."""
    return np.array(rows, dtype=np.uint64).reshape(-1, len(MIDDLES)).T.copy()


def likeness(ours: Image.Image, theirs: Image.Image) -> float:
    """How alike two pictures are when one is laid over the other as well as it goes: -1 to 1.

    The correlation of grey levels, at the best of some sizes and places: what the prints only
    suspect is looked at once more. Copies reach 0.95 and more, strangers rarely 0.8.
    """
    return max(_laid_over(ours, theirs), _laid_over(theirs, ours))


def _laid_over(part: Image.Image, whole: Image.Image) -> float:
    """The best correlation of a picture with a part of another that may be a little larger."""
    small = _levels(part, SIDE)
    best = -1.0
    for share in SHARES:
        large = _levels(whole, round(SIDE / share))
        windows = sliding_window_view(large, (SIDE, SIDE)).reshape(-1, SIDE * SIDE)
        centred = windows - windows.mean(axis=1, keepdims=True)
        scale = np.linalg.norm(centred, axis=1) * np.linalg.norm(small)
        found = centred @ small.ravel() / np.where(scale > 0, scale, np.inf)
        best = max(best, float(found.max()))
    return best


def _levels(picture: Image.Image, side: int) -> NDArray[np.float64]:
    """Grey levels about their mean, ``side`` by ``side``."""
    small = picture.convert("L").resize((side, side), Image.Resampling.BOX, reducing_gap=3.0)
    levels = np.asarray(small, dtype=np.float64)
    centred: NDArray[np.float64] = levels - levels.mean()
    return centred
