"""One pass over all companies at a time, so that two never enter the same ledger at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

LOCK = "hashtextextended('peers_recompute', 0)"


class Busy(Exception):  # noqa: N818
    """Another worker compares partners at this moment."""


@contextmanager
def peers_claimed() -> Iterator[None]:
    """Hold the only pass; it ends with the connection of a process that dies.

    Raises
    ------
    Busy
        When a living worker holds it.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_lock({LOCK})")
        if not cursor.fetchone()[0]:
            raise Busy
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_unlock({LOCK})")
