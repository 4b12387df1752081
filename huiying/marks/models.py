"""Marks that all processes share and that outlive a restart: forms sent once, tries counted."""

from __future__ import annotations

from django.db import models


class Mark(models.Model):
    """A count under a key until a moment. The key is a keyed digest: no address is kept."""

    key = models.CharField(max_length=32, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.key} {self.count}"
