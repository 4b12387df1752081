"""Names of rows for annotations in the faces, which never import models themselves."""

from huiying.webhooks.models import Delivery, Webhook

__all__ = ["Delivery", "Webhook"]
