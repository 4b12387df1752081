"""One small city for all tests: named people, a few units, two streets, a calendar, limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model

from huiying.accounts.actors import Actor
from huiying.accounts.models import Person, Post
from huiying.accounts.queries import actor_of, forget_people
from huiying.cases import actions as cases
from huiying.cases.actions import NewCase
from huiying.cases.models import Case, Cause
from huiying.cases.people import Contact
from huiying.directory import queries as directory
from huiying.directory.models import (
    Area,
    CalendarDay,
    Category,
    CodeSet,
    DeadlinePolicy,
    Unit,
    WorkCalendar,
)
from huiying.dispatch.queries import forget_rules

LOCAL = ZoneInfo("Asia/Shanghai")
# A Tuesday morning in working hours.
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=LOCAL).astimezone(UTC)


def later(**amount: float) -> datetime:
    """A moment so much after NOW: ``later(hours=3)``."""
    return NOW + timedelta(**amount)


@dataclass
class City:
    """Units, areas, categories and people by a short name; ``actor("chen")`` acts."""

    units: dict[str, Unit]
    areas: dict[str, Area]
    categories: dict[str, Category]
    people: dict[str, Person]

    def actor(self, name: str) -> Actor:
        return actor_of(self.people[name], NOW.date())

    def unit(self, name: str) -> int:
        return int(self.units[name].pk)

    def receive(
        self, *, at: datetime = NOW, by: str = "wang", file: bool = True, **more: Any
    ) -> Case:
        """A complaint of 刘洋 about a lamp in 泉河街道, taken in by 王芳."""
        facts: dict[str, Any] = {
            "kind": "complaint",
            "channel": "hotline",
            "title": "泉河街道路灯不亮",
            "body": "幸福里小区门口三盏路灯一周没亮，晚上走路害怕。",
            "address": "泉河街道幸福里小区东门",
            "area_id": self.areas["quanhe"].pk,
            "category_id": self.categories["lamp"].pk,
            "reporter": Contact("刘洋", "19900001111"),
        }
        return cases.receive(NewCase(**(facts | more)), actor=self.actor(by), at=at, file=file)


def _save(row: Model, parent: Any = None) -> Any:
    """Save a tree row and give it its path."""
    row.save()
    if hasattr(row, "path"):
        row.path = f"{parent.path if parent else '/'}{row.pk}/"
        row.save(update_fields=["path"])
    return row


def build() -> City:
    """The city in an empty database."""
    calendar = WorkCalendar.objects.create(name="工作日历")
    CalendarDay.objects.bulk_create(
        CalendarDay(calendar=calendar, day=day, working=day.weekday() < 5)
        for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(730))
    )
    areas = _areas()
    units = _units(areas)
    categories = _categories()
    _policies(categories)
    Cause.objects.create(code="aging", name="设施老化")
    Cause.objects.create(code="care", name="养护不到位")
    people = _people(units)
    directory.forget()
    forget_rules()
    forget_people()
    return City(units, areas, categories, people)


def _areas() -> dict[str, Area]:
    district = _save(Area(code="119916", name="青禾区", kind="district"))
    made = {"district": district}
    for key, code, name in (("quanhe", "119916001", "泉河街道"), ("beilu", "119916002", "北麓镇")):
        made[key] = _save(Area(code=code, name=name, kind="street", parent=district), district)
    for key, code, name, parent in (
        ("xingfu", "119916001001", "幸福里社区", "quanhe"),
        ("shanqian", "119916002201", "山前村", "beilu"),
    ):
        row = Area(code=code, name=name, kind="community", parent=made[parent])
        made[key] = _save(row, made[parent])
    return made


def _units(areas: dict[str, Area]) -> dict[str, Unit]:
    district = _save(Unit(code="QH", name="青禾区政府", kind="district", area=areas["district"]))
    made = {"district": district}
    for key, code, name, kind, area in (
        ("lamps", "QH-CG", "区城市管理委", "department", None),
        ("housing", "QH-ZJ", "区住房建设委", "department", None),
        ("police", "QH-GA", "青禾公安分局", "department", None),
        ("quanhe", "QH-01", "泉河街道办事处", "street", "quanhe"),
        ("beilu", "QH-02", "北麓镇政府", "street", "beilu"),
    ):
        row = Unit(code=code, name=name, kind=kind, parent=district)
        row.area = areas[area] if area else None
        made[key] = _save(row, district)
    for key, code, name, parent in (
        ("xingfu", "QH-01-01", "幸福里社区居委会", "quanhe"),
        ("shanqian", "QH-02-01", "山前村委会", "beilu"),
    ):
        row = Unit(code=code, name=name, kind="community", parent=made[parent], area=areas[key])
        made[key] = _save(row, made[parent])
    return made


def _categories() -> dict[str, Category]:
    code_set = CodeSet.objects.create(standard="测试分类", title="测试分类", for_cases=True)

    def one(code: str, name: str, parent: Category | None = None, **more: Any) -> Category:
        level = 1 if parent is None else 2
        row = Category(
            code_set=code_set,
            kind="demand",
            code=code,
            name=name,
            parent=parent,
            level=level,
            **more,
        )
        return _save(row, parent)  # type: ignore[no-any-return]

    city, housing = one("01", "城市管理"), one("02", "住房建设")
    return {
        "city": city,
        "housing": housing,
        "lamp": one("0101", "路灯", city),
        "road": one("0102", "道路破损", city),
        "market": one("0103", "占道经营", city, on_site_check=True),
        "property": one("0201", "物业服务", housing),
        "leak": one("0202", "房屋漏水", housing, sensitive=True),
    }


def _policies(categories: dict[str, Category]) -> None:
    start = date(2026, 1, 1)
    DeadlinePolicy.objects.create(
        effective_from=start, resolve_amount=5, resolve_unit="work_days",
        sign_amount=4, sign_unit="work_hours", contact_amount=1, contact_unit="work_days",
        report_amount=3, report_unit="work_days", basis="测试：一般",
    )  # fmt: skip
    DeadlinePolicy.objects.create(
        kind="consultation", effective_from=start, resolve_amount=1, resolve_unit="work_days",
        basis="测试：咨询",
    )  # fmt: skip
    DeadlinePolicy.objects.create(
        level="urgent", effective_from=start, resolve_amount=24, resolve_unit="hours",
        sign_amount=2, sign_unit="hours", basis="测试：紧急",
    )  # fmt: skip
    DeadlinePolicy.objects.create(
        category=categories["lamp"], effective_from=start, resolve_amount=2,
        resolve_unit="work_days", sign_amount=4, sign_unit="work_hours", basis="测试：路灯",
    )  # fmt: skip


PEOPLE = (
    ("wang", "王芳", "operator", "district"),
    ("li", "李强", "dispatcher", "district"),
    ("chen", "陈静", "handler", "lamps"),
    ("sun", "孙磊", "handler", "housing"),
    ("zhao", "赵敏", "street", "quanhe"),
    ("ma", "马丽", "street", "beilu"),
    ("zhou", "周军", "supervisor", "district"),
    ("gao", "高洁", "supervisor", "district"),
    ("wu", "吴斌", "inspector", "district"),
    ("he", "何平", "leader", "district"),
    ("lin", "林青", "auditor", "district"),
    ("guo", "郭涛", "administrator", "district"),
    ("xu", "徐娜", "handler", "xingfu"),
    ("bai", "白雪", "editor", "district"),
)


def _people(units: dict[str, Unit]) -> dict[str, Person]:
    made = {}
    for key, name, role, unit in PEOPLE:
        person = Person.objects.create(username=key, name=name, password="!")
        Post.objects.create(person=person, role=role, unit=units[unit])
        made[key] = person
    made["nobody"] = Person.objects.create(username="nobody", name="无岗", password="!")
    return made
