"""Names of rows for annotations in the faces, which never import models themselves."""

from huiying.supervision.models import Item, Nudge

__all__ = ["Item", "Nudge"]
