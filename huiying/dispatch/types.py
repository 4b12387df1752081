"""Names of rows for annotations in the faces, which never import models themselves."""

from huiying.dispatch.models import Assignment, ClockRequest, Return

__all__ = ["Assignment", "ClockRequest", "Return"]
