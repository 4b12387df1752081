"""Small real files of every kind, made here: nothing is taken from anybody's camera."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

GPS = 0x8825
ORIENTATION = 0x0112
MAKE = 0x010F


def photo(
    width: int = 640, height: int = 480, *, form: str = "JPEG", turned: int = 1, **more: object
) -> bytes:
    """A picture with a red upper left corner; a JPEG tells camera and place as phones do."""
    image = Image.new("RGB", (width, height), (40, 90, 160))
    image.paste((250, 10, 10), (0, 0, width // 4, height // 4))
    exif = Image.Exif()
    exif[ORIENTATION] = turned
    exif[MAKE] = "PhoneMaker"
    exif.get_ifd(GPS).update({1: "N", 2: (39.0, 54.0, 20.0), 3: "E", 4: (116.0, 23.0, 29.0)})
    out = io.BytesIO()
    image.save(out, form, exif=exif, **more)
    return out.getvalue()


def gif() -> bytes:
    frames = [Image.new("RGB", (60, 40), colour) for colour in ((255, 0, 0), (0, 0, 255))]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


def png_bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG that says it is very large: a few bytes that would become gigabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf(extra: bytes = b"", *, trailer: bytes = b"") -> bytes:
    body = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + extra + b">>\nendobj\n"
    body += b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    return body + b"trailer\n<< /Root 1 0 R " + trailer + b">>\n%%EOF\n"


def pdf_with_object_stream(inside: bytes, *, kind: bytes = b"/ObjStm") -> bytes:
    packed = zlib.compress(inside)
    stream = b"3 0 obj\n<< /Type " + kind + b" /N 1 /First 4 /Filter /FlateDecode /Length "
    stream += str(len(packed)).encode() + b" >>\nstream\n" + packed + b"\nendstream\nendobj\n"
    return pdf().replace(b"trailer", stream + b"trailer")


def office(main: str = "word/document.xml", *more: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", main, *more):
            archive.writestr(name, "<x/>")
    return out.getvalue()


def wav(seconds: float = 0.1) -> bytes:
    sound = bytes(int(8000 * seconds))
    form = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    body = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(sound))
    return b"RIFF" + struct.pack("<I", len(body) + len(sound)) + body + sound


def mp3(frames: int = 5, *, tag: bool = True) -> bytes:
    """MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes a frame."""
    frame = bytes((0xFF, 0xFB, 0x90, 0x00)) + bytes(413)
    head = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) if tag else b""
    return head + frame * frames


def m4a(*, handler: bytes = b"soun", brand: bytes = b"M4A ") -> bytes:
    def box(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", 8 + len(data)) + kind + data

    handler_box = box(b"hdlr", bytes(8) + handler + bytes(12))
    movie = box(b"moov", box(b"trak", box(b"mdia", handler_box)))
    return box(b"ftyp", brand + bytes(4) + brand) + movie + box(b"mdat", bytes(64))
