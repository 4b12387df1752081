"""Names of rows for annotations in the faces, which never import models themselves."""

from huiying.relay.models import Meaning, Passing, Server, Service

__all__ = ["Meaning", "Passing", "Server", "Service"]
