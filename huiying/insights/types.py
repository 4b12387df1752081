"""Names of rows for annotations in the faces, which never import models themselves."""

from huiying.insights.models import Alert, Problem, Watch

__all__ = ["Alert", "Problem", "Watch"]
