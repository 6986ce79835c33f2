"""The session store bound to the host's schema, and its middleware."""

from typing import Any, cast

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.utils import timezone

from tenants.database import connection
from tenants.models.session import Session

__all__ = ["SessionMiddleware", "SessionStore"]


class SessionStore(DatabaseStore):
    """Finds and removes only sessions of the schema the connection is in."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Name the table."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = Session.objects.filter(
            session_key=self.session_key, schema_name=connection.schema_name, expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
        return found

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Bind the row to this host."""
        row = cast(Session, super().create_model_instance(data))
        row.schema_name = connection.schema_name
        row.user_id = data.get("_auth_user_id")
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Remove the row, if it is this host's."""
        key = session_key or self.session_key
        if key:
            Session.objects.filter(session_key=key, schema_name=connection.schema_name).delete()


class SessionMiddleware(DjangoSessionMiddleware):
    """Django's own, over the store above."""
