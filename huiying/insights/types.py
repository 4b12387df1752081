"""Names of rows for annotations in the faces, which never import models themselves."""

from huiying.insights.models import Alert, Problem, Proposal, Watch

__all__ = ["Alert", "Problem", "Proposal", "Watch"]
