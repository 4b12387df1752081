"""An article about broken lamps: 陈静's unit writes it, 白雪 the editor publishes it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huiying.knowledge import actions as knowledge
from huiying.knowledge.actions import Facts
from huiying.knowledge.models import Article
from tests.city import NOW, City, build, later

TODAY = date(2026, 3, 10)


@pytest.fixture
def city(db: None) -> City:
    return build()


def facts(city: City, **more: Any) -> Facts:
    """What 陈静 writes about lamps."""
    said: dict[str, Any] = {
        "title": "路灯不亮怎样报修",
        "body": "城市道路路灯由区城市管理委维修，一般 3 天内修好；小区里的路灯请找物业。",
        "keywords": "灯坏了 黑灯",
        "basis": "城市照明管理规定第二十条",
        "unit_id": city.unit("lamps"),
        "category_ids": frozenset({city.categories["lamp"].pk}),
        "review_on": date(2026, 9, 10),
    }
    return Facts(**(said | more))


def drafted(city: City, *, by: str = "chen", **more: Any) -> Article:
    return knowledge.write(facts=facts(city, **more), actor=city.actor(by), at=NOW)


def published(city: City, *, by: str = "bai", **more: Any) -> Article:
    row = drafted(city, by=by, **more)
    return knowledge.publish(article_id=row.pk, actor=city.actor("bai"), at=later(hours=1))
