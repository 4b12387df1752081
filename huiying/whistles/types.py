"""Names of rows for annotations in the faces, which never import models themselves."""

from huiying.whistles.models import Rating, Summons, Whistle

__all__ = ["Rating", "Summons", "Whistle"]
