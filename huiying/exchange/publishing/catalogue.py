"""The catalogue of the open data as DCAT (W3C), and each table's columns as a JSON schema."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from huiying.exchange.publishing.publish import Edition
from huiying.exchange.publishing.tables import BY_NAME, Table

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
}
FORMATS = {"text": {}, "date": {"format": "date"}, "integer": {}, "number": {}}
TYPES = {"text": "string", "date": "string", "integer": "integer", "number": "number"}


def dcat(edition: Edition, base: str, licence: str, publisher: str) -> dict[str, Any]:
    """A dcat:Catalog in JSON-LD; addresses begin with ``base``."""
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@type": "dcat:Catalog",
        "@id": f"{base}/data/",
        "dct:title": _("开放数据"),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": publisher},
        "dct:modified": edition.at.isoformat(),
        "dct:language": ["zh", "en"],
        "dcat:dataset": [
            _dataset(BY_NAME[name], told, edition, base, licence)
            for name, told in edition.tables.items()
            if name in BY_NAME
        ],
    }


def _dataset(
    table: Table, told: dict[str, Any], edition: Edition, base: str, licence: str
) -> dict[str, Any]:
    return {
        "@type": "dcat:Dataset",
        "@id": f"{base}/data/#{table.name}",
        "dct:identifier": table.name,
        "dct:title": _(table.title),
        "dct:description": _(table.about),
        "dct:modified": edition.at.isoformat(),
        "dct:accrualPeriodicity": "http://publications.europa.eu/resource/authority/frequency/DAILY",
        "dct:conformsTo": f"{base}/data/{table.name}.schema.json",
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:format": ending,
                "dcat:mediaType": MEDIA[ending].partition(";")[0],
                "dcat:byteSize": size,
                "dct:license": licence,
                "dcat:downloadURL": f"{base}/data/{table.name}.{ending}",
            }
            for ending, size in told["files"].items()
        ],
    }


def schema(table: Table, base: str) -> dict[str, Any]:
    """The columns of a table as JSON schema of one row."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base}/data/{table.name}.schema.json",
        "title": _(table.title),
        "description": _(table.about),
        "type": "object",
        "properties": {
            column.name: {
                "type": [TYPES[column.kind], "null"],
                "description": _(column.meaning),
                **FORMATS[column.kind],
            }
            for column in table.columns
        },
    }
