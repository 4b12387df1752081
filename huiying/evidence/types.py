"""Names of rows for annotations in the faces, which never import models themselves."""

from huiying.evidence.models import Doubt, Picture

__all__ = ["Doubt", "Picture"]
