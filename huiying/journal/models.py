"""The append-only journal: one row for everything that happened, chained by SHA-256.

Rows never change: triggers (migration 0002) refuse UPDATE and DELETE in the database itself.
No row holds a resident's words or contact data, only references and digests, so that retention
can erase the words while the chain stays whole.
"""

from django.db import models


class Entry(models.Model):
    """One thing that happened. ``id`` is its place in the chain: gapless, in commit order."""

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=60)
    topic = models.CharField(max_length=30)
    subject_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=80)
    data = models.TextField()  # canonical JSON: the very bytes that were hashed
    hash = models.BinaryField(max_length=32)

    class Meta:
        default_permissions = ()
        indexes = (
            models.Index(fields=["topic", "subject_id", "id"], name="journal_subject"),
            models.Index(fields=["actor_id", "id"], name="journal_actor"),
            models.Index(fields=["at", "id"], name="journal_at"),
        )

    def __str__(self) -> str:
        return f"#{self.id} {self.event}"


class Cursor(models.Model):
    """How far a subscriber has read; moved in the same transaction as the subscriber's rows."""

    name = models.CharField(max_length=60, primary_key=True)
    position = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True, default="")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} @ {self.position}"
