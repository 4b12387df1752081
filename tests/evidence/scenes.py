"""Invented street scenes, and what becomes of a photo passed on: saved anew, shrunk, cut."""

from __future__ import annotations

import io
from random import Random

from PIL import Image, ImageDraw, ImageFilter

SIZES = ((640, 480), (480, 640), (640, 360))


def scene(seed: int) -> Image.Image:
    """A street, never twice the same: sky, ground, houses, poles, heaps, light and grain."""
    chance = Random(seed)
    width, height = chance.choice(SIZES)
    picture = Image.new("RGB", (width, height), _grey(chance, 150, 235))
    draw = ImageDraw.Draw(picture)
    ground = int(height * chance.uniform(0.45, 0.8))
    draw.rectangle((0, ground, width, height), fill=_grey(chance, 60, 150))
    left = -20
    while left < width:
        right = left + chance.randint(width // 10, width // 3)
        roof = int(ground * chance.uniform(0.1, 0.8))
        draw.rectangle((left, roof, right, ground), fill=_grey(chance, 40, 220))
        _windows(draw, chance, (left, roof, right, ground))
        left = right + chance.randint(-5, width // 8)
    for _ in range(chance.randint(3, 9)):
        _thing(draw, chance, width, height)
    light = Image.linear_gradient("L").resize((width, height)).rotate(chance.choice((0, 90, 180)))
    shade = Image.new("RGB", (width, height), _grey(chance, 0, 255))
    picture = Image.composite(picture, shade, light.point(lambda v: 140 + v * 115 // 255))
    grain = Image.frombytes("L", (width, height), chance.randbytes(width * height)).convert("RGB")
    return Image.blend(picture, grain, 0.08).filter(ImageFilter.GaussianBlur(0.6))


def _windows(draw: ImageDraw.ImageDraw, chance: Random, box: tuple[int, int, int, int]) -> None:
    left, roof, right, ground = box
    step, colour = chance.randint(14, 40), _grey(chance, 20, 240)
    for x in range(left + 6, right - 10, step):
        for y in range(roof + 8, ground - 10, step):
            draw.rectangle((x, y, x + step // 2, y + step // 2), fill=colour)


def _thing(draw: ImageDraw.ImageDraw, chance: Random, width: int, height: int) -> None:
    x, y = chance.randint(0, width), chance.randint(height // 3, height)
    wide, high = chance.randint(8, width // 3), chance.randint(8, height // 3)
    colour = (chance.randint(0, 255), chance.randint(0, 255), chance.randint(0, 255))
    shape = chance.choice((draw.ellipse, draw.rectangle))
    shape((x - wide // 2, y - high, x + wide // 2, y), fill=colour)


def _grey(chance: Random, low: int, high: int) -> tuple[int, int, int]:
    base = chance.randint(low, high)
    return tuple(min(255, max(0, base + chance.randint(-18, 18))) for _ in range(3))  # type: ignore[return-value]


def saved_again(picture: Image.Image, quality: int) -> Image.Image:
    """As it comes out of a messenger that compresses."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue()))


def smaller(picture: Image.Image, share: float) -> Image.Image:
    """Both sides times ``share``."""
    width, height = (max(48, int(side * share)) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.BICUBIC)


def cut(picture: Image.Image, share: float, chance: Random) -> Image.Image:
    """``share`` of each side cut off, anywhere."""
    width, height = picture.size
    wide, high = int(width * (1 - share)), int(height * (1 - share))
    left, top = chance.randint(0, width - wide), chance.randint(0, height - high)
    return picture.crop((left, top, left + wide, top + high))


def passed_on(picture: Image.Image, chance: Random) -> Image.Image:
    """All three at once, as much as happens when nobody means to deceive or somebody does."""
    changed = cut(picture, chance.uniform(0, 0.06), chance)
    changed = smaller(changed, chance.uniform(0.3, 1.0))
    return saved_again(changed, chance.randint(35, 92))
