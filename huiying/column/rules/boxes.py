"""Boxes over faces and number plates: read from a form, burnt into a new picture. Pure.

A box is painted solid: what was under it is not in the new file, and nothing brings it back. A
blur or coarse grid can be undone by guessing, which is why neither is used.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite

from PIL import Image, ImageDraw

from huiying.lib.errors import Refused

MOST = 60
LEAST_SIDE = 0.002  # of the picture's side: a slip of the pointer is no box
PAINT = (40, 44, 52)


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class BadBoxes(Refused):
    code = "bad_boxes"
    message = _("遮挡框的数据有误，没有保存。")
    hint = _("请刷新页面，重新画框；一张照片最多 60 个。")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in shares of the picture, from 0 to 1, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    def row(self) -> list[float]:
        return [self.x, self.y, self.width, self.height]


def parse(text: str) -> list[Box]:
    """Boxes from ``[[x, y, width, height], …]``; nothing at all is no boxes. Raises BadBoxes."""
    if not text.strip():
        return []
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        raise BadBoxes from None
    if not isinstance(rows, list) or len(rows) > MOST:
        raise BadBoxes
    return [box for row in rows if (box := _box(row))]


def _box(row: object) -> Box | None:
    """One box cut to the picture; None for one too small to hide anything."""
    if not isinstance(row, list) or len(row) != 4:
        raise BadBoxes
    if any(isinstance(n, bool) or not isinstance(n, int | float) for n in row):
        raise BadBoxes
    # Compared as they are: a whole number of a thousand digits is no float.
    numbers = [float(n) for n in row if abs(n) <= 10 and isfinite(n)]
    if len(numbers) != 4:
        raise BadBoxes
    x, y, width, height = numbers
    left, top = min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
    right, low = min(max(x + width, 0.0), 1.0), min(max(y + height, 0.0), 1.0)
    if right - left < LEAST_SIDE or low - top < LEAST_SIDE:
        return None
    return Box(left, top, right - left, low - top)


def burn(data: bytes, boxes: Sequence[Box]) -> bytes:
    """A new JPEG with the boxes painted over; every pixel a box touches is covered.

    ``data`` is a picture that was redrawn when it was taken in: upright, bounded, without
    metadata. Nothing but pixels is carried over.
    """
    with Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP"]) as source:
        source.load()
        picture = Image.new("RGB", source.size, (255, 255, 255))
        seen = source.convert("RGBA")
        picture.paste(seen, mask=seen.getchannel("A"))
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        draw.rectangle(pixels(box, *picture.size), fill=PAINT)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85, optimize=True, progressive=True)
    return out.getvalue()


def pixels(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """The first and last column and row a box covers, rounded outwards."""
    left, top = floor(box.x * width), floor(box.y * height)
    right = ceil((box.x + box.width) * width) - 1
    low = ceil((box.y + box.height) * height) - 1
    return left, top, max(left, min(right, width - 1)), max(top, min(low, height - 1))
