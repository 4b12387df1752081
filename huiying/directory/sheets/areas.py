"""Areas in and out: our own layout, public lists of divisions, borders as GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from huiying.directory import actions
from huiying.directory.actions.areas import AreaValues
from huiying.directory.kinds import AreaKind, Crs
from huiying.directory.models import Area
from huiying.directory.refusals import AREA, NotFound
from huiying.directory.rules.codes import trimmed_area_code
from huiying.directory.sheets import cells
from huiying.directory.sheets.book import Line
from huiying.directory.sheets.options import Options
from huiying.directory.sheets.report import Deed, Did, did
from huiying.directory.sheets.units import DIVISIONS, KIND_OF_LEVEL
from huiying.journal.events import By
from huiying.lib.tables import BadFile

__all__ = ["COLUMNS", "DIVISIONS", "REQUIRED", "read", "read_borders", "read_divisions", "rows"]

REQUIRED = ("代码", "名称", "类别", "坐标来源")
COLUMNS = (
    *("代码", "上级代码", "名称", "类别", "坐标来源", "中心经度", "中心纬度", "别名", "启用"),
)
OFFICES = ("街道办事处", "地区办事处", "居民委员会", "居委会", "村民委员会", "村委会", "办事处")
KEPT = {"街道办事处": "街道", "地区办事处": "地区", "村民委员会": "村", "村委会": "村"}


def read(lines: list[Line], options: Options) -> Iterator[Deed]:
    """Our own layout; centres in WGS-84 unless ``--crs`` says otherwise."""
    for line in lines:
        deed = partial(_put, line, options.crs or Crs.WGS84.value)
        yield Deed(line.row, line.get("代码"), deed, line.get("上级代码"))


def _put(line: Line, crs: str, by: By, at: datetime) -> list[Did]:
    values: AreaValues = {"name": line.get("名称"), "crs": crs}
    values["kind"] = cells.chosen(AreaKind, line.get("类别"), "类别")
    values["source_crs"] = cells.chosen(Crs, line.get("坐标来源"), "坐标来源") or crs
    if line.has("上级代码"):
        values["parent_id"] = cells.area_id(line.get("上级代码"))
    if line.has("启用"):
        values["active"] = cells.yes(line.get("启用"), "启用", default=True)
    if line.has("中心经度", "中心纬度"):
        values["centre"] = _centre(line, "中心经度", "中心纬度")
    put = actions.put_area(code=line.get("代码"), by=by, at=at, **values)
    aliases = [one.strip() for one in line.get("别名").split("；") if one.strip()]
    return [did(put), *(_alias(put.row, alias, by, at) for alias in aliases)]


def _alias(area: Area, text: str, by: By, at: datetime) -> Did:
    code, _, name = text.partition("=")
    if not code.isdigit():
        code, name = "", text
    put = actions.put_alias(area_id=area.pk, code=code, name=name, by=by, at=at)
    return Did("unchanged") if put.outcome == "unchanged" else Did("changed", ("alias",))


def read_divisions(lines: list[Line], options: Options) -> Iterator[Deed]:
    """A public list of divisions with centres in GCJ-02 unless ``--crs`` says otherwise.

    Codes lose the zeros that mean "all of it" (GB/T 2260, GB/T 10114) and names the office
    (泉河街道办事处 → 泉河街道); the code and the name as listed stay as another name of the area.
    """
    listed = {line.get("code") for line in lines}
    for line in lines:
        code = trimmed_area_code(line.get("code"))
        parent = trimmed_area_code(line.get("parent")) if line.get("parent") in listed else ""
        deed = partial(_put_division, line, code, parent, options.crs or Crs.GCJ02.value)
        yield Deed(line.row, code, deed, parent)


def _put_division(line: Line, code: str, parent: str, crs: str, by: By, at: datetime) -> list[Did]:
    kind = KIND_OF_LEVEL.get(line.get("level"))
    if kind is None:
        known = "、".join(KIND_OF_LEVEL)
        raise cells.BadCell(column="level", value=line.get("level"), choices=known)
    name = place_name(line.get("name"))
    values: AreaValues = {"name": name, "kind": kind}
    if parent:
        values["parent_id"] = cells.area_id(parent)
    if line.get("longitude"):
        values["centre"] = _centre(line, "longitude", "latitude")
        values["crs"] = crs
    put = actions.put_area(code=code, by=by, at=at, **values)
    other_code = line.get("code") if line.get("code") != code else ""
    other_name = line.get("name") if line.get("name") != name else ""
    if not other_code and not other_name:
        return [did(put)]
    alias = f"{other_code}={other_name}" if other_code else other_name
    return [did(put), _alias(put.row, alias, by, at)]


def place_name(office: str) -> str:
    """The place an office is named after: 北园社区居委会 → 北园社区, 山前村委会 → 山前村."""
    for ending in OFFICES:
        if office.endswith(ending) and office != ending:
            stem, kept = office.removesuffix(ending), KEPT.get(ending, "")
            return stem if stem.endswith(kept) else stem + kept
    return office


def read_borders(path: Path, options: Options) -> Iterator[Deed]:
    """Borders from GeoJSON, to the areas with the feature's code or name (adcode, code, name).

    WGS-84 (RFC 7946) unless ``--crs`` says otherwise.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
        features = data["features"] if data["type"] == "FeatureCollection" else [data]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadFile(name=path.name, why=str(error)) from error
    for number, feature in enumerate(features, 1):
        named = feature.get("properties") or {}
        key = str(named.get("adcode") or named.get("code") or named.get("name") or number)
        yield Deed(number, key, partial(_put_border, feature, named, options))


def _put_border(
    feature: dict[str, Any], named: dict[str, Any], options: Options, by: By, at: datetime
) -> list[Did]:
    code = str(named.get("adcode") or named.get("code") or "")
    name = str(named.get("name") or "")
    found = Area.objects.filter(code=trimmed_area_code(code)) if code else Area.objects.none()
    if not found:
        found = Area.objects.filter(name=name) if name else found
    if len(found) != 1:
        raise NotFound(what=AREA, key=f"{code} {name}".strip())
    put = actions.put_area(
        code=found[0].code,
        name=found[0].name,
        polygon=feature.get("geometry") or {},
        crs=options.crs or Crs.WGS84.value,
        source_crs=str(named.get("source_crs") or options.crs or Crs.WGS84.value),
        by=by,
        at=at,
    )
    return [did(put)]


def rows() -> Iterator[tuple[object, ...]]:
    """The header and all areas, parents first."""
    yield COLUMNS
    areas = Area.objects.select_related("parent").prefetch_related("aliases")
    for row in sorted(areas, key=lambda area: (area.path.count("/"), area.code)):
        aliases = [f"{a.code}={a.name}".strip("=") for a in row.aliases.order_by("pk")]
        yield (
            row.code,
            row.parent.code if row.parent else "",
            row.name,
            cells.shown(AreaKind, row.kind),
            cells.shown(Crs, row.source_crs),
            row.lon,
            row.lat,
            "；".join(aliases),
            row.active,
        )


def write_borders(path: Path) -> int:
    """All borders as a GeoJSON file in WGS-84; how many."""
    areas = Area.objects.exclude(polygon="").order_by("code")
    features = [
        {
            "type": "Feature",
            "properties": {"code": row.code, "name": row.name, "source_crs": row.source_crs},
            "geometry": json.loads(row.polygon),
        }
        for row in areas
    ]
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    return len(features)


def _centre(line: Line, lon: str, lat: str) -> tuple[float, float] | None:
    if not line.get(lon) and not line.get(lat):
        return None
    try:
        return float(line.get(lon)), float(line.get(lat))
    except ValueError:
        value = f"{line.get(lon)}，{line.get(lat)}"
        raise cells.BadCell(column=lon, value=value, choices="116.63") from None
