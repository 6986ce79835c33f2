"""Runs of many partners at once, for the bank's account managers: their schemas are read side by side.

A partner's own pages read through `standing`; here nobody's schema is opened, so a suspended partner is seen too.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import ProgrammingError, connection, transaction
from psycopg import sql

from insights.models import MetricRun, Outlet
from tenants.migrating import migrations_wanted
from tenants.models import Partner

AT_ONCE: Final = 200
"""Schemas in one statement: more would take more locks than a server has."""

TABLE: Final = MetricRun._meta.db_table
FIELDS: Final = (
    "status",
    "data_version",
    "first_day",
    "as_of",
    "started_at",
    "finished_at",
    "rows",
    "payments",
    "written",
    "error",
)

NEWEST_OF_EACH_STATUS: Final = sql.SQL(
    "(SELECT DISTINCT ON (status) {schema}, {fields} FROM {table} ORDER BY status, started_at DESC)"
)
NEWEST: Final = sql.SQL("(SELECT {schema}, {fields} FROM {table} ORDER BY started_at DESC LIMIT {limit})")


@dataclass(frozen=True, slots=True)
class PartnerRun:
    """One recompute of a partner; `visits` were read, `payments` are what they stand for."""

    status: str
    data_version: int
    first_day: date
    as_of: date
    started_at: datetime
    finished_at: datetime | None
    visits: int
    payments: int
    written: int
    error: str

    @property
    def seconds(self) -> float | None:
        """How long it took; None while it is under way."""
        return (self.finished_at - self.started_at).total_seconds() if self.finished_at else None

    @property
    def failed(self) -> bool:
        """Whether it ended without figures."""
        return self.status == MetricRun.Status.FAILED


@dataclass(frozen=True, slots=True)
class PartnerRuns:
    """The newest run of a partner, the one its figures come from, and the newest that failed.

    `ready` is false while the schema is missing or behind this version of the code.
    """

    ready: bool = False
    newest: PartnerRun | None = None
    done: PartnerRun | None = None
    failed: PartnerRun | None = None

    @property
    def as_of(self) -> date | None:
        """Last day of the figures."""
        return self.done.as_of if self.done else None


def runs_newest(partners: Iterable[Partner]) -> Mapping[str, PartnerRuns]:
    """Return schema → newest runs, for every partner given.

    Three statements for up to `AT_ONCE` partners, however many rows they have.
    """
    schemas = sorted({partner.schema_name for partner in partners})
    found: dict[str, PartnerRuns] = {}
    for begin in range(0, len(schemas), AT_ONCE):
        chunk = schemas[begin : begin + AT_ONCE]
        ready, runs = _attempt(chunk, NEWEST_OF_EACH_STATUS)
        found |= {schema: _newest(schema in ready, runs[schema]) for schema in chunk}
    return found


def runs_of(partner: Partner, *, newest: int = 50) -> tuple[PartnerRun, ...]:
    """Return a partner's last runs, the newest first; none when it has no schema yet."""
    _ready, runs = _attempt([partner.schema_name], NEWEST, limit=newest)
    return tuple(runs[partner.schema_name])


def outlet_count(partner: Partner) -> int:
    """Return how many outlets the bank lists for a partner; none while its schema is missing or behind."""
    with connection.cursor() as cursor:
        if not _current(cursor, [partner.schema_name]):
            return 0
        table = sql.Identifier(partner.schema_name, Outlet._meta.db_table)
        cursor.execute(sql.SQL("SELECT count(*) FROM {table} WHERE listed").format(table=table))
        return int(cursor.fetchone()[0])


def outlet_codes(partner: Partner) -> tuple[str, ...]:
    """Return the category codes of a partner's outlets, the commonest first; none while its schema is behind."""
    with connection.cursor() as cursor:
        if not _current(cursor, [partner.schema_name]):
            return ()
        table = sql.Identifier(partner.schema_name, Outlet._meta.db_table)
        query = "SELECT mcc FROM {table} WHERE listed AND mcc <> '' GROUP BY mcc ORDER BY count(*) DESC, mcc"
        cursor.execute(sql.SQL(query).format(table=table))
        return tuple(code for (code,) in cursor.fetchall())


def _newest(ready: bool, runs: Sequence[PartnerRun]) -> PartnerRuns:
    of = {run.status: run for run in runs}
    return PartnerRuns(
        ready=ready,
        newest=max(runs, key=lambda run: run.started_at, default=None),
        done=of.get(MetricRun.Status.DONE),
        failed=of.get(MetricRun.Status.FAILED),
    )


def _attempt(
    schemas: Sequence[str], select: sql.SQL, *, limit: int = 0
) -> tuple[frozenset[str], dict[str, list[PartnerRun]]]:
    """Read what is there; a schema erased between two statements is looked for once more."""
    try:
        with transaction.atomic():
            return _read(schemas, select, limit)
    except ProgrammingError:
        return _read(schemas, select, limit)


def _read(schemas: Sequence[str], select: sql.SQL, limit: int) -> tuple[frozenset[str], dict[str, list[PartnerRun]]]:
    runs: dict[str, list[PartnerRun]] = defaultdict(list)
    with connection.cursor() as cursor:
        ready = _current(cursor, schemas)
        if not ready:
            return frozenset(), runs
        parts = [
            select.format(
                schema=sql.Literal(schema),
                fields=sql.SQL(", ").join(map(sql.Identifier, FIELDS)),
                table=sql.Identifier(schema, TABLE),
                limit=sql.Literal(limit),
            )
            for schema in ready
        ]
        cursor.execute(sql.SQL(" UNION ALL ").join(parts))
        for schema, *row in cursor.fetchall():
            runs[schema].append(PartnerRun(*row))
    for rows in runs.values():
        rows.sort(key=lambda run: run.started_at, reverse=True)
    return frozenset(ready), runs


def _current(cursor: Any, schemas: Sequence[str]) -> list[str]:
    """Return which schemas are there with every migration of this version of the code."""
    cursor.execute(
        "SELECT schemaname FROM pg_tables WHERE schemaname = ANY(%s) AND tablename IN ('django_migrations', %s)"
        " GROUP BY schemaname HAVING count(*) = 2 ORDER BY schemaname",
        [list(schemas), TABLE],
    )
    there = [schema for (schema,) in cursor.fetchall()]
    if not there:
        return []
    wanted = sorted(f"{app}.{name}" for app, name in migrations_wanted())
    parts = [
        sql.SQL("SELECT {name} FROM {table} WHERE app || '.' || name = ANY({wanted}) HAVING count(*) >= {all}").format(
            name=sql.Literal(schema),
            table=sql.Identifier(schema, "django_migrations"),
            wanted=sql.SQL("%(wanted)s"),
            all=sql.Literal(len(wanted)),
        )
        for schema in there
    ]
    cursor.execute(sql.SQL(" UNION ALL ").join(parts), {"wanted": wanted})
    return [schema for (schema,) in cursor.fetchall()]
