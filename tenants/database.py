"""The database connection as django-tenants extends it, typed."""

from typing import TYPE_CHECKING, Any, Protocol, cast

from django.db import connection as django_connection

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper


class SchemaConnection(Protocol):
    """What django-tenants adds to a connection, and the little else that is needed here."""

    schema_name: str
    tenant: Any

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """Go to a tenant's schema."""

    def set_schema(self, schema_name: str, include_public: bool = True) -> None:
        """Go to a schema by name."""

    def set_schema_to_public(self) -> None:
        """Go back to the common schema."""

    def cursor(self) -> "CursorWrapper":
        """Open a cursor with the path set."""


connection = cast(SchemaConnection, django_connection)
