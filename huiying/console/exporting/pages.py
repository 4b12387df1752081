"""What the pages of exports show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.exchange import queries
from huiying.exchange.types import Export

WHAT = {
    "cases": gettext_noop("案件清单"),
    "rates": gettext_noop("三率"),
    "column": gettext_noop("专栏"),
}
FORMATS = {"xlsx": "Excel", "csv": "CSV"}
TONES = {
    "queued": "waiting",
    "running": "going",
    "done": "ended",
    "sent": "ended",
    "failed": "bad",
    "expired": "quiet",
}


@dataclass(frozen=True, slots=True)
class ExportPage:
    """An export as the list and its own page show it."""

    row: Export
    stalled: bool
    ready: bool

    @property
    def name(self) -> str:
        return f"{_(WHAT.get(self.row.what, self.row.what))} {FORMATS.get(self.row.kind, '')}"

    @property
    def tone(self) -> str:
        return "bad" if self.stalled else TONES[self.row.status]

    @property
    def label(self) -> str:
        return _("中断") if self.stalled else str(self.row.get_status_display())

    @property
    def moving(self) -> bool:
        return self.row.status in ("queued", "running") and not self.stalled

    @property
    def stopped(self) -> bool:
        return self.stalled or self.row.status == "failed"

    @property
    def size(self) -> str:
        return filesizeformat(self.row.size) if self.row.size else ""

    @property
    def conditions(self) -> str:
        """How many conditions the list had; which ones, the owner's memory or the link tells."""
        count = len(parse_qs(self.row.query))
        return _("%(n)s 个条件") % {"n": count} if count else _("全部")


def export_page(row: Export, at: datetime) -> ExportPage:
    ready = row.status == "done" and row.expires_at is not None and row.expires_at > at
    return ExportPage(row, queries.export_stalled(row, at), ready)


def export_pages(rows: Sequence[Export], at: datetime) -> list[ExportPage]:
    return [export_page(row, at) for row in rows]
