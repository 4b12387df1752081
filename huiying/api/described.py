"""The description of the API as it stands in the repository: the same text each time."""

from __future__ import annotations

import json

from django.utils.translation import override

from huiying.api.urls import api

PREFIX = "/api/v1/"


def openapi() -> str:
    """OpenAPI 3.1 as JSON, for people and for the differences between versions."""
    with override("zh-hans"):
        schema = api.get_openapi_schema(path_prefix=PREFIX)
        return json.dumps(schema, ensure_ascii=False, indent=1, default=str) + "\n"
