"""``id__among``: one of many ids, given to the database as one value and not as thousands."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import BigAutoField, Lookup
from django.db.models.sql.compiler import SQLCompiler


@BigAutoField.register_lookup
class Among(Lookup[Any]):
    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, values = self.process_lhs(compiler, connection)
        idents = list(self.rhs)
        if connection.vendor == "postgresql":
            return f"{left} = ANY(%s::bigint[])", (*values, idents)
        among = "(SELECT value FROM json_each(%s))"
        return f"{left} IN {among}", (*values, json.dumps(idents))
