"""Files are judged by what they are, not by what they are called."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from huiying.files.rules.intake import Fit, examine
from huiying.files.rules.kinds import plain_name, size_text
from huiying.files.rules.ranges import part_of
from huiying.files.rules.refusals import (
    ActiveOffice,
    ActivePdf,
    BadFile,
    Broken,
    EmptyFile,
    LockedPdf,
    NotReadableHere,
    TooBig,
    TooManyPixels,
    UnknownKind,
)
from tests.files import samples

OFFICE = "application/vnd.openxmlformats-officedocument"
MOST = 20 * 1024 * 1024


def fit(data: bytes, name: str = "现场.jpg") -> Fit:
    return examine(data, name, most=MOST)


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_place_and_camera_of_a_photo_are_not_kept(form: str) -> None:
    before = samples.photo(form=form, xmp=b"<x:xmpmeta>home</x:xmpmeta>")
    assert b"PhoneMaker" in before
    kept = fit(before)
    for data in (kept.data, kept.thumbnail):
        image = opened(data)
        assert not dict(image.getexif())
        assert not {"exif", "xmp", "icc_profile"} & set(image.info)
        assert b"PhoneMaker" not in data
        assert b"xmpmeta" not in data
    assert kept.kind.media_type == f"image/{form.lower()}"


def test_a_photo_taken_sideways_is_kept_upright() -> None:
    kept = fit(samples.photo(640, 480, turned=6))
    assert (kept.width, kept.height) == (480, 640)
    red, _green, blue = opened(kept.data).getpixel((470, 10))  # type: ignore[misc]
    assert red > 200 > 90 > blue  # the corner went from upper left to upper right


def test_a_large_photo_is_made_smaller_and_gets_a_thumbnail() -> None:
    kept = fit(samples.photo(6000, 4500))
    assert (kept.width, kept.height) == (2560, 1920)
    small = opened(kept.thumbnail)
    assert small.format == "WEBP"
    assert max(small.size) == 320


def test_a_small_photo_is_not_made_larger() -> None:
    assert (fit(samples.photo(90, 60)).width, fit(samples.photo(90, 60)).height) == (90, 60)


def test_of_a_gif_the_first_frame_is_kept() -> None:
    kept = fit(samples.gif(), "动图.gif")
    image = opened(kept.data)
    assert (kept.kind.media_type, image.format) == ("image/png", "PNG")
    assert getattr(image, "n_frames", 1) == 1
    assert image.convert("RGB").getpixel((5, 5)) == (255, 0, 0)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK"])
def test_photos_of_every_colour_mode_are_read(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (50, 50)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert (fit(out.getvalue()).width, fit(out.getvalue()).height) == (50, 50)


def test_the_same_photo_always_becomes_the_same_bytes() -> None:
    assert fit(samples.photo(), "甲.jpg").digest == fit(samples.photo(), "乙.png").digest


def test_code_behind_a_photo_is_not_carried_over() -> None:
    page = b"<script>alert(document.cookie)</script>"
    assert page not in fit(samples.photo() + page).data
    commented = samples.photo(comment=page)
    assert page in commented
    assert page not in fit(commented).data


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_photo_that_was_cut_off_is_refused(form: str, share: float) -> None:
    noisy = Image.effect_noise((400, 300), 80).convert("RGB")
    out = io.BytesIO()
    noisy.save(out, form)
    whole = out.getvalue()
    with pytest.raises(Broken) as no:
        fit(whole[: int(len(whole) * share)], "漏水.jpg")
    assert "漏水.jpg" in str(no.value)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(TooManyPixels) as no:
        fit(samples.png_bomb())
    assert "30000×30000" in str(no.value)


def test_a_heic_photo_is_refused_with_advice_for_the_phone() -> None:
    with pytest.raises(NotReadableHere) as no:
        fit(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(40), "IMG_1.HEIC")
    assert "兼容性" in no.value.hint


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (samples.pdf(), "application/pdf"),
        (samples.wav(), "audio/wav"),
        (samples.mp3(), "audio/mpeg"),
        (samples.mp3(tag=False), "audio/mpeg"),
        (samples.m4a(), "audio/mp4"),
        (samples.m4a(brand=b"mp42"), "audio/mp4"),
        (samples.office(), f"{OFFICE}.wordprocessingml.document"),
        (
            samples.office("xl/workbook.xml"),
            f"{OFFICE}.spreadsheetml.sheet",
        ),
    ],
)  # fmt: skip
def test_papers_and_recordings_are_kept_byte_for_byte(data: bytes, media_type: str) -> None:
    kept = fit(data, "附件.jpg")  # the name says photo, the content decides
    assert (kept.kind.media_type, kept.data, kept.thumbnail) == (media_type, data, b"")


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00" + bytes(200),
        b"\x7fELF" + bytes(200),
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"#!/bin/sh\nrm -rf /\n",
        b"BM" + bytes(200),
        b"just words",
    ],
)
def test_other_files_are_refused_under_any_name(data: bytes) -> None:
    for name in ("照片.jpg", "说明.pdf", "录音.mp3"):
        with pytest.raises(UnknownKind) as no:
            fit(data, name)
        assert name in str(no.value)


def test_an_archive_that_is_no_paper_is_refused() -> None:
    with pytest.raises(UnknownKind):
        fit(samples.office("setup.exe"), "合同.docx")


def test_a_paper_with_macros_is_refused() -> None:
    with pytest.raises(ActiveOffice):
        fit(samples.office("word/document.xml", "word/vbaProject.bin"), "合同.docx")
    fit(samples.office("xl/workbook.xml", "xl/printerSettings/printerSettings1.bin"), "表.xlsx")


def test_a_recording_with_pictures_is_a_film_and_refused() -> None:
    with pytest.raises(UnknownKind):
        fit(samples.m4a(handler=b"vide", brand=b"isom"), "录像.m4a")


@pytest.mark.parametrize("data", [samples.wav()[:-200], samples.m4a()[:-10], samples.mp3(1)[:200]])
def test_a_recording_that_was_cut_off_is_refused(data: bytes) -> None:
    with pytest.raises(Broken):
        fit(data, "录音")


def test_sound_with_something_else_behind_it_is_refused() -> None:
    for data in (samples.wav(), samples.m4a()):
        with pytest.raises(Broken):
            fit(data + b"<html><script>alert(1)</script></html>", "录音")


@pytest.mark.parametrize(
    "extra",
    [
        b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >> ",
        b"/OpenAction << /S /J#61vaScript /J#53 (app.alert(1)) >> ",
        b"/AA << /O << /JS 7 0 R >> >> ",
        b"/OpenAction << /S /Launch /F (cmd.exe) >> ",
        b"/Names << /EmbeddedFiles 5 0 R >> ",
    ],
)
def test_a_pdf_that_would_act_by_itself_is_refused(extra: bytes) -> None:
    with pytest.raises(ActivePdf):
        fit(samples.pdf(extra), "通知.pdf")


def test_a_pdf_that_hides_its_script_in_packed_objects_is_refused() -> None:
    script = b"4 0 << /S /JavaScript /JS (app.alert(1)) >>"
    for kind in (b"/ObjStm", b"/Obj#53tm"):
        with pytest.raises(ActivePdf):
            fit(samples.pdf_with_object_stream(script, kind=kind), "通知.pdf")
    fit(samples.pdf_with_object_stream(b"4 0 << /Type /Page >>"), "通知.pdf")


def test_a_pdf_packed_so_that_nobody_can_look_inside_is_refused() -> None:
    packed = samples.pdf_with_object_stream(b"4 0 << /Type /Page >>")
    for other in (b"/LZWDecode  ", b"6 0 R       "):
        with pytest.raises(ActivePdf):
            fit(packed.replace(b"/FlateDecode", other), "通知.pdf")
    with pytest.raises(ActivePdf):
        fit(samples.pdf_with_object_stream(bytes(70 * 1024 * 1024)), "通知.pdf")


def test_an_encrypted_pdf_is_refused() -> None:
    with pytest.raises(LockedPdf):
        fit(samples.pdf(trailer=b"/Encrypt 9 0 R "), "通知.pdf")


def test_a_pdf_that_was_cut_off_is_refused() -> None:
    with pytest.raises(Broken):
        fit(samples.pdf()[:-20], "通知.pdf")


def test_too_large_and_empty_files_are_refused() -> None:
    with pytest.raises(TooBig) as no:
        examine(bytes(2_500_000), "录像.mp4", most=2 * 1024 * 1024)
    assert "2.4 MB" in str(no.value)
    assert "2 MB" in str(no.value)
    with pytest.raises(EmptyFile):
        fit(b"")


@given(st.binary(max_size=400), st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n",
       b"GIF89a", b"RIFF\x10\0\0\0WEBP", b"RIFF\x10\0\0\0WAVE", b"%PDF-1.7\n", b"PK\x03\x04",
       b"ID3\x04\0\0", b"\xff\xfb\x90", b"\0\0\0\x10ftypM4A "]))  # fmt: skip
def test_whatever_comes_is_kept_or_refused_in_words(tail: bytes, start: bytes) -> None:
    refusal: BadFile | None = None
    try:
        assert fit(start + tail).data
    except BadFile as no:
        refusal = no
    if refusal is not None:
        assert refusal.hint
        assert "%(" not in str(refusal)


@pytest.mark.parametrize(
    ("given_name", "extension", "name"),
    [
        ("现场 照片.JPG", "jpg", "现场 照片.jpg"),
        ("现场.jpeg", "jpg", "现场.jpg"),
        ("C:\\用户\\刘\\漏水.png", "png", "漏水.png"),
        ("../../etc/passwd", "pdf", "passwd.pdf"),
        ("发票.exe", "pdf", "发票.exe.pdf"),
        ("动图.gif", "png", "动图.png"),
        ("", "jpg", "file.jpg"),
        ("坏\u202egpj.exe\r\nX", "jpg", "坏gpj.exeX.jpg"),
    ],
)
def test_names_are_made_fit_to_be_shown(given_name: str, extension: str, name: str) -> None:
    assert plain_name(given_name, extension) == name


@given(st.text(max_size=300), st.sampled_from(["jpg", "pdf"]))
def test_a_name_is_short_printable_and_true(text: str, extension: str) -> None:
    name = plain_name(text, extension)
    assert len(name) <= 120
    assert name.isprintable()
    assert "/" not in name
    assert name.endswith(f".{extension}")
    assert plain_name(name, extension) == name


def test_sizes_are_said_as_people_say_them() -> None:
    assert [size_text(n) for n in (1, 2048, 20 * 1024 * 1024)] == ["1 KB", "2 KB", "20 MB"]


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 40))
def test_a_part_of_a_recording_lies_within_it(first: int, last: int, size: int) -> None:
    part = part_of(f"bytes={first}-{last}", size)
    if last < first:
        assert part is None
    else:
        assert part is not None
        assert list(part) == [n for n in range(size) if first <= n <= last]


def test_parts_asked_for_in_other_ways() -> None:
    assert part_of("bytes=-10", 100) == range(90, 100)
    assert part_of("bytes=5-", 100) == range(5, 100)
    assert part_of("", 100) is None
    assert part_of("bytes=0-1,4-5", 100) is None
    assert not part_of("bytes=200-", 100)
