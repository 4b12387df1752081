"""Lists go out as files: true to the list, masked, harmless to open."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from huiying.cases.listing import Filter
from huiying.exchange.exports import COLUMNS, export_cases
from huiying.exchange.refusals import BadOption
from huiying.lib.tables import open_table
from tests.city import City, later

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_the_actor_sees_goes_out_masked(city: City, tmp_path: Path, kind: str) -> None:
    city.receive(title="路灯不亮，请打 19900001111")
    city.receive(title="别的区的事", area_id=city.areas["beilu"].pk, confidential=True)
    target = tmp_path / f"案件.{kind}"
    assert export_cases(city.actor("li"), Filter(sort="old"), later(days=1), kind, target) == 2
    table = open_table(target)
    rows = [dict(zip(table.headers, cells, strict=False)) for _number, cells in table.rows()]
    assert len(table.headers) == len(COLUMNS)
    assert rows[0]["标题"] == "路灯不亮，请打 199****1111"
    assert rows[0]["诉求人"] == "刘*"
    assert rows[1]["诉求人"] == "保密"
    assert rows[0]["状态"] == "待派单"
    street = export_cases(city.actor("zhao"), Filter(), later(days=1), kind, target)
    assert street == 1  # 赵敏 sees her own street only


def test_the_filter_of_the_page_is_the_filter_of_the_file(city: City, tmp_path: Path) -> None:
    city.receive()
    city.receive(kind="consultation", file=False)
    target = tmp_path / "a.csv"
    wanted = Filter.parse({"state": "received"})
    assert export_cases(city.actor("li"), wanted, later(days=1), "csv", target) == 1


def test_no_title_runs_as_a_formula(city: City, tmp_path: Path) -> None:
    city.receive(title="=cmd|' /C calc'!A0")
    target = tmp_path / "a.csv"
    export_cases(city.actor("li"), Filter(), later(days=1), "csv", target)
    with target.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[1][1].startswith("'=")


def test_other_formats_are_refused(city: City, tmp_path: Path) -> None:
    with pytest.raises(BadOption):
        export_cases(city.actor("li"), Filter(), later(days=1), "pdf", tmp_path / "a.pdf")
