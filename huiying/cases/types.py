"""Names of rows for annotations in the faces, which never import models themselves."""

from huiying.cases.models import Attachment, Case, Note, Reporter, Request

__all__ = ["Attachment", "Case", "Note", "Reporter", "Request"]
