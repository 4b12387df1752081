"""Drawn photos for the demonstration: plainly drawings, marked 演示, never anybody's picture."""

from __future__ import annotations

import io
from math import cos, sin, tau
from random import Random

from PIL import Image, ImageDraw

SIZE = (640, 480)
GROUND = 330
ROAD, WHITE, RED = (118, 120, 124), (238, 238, 238), (200, 30, 30)
SCENES = {  # matters that one can see, by what is drawn
    "lamp": ("lamp", "power", "signal"),
    "road": ("pothole", "village_road", "cover", "ponding", "sewage", "pipe_burst", "facade"),
    "heap": ("heap", "refuse", "sweeping", "river", "small_ads", "shared_bike", "illegal_building"),
}
# The two characters of the mark as strokes on a grid of ten by ten; no font is needed.
STROKES = (
    ((0, 1), (1, 2)), ((0, 4), (1, 5)), ((0, 9), (1, 7)),
    ((6, 0), (6, 1)), ((3, 3), (3, 1), (9, 1), (9, 3)), ((4, 3), (8, 3)),
    ((4, 4), (8, 4), (8, 7), (4, 7), (4, 4)), ((4, 5.5), (8, 5.5)), ((6, 3), (6, 7)),
    ((5, 8), (3, 9.5)), ((7, 8), (9, 9.5)),
    ((13, 1), (19, 1)), ((12, 4), (20, 4)), ((16, 4), (16, 9.5), (15, 9)),
    ((14, 6), (12.5, 8)), ((18, 6), (19.5, 8)),
)  # fmt: skip


def scene_of(matter: str) -> str:
    """What a photo of a matter shows; "" where there is nothing to see."""
    return next((scene for scene, keys in SCENES.items() if matter in keys), "")


def before_and_after(scene: str, rng: Random) -> tuple[tuple[str, bytes], tuple[str, bytes]]:
    """Two small pictures of one street, broken and mended; each as (name, JPEG bytes)."""
    seed = rng.randrange(1 << 30)
    return (
        ("整改前.jpg", _street(Random(seed), scene, mended=False)),  # noqa: S311
        ("整改后.jpg", _street(Random(seed), scene, mended=True)),  # noqa: S311
    )


def _street(rng: Random, scene: str, *, mended: bool) -> bytes:
    picture = Image.new("RGB", SIZE, (38, 44, 66) if scene == "lamp" else (206, 224, 238))
    draw = ImageDraw.Draw(picture)
    _houses(draw, rng)
    draw.rectangle((0, GROUND, *SIZE), fill=ROAD)
    for dash in range(20, SIZE[0], 110):
        draw.rectangle((dash, 398, dash + 60, 406), fill=WHITE)
    DRAWN[scene](draw, rng, mended)
    _mark(draw)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=70)
    return buffer.getvalue()


def _houses(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    for place in range(5):
        left, top = place * 130 + rng.randint(-12, 12), rng.randint(60, 190)
        grey = rng.randint(150, 205)
        draw.rectangle((left, top, left + 120, GROUND), fill=(grey, grey - 12, grey - 24))
        for row in range(top + 16, GROUND - 14, 40):
            for column in range(left + 14, left + 104, 32):
                draw.rectangle((column, row, column + 18, row + 22), fill=(238, 232, 196))


def _lamp(draw: ImageDraw.ImageDraw, _rng: Random, mended: bool) -> None:  # noqa: FBT001
    if mended:
        draw.polygon(((464, 122), (380, 470), (560, 470)), fill=(214, 204, 140))
    draw.line((520, GROUND, 520, 120, 470, 110), fill=(20, 22, 26), width=8)
    draw.ellipse((446, 98, 482, 122), fill=(255, 236, 140) if mended else (60, 62, 66))


def _road(draw: ImageDraw.ImageDraw, rng: Random, mended: bool) -> None:  # noqa: FBT001
    x, y = rng.randint(180, 420), rng.randint(400, 440)
    if mended:
        draw.rectangle((x - 80, y - 30, x + 80, y + 30), fill=(92, 94, 98))
        return
    for size, colour in ((1.0, (74, 70, 66)), (0.7, (44, 40, 38))):
        edge = [
            (
                x + size * rng.uniform(70, 100) * cos(turn),
                y + size * rng.uniform(22, 34) * sin(turn),
            )
            for turn in (step * tau / 14 for step in range(14))
        ]
        draw.polygon(edge, fill=colour)


def _heap(draw: ImageDraw.ImageDraw, rng: Random, mended: bool) -> None:  # noqa: FBT001
    for _ in range(0 if mended else 60):
        x, y = rng.gauss(230, 55), rng.gauss(430, 16)
        shade = rng.randint(60, 140)
        draw.ellipse((x - 16, y - 12, x + 16, y + 12), fill=(shade, shade - 20, 40))


DRAWN = {"lamp": _lamp, "road": _road, "heap": _heap}


def _mark(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((12, 12, 132, 72), fill=(255, 255, 255), outline=RED, width=2)
    for stroke in STROKES:
        draw.line([(22 + 5 * x, 18 + 5 * y) for x, y in stroke], fill=RED, width=3)
