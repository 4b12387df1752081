"""Names of rows for annotations in the faces, which never import models themselves."""

from huiying.column.models import Comment, Exposure, Picture, ReplyTime, Round

__all__ = ["Comment", "Exposure", "Picture", "ReplyTime", "Round"]
