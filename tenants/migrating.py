"""Keeping schemas at the newest migrations: the public one, the template, each partner's."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import structlog
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection as django_connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django_tenants.utils import quote_schema_name, schema_context

from tenants.database import connection

log = structlog.get_logger(__name__)

PUBLIC: Final = "public"
TEMPLATE: Final = "template_partner"
LOCK: Final = 0x7E4A_0001
"""Advisory lock: two processes never migrate at the same time."""


@dataclass(frozen=True, slots=True)
class MigrationReport:
    """What became of one schema."""

    schema: str
    state: Literal["migrated", "current", "failed"]
    seconds: float
    error: str = ""


@cache
def migrations_wanted() -> frozenset[tuple[str, str]]:
    """Return every migration of the partner apps in this version of the code, as (app, name)."""
    labels = {config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS}
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset((app, name) for app, name in loader.disk_migrations if app in labels)


def schema_exists(schema: str) -> bool:
    """Say whether the database has this schema."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [quote_schema_name(schema)])
        return bool(cursor.fetchone()[0])


def schema_current(schema: str) -> bool:
    """Say whether a partner's schema exists and has every migration of this version of the code."""
    with connection.cursor() as cursor:
        table = f"{quote_schema_name(schema)}.django_migrations"
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
        if not cursor.fetchone()[0]:
            return False
        cursor.execute(f"SELECT app, name FROM {table}")  # noqa: S608  a quoted identifier
        return migrations_wanted() <= set(cursor.fetchall())


def schema_migrate(schema: str) -> None:
    """Bring a partner's schema, or the template, to this version's migrations; make it if it is missing."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {quote_schema_name(schema)}")
    with schema_context(schema):
        # With public in the path the recorder would find its table there and believe all was done.
        connection.set_schema(schema, include_public=False)
        MigrationRecorder(django_connection).ensure_schema()
        connection.set_schema(schema)
        executor = MigrationExecutor(django_connection)
        labels = {app for app, _ in migrations_wanted()}
        executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] in labels])


def public_migrate() -> bool:
    """Bring the public schema to this version's migrations; return whether there was anything to do."""
    with schema_context(PUBLIC):
        executor = MigrationExecutor(django_connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
    call_command("migrate_schemas", schema_name=PUBLIC, interactive=False, verbosity=0)
    return True


def template_ensure() -> bool:
    """Have a template schema at this version's migrations; return whether there was anything to do."""
    if schema_current(TEMPLATE):
        return False
    with migrating_alone():
        if schema_current(TEMPLATE):
            return False
        schema_migrate(TEMPLATE)
    return True


def migrate_all(on_report: Callable[[MigrationReport], None] | None = None) -> tuple[MigrationReport, ...]:
    """Migrate public, then the template, then each partner that is behind.

    One failure is reported and stops nobody else, save that nothing can follow when public itself fails.
    """
    reports: list[MigrationReport] = []

    def note(schema: str, work: Callable[[], bool]) -> bool:
        report = _attempt(schema, work)
        reports.append(report)
        if on_report:
            on_report(report)
        return report.state != "failed"

    with migrating_alone():
        if not note(PUBLIC, public_migrate):
            return tuple(reports)
        note(TEMPLATE, template_ensure)
        for schema in _partner_schemas():
            note(schema, lambda schema=schema: _bring_up(schema))  # type: ignore[misc]
    return tuple(reports)


def _bring_up(schema: str) -> bool:
    # A partner without a schema is still being provisioned: that is another one's work.
    if not schema_exists(schema) or schema_current(schema):
        return False
    schema_migrate(schema)
    return True


def _attempt(schema: str, work: Callable[[], bool]) -> MigrationReport:
    begun = time.monotonic()
    try:
        changed = work()
    except Exception as error:  # noqa: BLE001, RUF100  one partner's failure must not stop the others
        log.exception("migration failed", schema=schema)
        return MigrationReport(schema, "failed", time.monotonic() - begun, f"{type(error).__name__}: {error}")
    return MigrationReport(schema, "migrated" if changed else "current", time.monotonic() - begun)


def _partner_schemas() -> list[str]:
    from tenants.models import Partner  # noqa: PLC0415  its table may only just have been made

    return list(
        Partner.objects.exclude(status=Partner.Status.ERASING)
        .order_by("schema_name")
        .values_list("schema_name", flat=True)
    )


@contextmanager
def migrating_alone() -> Iterator[None]:
    """Wait for any other process that migrates; one process may enter more than once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
