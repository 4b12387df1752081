"""Open data: facts of public cases and numbers, no person, whole editions only."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.test import Client

from huiying.cases.public_models import PublicRule
from huiying.config import cli
from huiying.exchange.publishing import publish as publishing
from huiying.exchange.publishing.tables import TABLES, _numbers
from huiying.scorecard.queries import Line
from tests.city import City, build, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None, tmp_path: Path, settings: Any) -> City:
    settings.HOME = tmp_path
    made = build()
    PublicRule.objects.create(category=made.categories["lamp"], coarse_metres=200)
    return made


def rows(edition: publishing.Edition, name: str) -> list[dict[str, str]]:
    with (edition.folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_public_case_is_told_in_facts_and_without_words(city: City) -> None:
    case = city.receive(lon=116.63123, lat=40.31677)
    city.receive(confidential=True)
    city.receive(kind="tipoff")
    edition = publishing.publish(later(hours=1))
    (row,) = rows(edition, "cases")
    assert row["number"] == case.number
    assert (row["area"], row["category_code"], row["stage"]) == ("泉河街道", "0101", "new")
    assert row["received_on"] == "2026-03-10"
    whole = b"".join(path.read_bytes() for path in edition.folder.iterdir())
    for secret in ("刘洋", "19900001111", "一周没亮", "幸福里小区", case.tracking_code):
        assert secret.encode() not in whole
    assert "116.63123" not in row["lon"]


def test_each_format_holds_the_same(city: City) -> None:
    city.receive(lon=116.63123, lat=40.31677)
    city.receive()
    edition = publishing.publish(later(hours=1))
    for table in TABLES:
        path = edition.folder / f"{table.name}.parquet"
        found = duckdb.connect().read_parquet(str(path))
        assert found.columns == [column.name for column in table.columns]
        assert len(found.fetchall()) == edition.tables[table.name]["rows"]
    drawn = json.loads((edition.folder / "cases.geojson").read_text(encoding="utf-8"))
    assert len(drawn["features"]) == 1
    lon, lat = drawn["features"][0]["geometry"]["coordinates"]
    assert (round(lon, 1), round(lat, 1)) == (116.6, 40.3)


def test_numbers_that_may_point_at_somebody_are_left_out() -> None:
    few = Line(1, "泉河街道", counted=4, responded=4, solved=1, satisfied=0, excluded=1)
    assert _numbers(few) == (None,) * 5
    assert _numbers(Line(1, "泉河街道", counted=5, responded=4))[:2] == (5, 4)
    assert _numbers(Line(1, "泉河街道"))[:2] == (0, 0)


def test_a_failure_leaves_the_edition_before_in_use(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = publishing.publish(later(hours=1))

    def broken(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(publishing, "write", broken)
    with pytest.raises(OSError, match="disk full"):
        publishing.publish(later(hours=2))
    found = publishing.current()
    assert found is not None
    assert found.folder == before.folder
    assert [path.name for path in publishing.home().iterdir()] == [before.folder.name]


def test_once_a_night_and_few_editions_stay(city: City) -> None:
    assert publishing.publish_nightly(later())
    assert not publishing.publish_nightly(later(hours=3))
    for day in range(1, 6):
        assert publishing.publish_nightly(later(days=day))
    assert len(list(publishing.home().iterdir())) == publishing.KEPT


def test_anybody_finds_the_catalogue_the_columns_and_the_files(city: City) -> None:
    client = Client()
    assert "还没有发布过" in client.get("/data/").content.decode()
    assert client.get("/data/catalog.jsonld").status_code == 404
    city.receive()
    publishing.publish(later(hours=1))
    page = client.get("/data/").content.decode()
    assert "/data/cases.parquet" in page
    catalogue = client.get("/data/catalog.jsonld").json()
    assert catalogue["@type"] == "dcat:Catalog"
    assert {one["dct:identifier"] for one in catalogue["dcat:dataset"]} == {
        table.name for table in TABLES
    }
    for one in catalogue["dcat:dataset"]:
        for way in one["dcat:distribution"]:
            path = "/data/" + way["dcat:downloadURL"].rpartition("/data/")[2]
            answer = client.get(path)
            assert answer.status_code == 200
            assert len(b"".join(answer.streaming_content)) == way["dcat:byteSize"]  # type: ignore[attr-defined]
            again = client.get(path, headers={"If-None-Match": answer["ETag"]})
            assert again.status_code == 304
    columns = client.get("/data/cases.schema.json").json()
    assert columns["properties"]["received_on"]["format"] == "date"
    for wrong in ("/data/people.csv", "/data/cases.exe", "/data/nothing.schema.json"):
        assert client.get(wrong).status_code == 404


@pytest.mark.parametrize("name", ["../manifest", "..%2fmanifest"])
def test_nothing_beside_the_tables_can_be_fetched(city: City, name: str) -> None:
    publishing.publish(later(hours=1))
    assert Client().get(f"/data/{name}.json").status_code == 404


def test_the_command_writes_at_once(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    city.receive()
    assert cli.main(["publish-data"]) == 0
    assert "cases" in capsys.readouterr().out
    assert publishing.current() is not None


def test_many_cases_take_no_more_memory(city: City, django_assert_max_num_queries: Any) -> None:
    for number in range(4):
        city.receive(at=later(seconds=number))
    with django_assert_max_num_queries(40):
        publishing.publish(later(hours=1) + timedelta(seconds=1))
