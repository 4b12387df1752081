"""Files as they are kept: sniffed, re-encoded, named by their own digest."""

from django.db import models


class StoredFile(models.Model):
    """A file in the data directory. ``digest`` is SHA-256 of the kept bytes and names the file.

    ``taken_at``, ``lon``, ``lat``: what the camera told of a photo by somebody who must prove their
    work; of a resident's photo nothing is kept.
    """

    digest = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    thumbnail = models.BooleanField(default=False)
    stored_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest[:12]
