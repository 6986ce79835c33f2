"""One pass over all companies at a time, so that two never enter the same ledger at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

LOCK = "hashtextextended('peers_recompute', 0)"


class Busy(Exception):  # noqa: N818
    """Another worker compares partners at this moment."""


@contextmanager
def peers_claimed() -> Iterator[None]:
    """Hold the only pass; it ends with the process, however that ends.

    Raises
    ------
    Busy
        When a living worker holds it.
    """
    # A connection of its own: the usual one may be closed and opened again between two partners, and the lock with it.
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute(f"SELECT pg_try_advisory_lock({LOCK})")
            if not cursor.fetchone()[0]:
                raise Busy
        yield
    finally:
        own.close()
