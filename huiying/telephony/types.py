"""Names of rows for annotations in the faces, which never import models themselves."""

from huiying.telephony.models import Call, Recall, Transfer

__all__ = ["Call", "Recall", "Transfer"]
