"""泉河街道 whistles about 刘洋's lamp; 区城市管理委 and 区住房建设委 are called."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from huiying.whistles import actions as whistles
from huiying.whistles import alarms
from huiying.whistles.actions import Call, NewWhistle
from huiying.whistles.models import Summons, Whistle
from tests.city import NOW, City, build, later


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def city(db: None) -> City:
    alarms.forget()
    return build()


def new(city: City, **more: Any) -> NewWhistle:
    """What 赵敏 says of a building whose pipes burst again and again."""
    said: dict[str, Any] = {
        "street_id": city.unit("quanhe"),
        "kind": "hard",
        "title": "幸福里 3 号楼反复停水",
        "words": "公共管线老化，三个月停水五次，产权不清。",
        "place": "幸福里小区东门",
        "meet_at": later(days=2),
        "calls": (
            Call(city.unit("lamps"), "查明管线归属"),
            Call(city.unit("housing"), "给出维修方案"),
        ),
    }
    return NewWhistle(**(said | more))


def blown(city: City, *, at: datetime = NOW, by: str = "zhao", **more: Any) -> Whistle:
    return whistles.blow(new=new(city, **more), actor=city.actor(by), at=at)


def of(row: Whistle, city: City, unit: str) -> Summons:
    return Summons.objects.get(whistle=row, unit_id=city.unit(unit))


def reported(row: Whistle, city: City, unit: str, by: str, *, at: datetime) -> Summons:
    """Signed, there, and with a result, all at one moment."""
    ident, actor = of(row, city, unit).pk, city.actor(by)
    whistles.sign(summons_id=ident, actor=actor, at=at)
    whistles.arrive(summons_id=ident, place="幸福里小区东门", actor=actor, at=at)
    return whistles.contribute(summons_id=ident, text="已查明", actor=actor, at=at)
