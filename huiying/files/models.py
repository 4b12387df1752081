"""Files as they are kept: sniffed, re-encoded, named by their own digest."""

from django.db import models


class StoredFile(models.Model):
    """A file in the data directory. ``digest`` is SHA-256 of the kept bytes and names the file."""

    digest = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    thumbnail = models.BooleanField(default=False)
    stored_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest[:12]
