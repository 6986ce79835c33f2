"""Who computes a partner: one at a time, and a dead one is replaced at once.

The claim is a row: a run in STARTED, of which a schema holds one at most. An advisory lock of
PostgreSQL tells a living owner from a dead one: it ends with the connection of the process that
holds it, killed or not, so nobody has to wait for a time-out.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from insights.models import MetricRun

LOCK = "hashtextextended('metric_recompute:' || current_schema(), 0)"


class Busy(Exception):  # noqa: N818
    """Another worker is computing this partner."""


@contextmanager
def claimed(*, data_version: int, first_day: date, as_of: date, fingerprint: str) -> Iterator[MetricRun]:
    """Hold the only run of the partner whose schema is open.

    The run is FAILED when the block raises, with the error's text; making it DONE is up to the block.

    Raises
    ------
    Busy
        When a living worker holds it.
    """
    if not _lock():
        raise Busy
    try:
        run = _begin(data_version=data_version, first_day=first_day, as_of=as_of, fingerprint=fingerprint)
        try:
            yield run
        except Exception as error:
            run.status, run.finished_at = MetricRun.Status.FAILED, timezone.now()
            run.error = f"{type(error).__name__}: {error}"[:2000]
            run.save(update_fields=["status", "finished_at", "error"])
            raise
    finally:
        _unlock()


def refusal_keep(*, error: str, facts: Mapping[str, Any]) -> None:
    """Keep that a run could not even begin, once for each state of the lake.

    Parameters
    ----------
    error : str
        Why.
    facts : mapping
        Of the lake's newest version; an empty lake leaves nothing to keep, and everyone sees that it is empty.
    """
    if not facts.get("first_day"):
        return
    now, version = timezone.now(), int(facts["marts_of"])
    newest = MetricRun.objects.order_by("-started_at").first()
    if newest and (newest.status, newest.data_version, newest.error) == (MetricRun.Status.FAILED, version, error):
        return
    MetricRun.objects.create(
        status=MetricRun.Status.FAILED,
        data_version=version,
        first_day=facts["first_day"],
        as_of=facts["last_day"],
        fingerprint="",
        started_at=now,
        finished_at=now,
        error=error,
    )


def interrupted() -> bool:
    """Say whether the open schema has a run whose worker is gone."""
    if not MetricRun.objects.filter(status=MetricRun.Status.STARTED).exists() or not _lock():
        return False
    _unlock()
    return True


def _begin(*, data_version: int, first_day: date, as_of: date, fingerprint: str) -> MetricRun:
    now = timezone.now()
    with transaction.atomic():
        # Whoever began it is gone: the lock is ours.
        MetricRun.objects.filter(status=MetricRun.Status.STARTED).update(
            status=MetricRun.Status.FAILED, finished_at=now, error=_("Interrupted; it was done again.")
        )
        return MetricRun.objects.create(
            data_version=data_version, first_day=first_day, as_of=as_of, fingerprint=fingerprint, started_at=now
        )


def _lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_lock({LOCK})")
        return bool(cursor.fetchone()[0])


def _unlock() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_unlock({LOCK})")
