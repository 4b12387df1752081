"""Names of rows for annotations in the faces, which never import models themselves."""

from huiying.knowledge.models import Article, Use, Version

__all__ = ["Article", "Use", "Version"]
