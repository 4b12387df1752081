"""Sessions in the database, read with a statement that is not built anew at each request."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from huiying.statements import Statement

SESSION = Statement(lambda key: Session.objects.filter(session_key=key), texts=True)


class SessionStore(DatabaseSessions):
    """As Django's own, row for row: the two can be exchanged at any time."""

    def _get_session_from_db(self) -> Session | None:
        found = SESSION.first(self.session_key)
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return None
        return found
