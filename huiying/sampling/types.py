"""Names of rows for annotations in the faces, which never import models themselves."""

from huiying.sampling.models import Check, Plan

__all__ = ["Check", "Plan"]
