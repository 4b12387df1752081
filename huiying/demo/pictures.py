"""Drawn photos for the demonstration: plainly drawings, never anybody's picture."""

from __future__ import annotations

import io
from random import Random

from PIL import Image, ImageDraw

SIZE = (640, 480)


def before_and_after(title: str, rng: Random) -> list[tuple[str, bytes]]:
    """Two small pictures of a street: with a heap, and swept; as (name, JPEG bytes)."""
    seed = rng.randrange(1 << 30)
    return [
        ("整改前.jpg", _street(Random(f"{title}{seed}"), heap=True)),  # noqa: S311
        ("整改后.jpg", _street(Random(f"{title}{seed}"), heap=False)),  # noqa: S311
    ]


def _street(rng: Random, *, heap: bool) -> bytes:
    picture = Image.new("RGB", SIZE, (206, 224, 238))
    draw = ImageDraw.Draw(picture)
    for place in range(5):
        left = place * 130 + rng.randint(-12, 12)
        grey = rng.randint(150, 205)
        top = rng.randint(60, 190)
        draw.rectangle((left, top, left + 120, 330), fill=(grey, grey - 12, grey - 24))
        for row in range(top + 16, 316, 40):
            for column in range(left + 14, left + 104, 32):
                draw.rectangle((column, row, column + 18, row + 22), fill=(238, 232, 196))
    draw.polygon(((0, 480), (640, 480), (640, 330), (0, 330)), fill=(118, 120, 124))
    for dash in range(20, 640, 110):
        draw.rectangle((dash, 398, dash + 60, 406), fill=(238, 238, 238))
    draw.line((520, 330, 520, 120, 470, 110), fill=(70, 74, 80), width=8)
    draw.ellipse((446, 98, 482, 122), fill=(90, 92, 96) if heap else (255, 236, 140))
    if heap:
        for _ in range(60):
            x, y = rng.gauss(230, 55), rng.gauss(430, 16)
            shade = rng.randint(60, 140)
            draw.ellipse((x - 16, y - 12, x + 16, y + 12), fill=(shade, shade - 20, 40))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=70)
    return buffer.getvalue()
