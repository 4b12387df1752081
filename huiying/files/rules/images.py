"""Photos are drawn anew: what was hidden in the file (place, camera, code) is not carried over."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

from PIL import Image, ImageCms

from huiying.files.rules.kinds import GIF, JPEG, PNG, WEBP, Kind
from huiying.files.rules.refusals import Broken, TooManyPixels

LONGEST = 2560  # pixels of the longer side that are kept
THUMBNAIL = 320
# A JPEG can be read at a fraction of its size, so a phone's 108-megapixel mode is no danger.
MOST_PIXELS_JPEG = 120_000_000
MOST_PIXELS = 40_000_000
# Our own limits are tighter and speak Chinese; Pillow's would only warn before them.
Image.MAX_IMAGE_PIXELS = None

_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", GIF: "GIF"}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_MODES = frozenset({"RGB", "RGBA", "L"})


@dataclass(frozen=True, slots=True)
class Picture:
    """A redrawn image; width and height are those of ``data``, in pixels."""

    kind: Kind
    data: bytes
    width: int
    height: int
    thumbnail: bytes  # WebP, at most THUMBNAIL pixels


def redraw(data: bytes, kind: Kind, name: str) -> Picture:
    """Decode and encode again: upright, at most LONGEST pixels, first frame, without metadata.

    JPEG stays JPEG, PNG and WebP stay what they are, GIF becomes PNG. Raises Broken when the
    pixels cannot all be read, TooManyPixels before anything is decoded.
    """
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as source:
            _check_size(source, kind, name)
            source.draft("RGB", (LONGEST, LONGEST))  # only JPEG can: reads at 1/2, 1/4 or 1/8
            source.load()
            drawn = _plain(source)
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError):
        raise Broken(name=name) from None
    drawn.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS, reducing_gap=2.0)
    target = PNG if kind is GIF else kind
    small = drawn.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return Picture(target, _encode(drawn, target), *drawn.size, _encode(small, WEBP))


def _check_size(source: Image.Image, kind: Kind, name: str) -> None:
    width, height = source.size
    if width * height > (MOST_PIXELS_JPEG if kind is JPEG else MOST_PIXELS):
        raise TooManyPixels(name=name, width=width, height=height)


def _plain(source: Image.Image) -> Image.Image:
    """The pixels alone, upright and in sRGB, in an image that knows nothing else."""
    turn = _turn(source)
    drawn = _to_srgb(source.transpose(turn) if turn is not None else source)
    if drawn.mode not in _MODES:
        has_alpha = drawn.mode in ("LA", "PA", "La", "RGBa") or "transparency" in drawn.info
        drawn = drawn.convert("RGBA" if has_alpha else "RGB")
    bare = Image.new(drawn.mode, drawn.size)
    bare.paste(drawn)
    return bare


def _turn(source: Image.Image) -> Image.Transpose | None:
    """How to set the picture upright (EXIF 0x0112); unreadable EXIF leaves it as it is."""
    try:
        return _TURNS.get(source.getexif().get(0x0112, 1))
    except (OSError, ValueError, TypeError, KeyError, SyntaxError, struct.error):
        return None


def _to_srgb(image: Image.Image) -> Image.Image:
    """Colours of a phone's wide colour space put into sRGB, since the profile is not kept."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        made = ImageCms.profileToProfile(
            image, given, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken profile: the plain numbers are the best there is
    return made or image


def _encode(image: Image.Image, kind: Kind) -> bytes:
    out = io.BytesIO()
    if kind is JPEG:
        opaque = image if image.mode in ("RGB", "L") else image.convert("RGB")
        opaque.save(out, "JPEG", quality=85, optimize=True, progressive=True)
    elif kind is PNG:
        image.save(out, "PNG", optimize=False, compress_level=6)
    else:
        image.save(out, "WEBP", quality=80, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return out.getvalue()
