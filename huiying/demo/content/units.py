"""The units of the district: centre, departments, streets, communities and grids."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from huiying.demo.content import credit
from huiying.demo.content.places import PREFIX, District
from huiying.demo.content.tables import load, rows

CITY_CENTRE = "CITY-12345"
DISTRICT_CENTRE = "QH-12345"
STREET_DUTIES = (
    "接诉即办属地办理",
    "背街小巷环境整治",
    "综合行政执法",
    "社区治理",
    "应急处置",
    "吹哨报到",
)
COMMUNITY_DUTIES = ("协助核实情况", "组织居民议事", "巡查发现问题")  # assist only: 条例 art. 17
GRID_DUTIES = ("采集信息", "排查隐患")


@dataclass(frozen=True)
class Unit:
    """A unit; ``kind`` as directory.UnitKind, ``nature`` 1 organ, 2 institution, 3 company."""

    code: str
    name: str
    short_name: str
    kind: str
    parent: str
    area_code: str
    credit_code: str
    duties: tuple[str, ...]
    phone: str


def build_units(rng: Random, district: District) -> tuple[Unit, ...]:
    """All units, parents before children; area units carry the code of their area."""
    phones = iter(f"010-0000{number:04}" for number in range(1001, 9999))

    def unit(
        code: str,
        name: str,
        short: str,
        kind: str,
        parent: str,
        area: str,
        nature: str,
        duties: tuple[str, ...],
    ) -> Unit:
        credit_code = credit.invent(rng, nature, PREFIX) if nature else ""
        return Unit(code, name, short, kind, parent, area, credit_code, duties, next(phones))

    result = [
        unit(
            CITY_CENTRE,
            "市市民热线服务中心",
            "市热线中心",
            "city",
            "",
            "",
            "2",
            ("受理来电", "直派工单", "回访评价"),
        ),
        unit(
            DISTRICT_CENTRE,
            "青禾区市民诉求处置中心",
            "区处置中心",
            "district",
            CITY_CENTRE,
            PREFIX,
            "2",
            ("区级派单", "会商协调", "督办考评"),
        ),
    ]
    for code, short, name, nature, duties in rows(load("departments")["departments"]):
        result.append(
            unit(
                code,
                name,
                short,
                "department",
                DISTRICT_CENTRE,
                PREFIX,
                nature,
                tuple(duties.split("；")),
            )
        )
    for area in district.of_kind("street"):
        office = "办事处" if area.name.endswith("街道") else "人民政府"
        result.append(
            unit(
                area.code,
                f"青禾区{area.name}{office}",
                area.name,
                "street",
                DISTRICT_CENTRE,
                area.code,
                "1",
                STREET_DUTIES,
            )
        )
    for area in district.of_kind("community"):
        committee = "村民委员会" if area.name.endswith("村") else "居民委员会"
        result.append(
            unit(
                area.code,
                area.name + committee,
                area.name,
                "community",
                area.parent,
                area.code,
                "",
                COMMUNITY_DUTIES,
            )
        )
    result += [
        unit(area.code, area.name, area.name, "grid", area.parent, area.code, "", GRID_DUTIES)
        for area in district.of_kind("grid")
    ]
    return tuple(result)
