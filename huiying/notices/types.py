"""Names of rows for annotations in the faces, which never import models themselves."""

from huiying.notices.models import Notice

__all__ = ["Notice"]
