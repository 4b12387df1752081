"""Areas 区划: their place in the tree, their borders in WGS-84, their other codes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, TypedDict, Unpack

from huiying.directory.actions.core import (
    Put,
    assign,
    check_choice,
    check_filled,
    check_length,
    find,
    get,
    tell,
    writing,
)
from huiying.directory.actions.trees import settle
from huiying.directory.events import (
    AliasAdded,
    AliasChanged,
    AliasRemoved,
    AreaAdded,
    AreaChanged,
)
from huiying.directory.kinds import Crs
from huiying.directory.models import Area, AreaAlias
from huiying.directory.refusals import (
    ALIAS,
    ALIAS_WORD,
    AREA,
    AREA_CODE,
    SYSTEM,
    BadCode,
    BadPlace,
    BadPolygon,
    Duplicate,
    Empty,
    NotFound,
    StillUsed,
)
from huiying.directory.rules.codes import is_area_code
from huiying.journal import actions as journal
from huiying.journal.events import By
from huiying.lib.geo import Crs as System
from huiying.lib.geo import NotAnArea, convert, convert_geometry

DEGREES = 7  # decimals kept: about a centimetre


class AreaValues(TypedDict, total=False):
    """What can be said about an area; what is left out stays as it is.

    ``polygon`` is GeoJSON (text or mapping, "" for none), ``centre`` is (lon, lat) or None; both
    in the system ``crs``, WGS-84 unless said. ``source_crs`` is kept beside the converted ones.
    """

    name: str
    kind: str
    parent_id: int | None
    polygon: str | Mapping[str, Any]
    centre: tuple[float, float] | None
    crs: str
    source_crs: str
    active: bool


def put_area(
    *, code: str, by: By, at: datetime, area_id: int | None = None, **values: Unpack[AreaValues]
) -> Put[Area]:
    """Add an area or change the one with this code; with ``area_id`` the code may change as well.

    A new area needs name and kind. Raises NotFound, Duplicate, Empty, BadCode, BadPolygon,
    BadPlace, BadKind, StillUsed, and those of trees.settle.
    """
    code = code.strip()
    if not is_area_code(code):
        raise BadCode(key=code)
    with writing():
        row = find(Area, area_id, AREA, code=code)
        changes = assign(row, {"code": code, **_columns(code, values)})
        if "polygon" in changes:
            changes["polygon"] = [_digest(border) for border in changes["polygon"]]
        put = Put(row, row.pk is None, changes)
        if put.created or changes:
            _check(row)
            settle(row, AREA)
        tell(put, AreaAdded, AreaChanged, code, by=by, at=at)
    return put


def deactivate_area(*, area_id: int, by: By, at: datetime) -> Put[Area]:
    """Take an area out of choices; its history stays. Raises NotFound and StillUsed."""
    with writing():
        row = get(Area, area_id, AREA)
        return put_area(code=row.code, area_id=area_id, active=False, by=by, at=at)


def put_alias(
    *, area_id: int, by: By, at: datetime, code: str = "", name: str = ""
) -> Put[AreaAlias]:
    """Another code or name of an area. Raises NotFound, Empty and Duplicate."""
    code, name = code.strip(), name.strip()
    with writing():
        area = get(Area, area_id, AREA)
        if not code and not name:
            raise Empty(key=area.name, field=ALIAS_WORD)
        if code:
            _check_free(code, area)
            row = find(AreaAlias, None, ALIAS, code=code)
        else:
            row = find(AreaAlias, None, ALIAS, area_id=area_id, code="", name=name)
        changes = assign(row, {"area_id": area_id, **({"name": name} if name else {})})
        check_length(row)
        put = Put(row, row.pk is None, changes)
        if put.created or changes:
            row.save()
            happened: Any = (
                AliasAdded(area_id, key=code or name)
                if put.created
                else AliasChanged(area_id, key=code or name, changes=changes)
            )
            journal.record(happened, by=by, at=at)
    return put


def remove_alias(*, alias_id: int, by: By, at: datetime) -> None:
    """Nothing refers to an alias, so it may go. Raises NotFound."""
    with writing():
        row = get(AreaAlias, alias_id, ALIAS)
        area_id, key = row.area_id, str(row)
        row.delete()
        journal.record(AliasRemoved(area_id, key=key), by=by, at=at)


def _check_free(code: str, area: Area) -> None:
    other = Area.objects.filter(code=code).first()
    taken = AreaAlias.objects.filter(code=code).exclude(area=area).first()
    if other is not None or taken is not None:
        name = str(other or (taken and taken.area))
        raise Duplicate(what=AREA_CODE, key=code, name=name)


def _columns(code: str, values: AreaValues) -> dict[str, Any]:
    """The values as columns: border and centre converted to WGS-84, their source kept."""
    columns: dict[str, Any] = {
        name: values[name]
        for name in ("name", "kind", "parent_id", "source_crs", "active")
        if name in values
    }
    crs = _system(values.get("crs", Crs.WGS84))
    if "polygon" in values:
        columns["polygon"] = _border(values.get("name", code), values["polygon"], crs)
    if "centre" in values:
        columns |= _centre(values.get("name", code), values["centre"], crs)
    if "crs" in values and "source_crs" not in values:
        columns["source_crs"] = crs.value
    return columns


def _system(name: str) -> System:
    try:
        return System(name)
    except ValueError:
        raise NotFound(what=SYSTEM, key=name) from None


def _border(name: str, given: str | Mapping[str, Any], crs: System) -> str:
    if not given:
        return ""
    try:
        geometry = json.loads(given) if isinstance(given, str) else given
    except json.JSONDecodeError as error:
        raise BadPolygon(name=name, why=str(error)) from error
    if not isinstance(geometry, Mapping):
        raise BadPolygon(name=name, why=type(geometry).__name__)
    try:
        converted = convert_geometry(geometry, crs)
    except NotAnArea as error:
        raise BadPolygon(name=name, why=str(error)) from error
    shape = {"type": converted["type"], "coordinates": _rounded(converted["coordinates"])}
    return json.dumps(shape, separators=(",", ":"))


def _rounded(nested: Any) -> Any:
    if isinstance(nested, list | tuple):
        return [_rounded(inner) for inner in nested]
    return round(float(nested), DEGREES)


def _centre(name: str, centre: tuple[float, float] | None, crs: System) -> dict[str, Any]:
    if centre is None:
        return {"lon": None, "lat": None}
    lon, lat = centre
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise BadPlace(name=name, lon=lon, lat=lat)
    point = convert(lon, lat, crs)
    return {"lon": round(point.lon, DEGREES), "lat": round(point.lat, DEGREES)}


def _check(row: Area) -> None:
    check_filled(row, row.code, "name", "kind")
    check_choice(row, "kind")
    check_choice(row, "source_crs")
    check_length(row)
    alias = AreaAlias.objects.filter(code=row.code).select_related("area").first()
    if alias is not None:
        raise Duplicate(what=AREA_CODE, key=row.code, name=str(alias.area))
    if not row.active and row.pk is not None:
        unit = row.units.filter(active=True).first()
        if unit is not None:
            raise StillUsed(name=row.name, below=str(unit))


def _digest(border: str) -> str:
    return sha256(border.encode()).hexdigest()[:16] if border else ""
