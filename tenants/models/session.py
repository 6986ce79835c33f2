"""Sessions of one host: an id stolen from A means nothing on B."""

from typing import TYPE_CHECKING

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models

if TYPE_CHECKING:
    from tenants.sessions import SessionStore


class Session(AbstractBaseSession):
    """A visit to one host, bound to its schema."""

    schema_name = models.CharField(max_length=63, db_index=True)
    objects = BaseSessionManager()  # type: ignore[misc]

    class Meta(AbstractBaseSession.Meta):
        pass

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        """Name the store that filters by schema."""
        from tenants.sessions import SessionStore  # noqa: PLC0415  the store reads this model

        return SessionStore
