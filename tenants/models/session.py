"""Sessions of one host: an id stolen from A means nothing on B."""

from typing import TYPE_CHECKING

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.timezone import now

from tenants.models.user import User

if TYPE_CHECKING:
    from tenants.sessions import SessionStore


class Session(AbstractBaseSession):
    """A visit to one host, bound to its schema."""

    schema_name = models.CharField(max_length=63, db_index=True)
    user = models.ForeignKey(User, models.CASCADE, null=True, editable=False, related_name="sessions")
    started_at = models.DateTimeField(default=now, editable=False)
    objects = BaseSessionManager()  # type: ignore[misc]

    class Meta(AbstractBaseSession.Meta):
        pass

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        """Name the store that filters by schema."""
        from tenants.sessions import SessionStore  # noqa: PLC0415  the store reads this model

        return SessionStore
