"""Names of rows for annotations in the faces, which never import models themselves."""

from huiying.supervision.models import Item, Nudge, Order

__all__ = ["Item", "Nudge", "Order"]
