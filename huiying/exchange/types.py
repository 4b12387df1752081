"""Names of rows for annotations in the faces, which never import models themselves."""

from huiying.exchange.models import Export, ImportRun, Mapping

__all__ = ["Export", "ImportRun", "Mapping"]
