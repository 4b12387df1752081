"""Names of rows for annotations in the faces, which never import models themselves."""

from huiying.consultation.models import Measure, Meeting, Topic

__all__ = ["Measure", "Meeting", "Topic"]
