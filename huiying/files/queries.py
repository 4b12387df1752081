"""All reads of stored files."""

from __future__ import annotations

from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from huiying.files.models import StoredFile


def unreferenced() -> QuerySet[StoredFile]:
    """Files that no row of any app refers to.

    The apps above are not named here: whoever has a foreign key to a stored file keeps it.
    """
    free = StoredFile.objects.all()
    for relation in StoredFile._meta.get_fields(include_hidden=True):  # noqa: SLF001
        if isinstance(relation, ForeignObjectRel) and relation.related_model is not StoredFile:
            holders = relation.related_model._base_manager  # noqa: SLF001
            free = free.exclude(Exists(holders.filter(**{relation.field.name: OuterRef("pk")})))
    return free
