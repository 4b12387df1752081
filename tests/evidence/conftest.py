"""陈静 of 区城市管理委 mends lamps and shows photos of it; 周军 looks at what does not fit."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pytest_django.fixtures import Settings

from huiying.cases import actions as cases
from huiying.cases.models import Attachment, Case
from huiying.dispatch import actions as dispatch
from huiying.evidence import seen
from huiying.evidence.models import Doubt
from tests.city import NOW, City, build, later
from tests.evidence import scenes


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("huiying.evidence.pictures.known", seen.Seen())


@pytest.fixture
def city(db: None) -> City:
    return build()


def jpeg(
    picture: Image.Image, *, told: str = "", lon: float | None = None, lat: float = 0
) -> bytes:
    """As a phone writes it, with its time and place where given."""
    exif = Image.Exif()
    if told:
        exif.get_ifd(0x8769)[36867] = told
    if lon is not None:
        exif.get_ifd(0x8825).update({1: "N", 2: (lat, 0.0, 0.0), 3: "E", 4: (lon, 0.0, 0.0)})
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90, exif=exif)
    return out.getvalue()


def sent(city: City, *, at: datetime = NOW, **more: Any) -> Case:
    """A lamp that is with 陈静."""
    case = city.receive(at=at, **more)
    dispatch.dispatch(case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=at)
    dispatch.sign(case_id=case.pk, actor=city.actor("chen"), at=at)
    return Case.objects.get(pk=case.pk)


def show(
    city: City, case: Case, data: bytes, *, by: str = "chen", at: datetime | None = None
) -> Attachment:
    made = cases.attach(
        case_id=case.pk, actor=city.actor(by), at=at or later(hours=2), uploads=[("现场.jpg", data)]
    )
    return made[0]


def report(
    city: City, case: Case, *, text: str = "已更换三盏路灯", at: datetime | None = None
) -> Case:
    return dispatch.report(
        case_id=case.pk, actor=city.actor("chen"), at=at or later(hours=3), text=text
    )


Signs = Callable[[Case], set[str]]


def signs(case: Case) -> set[str]:
    return set(Doubt.objects.filter(case=case).values_list("sign", flat=True))


def photo(seed: int = 1, **told: Any) -> bytes:
    return jpeg(scenes.scene(seed), **told)
