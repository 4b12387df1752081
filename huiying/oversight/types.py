"""Names of rows for annotations in the faces, which never import models themselves."""

from huiying.oversight.models import CallBack, Excuse

__all__ = ["CallBack", "Excuse"]
