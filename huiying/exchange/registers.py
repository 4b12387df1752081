"""The register of units and the journal as tables. Neither holds anything about a resident."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.directory.sheets import table
from huiying.journal import queries as journal
from huiying.lib.tables import Sheet

JOURNAL = (
    (gettext_noop("序号"), 10),
    (gettext_noop("时间"), 17),
    (gettext_noop("事件"), 20),
    (gettext_noop("对象"), 12),
    (gettext_noop("对象编号"), 10),
    (gettext_noop("操作人编号"), 10),
    (gettext_noop("操作人"), 16),
    (gettext_noop("内容"), 60),
    (gettext_noop("哈希"), 66),
)


def unit_sheet() -> Sheet:
    """All units, parents first, in the columns that `huiying directory import units` reads."""
    title, headers, rows = table("units")
    return Sheet(_(title), headers, rows, [18] * len(headers))


def journal_sheet(since: datetime | None, till: datetime | None, topic: str = "") -> Sheet:
    """What happened in ``[since, till)``, oldest first; ``topic`` "" for everything."""
    heads, widths = [_(title) for title, _width in JOURNAL], [width for _title, width in JOURNAL]
    return Sheet(_("日志"), heads, _entries(since, till, topic), widths)


def _entries(since: datetime | None, till: datetime | None, topic: str) -> Iterator[list[Any]]:
    for line, digest in journal.span(since, till, topic):
        data = json.dumps(line.data, ensure_ascii=False, sort_keys=True) if line.data else ""
        yield [
            line.id, line.at, line.event, line.topic, line.subject_id, line.actor_id,
            line.actor_name, data, digest,
        ]  # fmt: skip
