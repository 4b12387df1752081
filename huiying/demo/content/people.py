"""Invented residents and staff. Phone numbers have the form 1990000xxxx and reach nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from huiying.demo.content.units import CITY_CENTRE, DISTRICT_CENTRE, Unit

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = {
    "女": (
        "秀兰 芳 静 敏 丽娟 桂英 雪梅 晓燕 佳怡 雨桐 欣悦 婷 慧 玉珍 春花 思琪 梦瑶 淑芬 红霞 若溪"
    ),
    "男": (
        "建国 军 强 伟 志刚 洋 浩然 子轩 德福 永贵 海涛 俊杰 国庆 明亮 宇航 凯 立新 长河 小虎 文博"
    ),
}
FIXED = (  # the people of the tutorials
    ("王芳", "operator", CITY_CENTRE),
    ("李强", "dispatcher", DISTRICT_CENTRE),
    ("陈静", "handler", "QH-ZJW"),
    ("周军", "supervisor", DISTRICT_CENTRE),
    ("吴凯", "inspector", DISTRICT_CENTRE),
    ("郑慧", "leader", DISTRICT_CENTRE),
    ("林立新", "auditor", DISTRICT_CENTRE),
    ("何文博", "administrator", DISTRICT_CENTRE),
    ("白雪梅", "editor", DISTRICT_CENTRE),
)
MORE = (
    ("operator", CITY_CENTRE, 7),
    ("dispatcher", DISTRICT_CENTRE, 3),
    ("supervisor", DISTRICT_CENTRE, 3),
    ("inspector", DISTRICT_CENTRE, 7),
)
LOCAL = {
    "department": ("handler", "handler", "leader"),
    "street": ("street", "handler", "leader"),
    "community": ("handler",),
}


@dataclass(frozen=True)
class Resident:
    name: str
    gender: str  # 女 or 男
    phone: str


@dataclass(frozen=True)
class Staff:
    """One person with one post; ``username`` is plain ASCII, ``role`` as accounts.Role."""

    username: str
    name: str
    role: str
    unit_code: str
    phone: str


RESIDENT_PHONES = range(9_000)
STAFF_PHONES = range(9_000, 10_000)


def phones(rng: Random, block: range) -> Iterator[str]:
    """Numbers 1990000xxxx of a block in random order, none twice; then it ends."""
    tails = list(block)
    rng.shuffle(tails)
    return (f"1990000{tail:04}" for tail in tails)


def _name(rng: Random) -> tuple[str, str]:
    gender = rng.choice("女男")
    return rng.choice(SURNAMES) + rng.choice(GIVEN[gender].split()), gender


def residents(rng: Random, count: int) -> list[Resident]:
    """Up to 9000 residents, each with a phone of his own; 刘洋 of the tutorials is the first."""
    if count > len(RESIDENT_PHONES):
        raise ValueError("居民最多 9000 人：号码段 1990000xxxx 中只留出这么多号码。")
    numbers = phones(rng, RESIDENT_PHONES)
    first = [Resident("刘洋", "男", next(numbers))]
    return (first + [Resident(*_name(rng), next(numbers)) for _ in range(count - 1)])[:count]


def staff(rng: Random, units: Sequence[Unit]) -> list[Staff]:
    """The people of the tutorials first, then posts for every unit but the grids."""
    streets = [unit.code for unit in units if unit.kind == "street"]
    posts = [*FIXED, ("赵敏", "street", streets[0])]
    posts += [(_name(rng)[0], role, unit) for role, unit, count in MORE for _ in range(count)]
    posts += [
        (_name(rng)[0], role, unit.code) for unit in units for role in LOCAL.get(unit.kind, ())
    ]
    numbers, counts, result = phones(rng, STAFF_PHONES), dict[str, int](), []
    for name, role, unit in posts:
        counts[role] = counts.get(role, 0) + 1
        result.append(Staff(f"{role}{counts[role]}", name, role, unit, next(numbers)))
    return result
