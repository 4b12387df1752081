"""Photos kept in a folder of the test's own, and an issue about 刘洋's lamp."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from huiying.column import actions as column
from huiying.column.actions import Facts
from huiying.column.models import Exposure
from tests.city import NOW, City, build, later


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def city(db: None) -> City:
    return build()


def facts(city: City, **more: Any) -> Facts:
    """What 白雪 writes about a road that is dark."""
    said: dict[str, Any] = {
        "title": "幸福里门口三盏路灯不亮",
        "words": "小区东门外一段路入夜后没有照明，行人绕行。",
        "asked": "修复三盏路灯，并查明同一回路的其他灯杆。",
        "place": "泉河街道幸福里小区东门",
        "unit_id": city.unit("lamps"),
        "area_id": city.areas["quanhe"].pk,
        "due_at": later(days=3),
    }
    return Facts(**(said | more))


def drafted(city: City, *, case_number: str = "", **more: Any) -> Exposure:
    return column.draft(
        facts=facts(city, **more), actor=city.actor("bai"), at=NOW, case_number=case_number
    )


def published(city: City, **more: Any) -> Exposure:
    row = drafted(city, **more)
    return column.publish(exposure_id=row.pk, actor=city.actor("bai"), at=later(hours=1))


def answered(city: City, **more: Any) -> Exposure:
    row = published(city, **more)
    return column.answer(
        exposure_id=row.pk, text="三盏灯已更换光源，当晚恢复照明。", uploads=(),
        actor=city.actor("chen"), at=later(days=1),
    )  # fmt: skip
