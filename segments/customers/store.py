"""Replace the list of a partner's customers in one step, a million of them in seconds."""

from typing import Any, Final

import numpy as np
from django.db import connection, models
from numpy.typing import NDArray

from insights.storage import binary
from segments.customers.rows import Columns
from segments.models import Customer

KINDS: Final = {
    models.BigIntegerField: "int8",
    models.SmallIntegerField: "int2",
    models.IntegerField: "int4",
    models.FloatField: "float8",
    models.DateField: "date",
}
AT_ONCE: Final = 50_000
"""Rows written in one piece, so that a large list needs little memory."""


def customers_lock() -> None:
    """Let one worker at a time replace the list; readers see the old one until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {_table()} IN SHARE ROW EXCLUSIVE MODE")


def customers_replace(columns: Columns) -> int:
    """Make the list hold exactly these customers; return how many. Call it in a transaction, after `customers_lock`."""
    held = Customer.objects.all()
    held._raw_delete(held.db)  # a plain delete() reads every row first, for those who listen
    for names, rows in _by_what_is_known(columns):
        _copy({name: columns[name][rows] for name in names})
    return len(columns["pseudonym"])


def _by_what_is_known(columns: Columns) -> list[tuple[list[str], NDArray[np.intp]]]:
    """Put rows with a value in the same fields together: a field without one is left out, and is null."""
    missing = np.zeros(len(columns["pseudonym"]), np.int64)
    for place, values in enumerate(columns.values()):
        missing |= np.isnan(values).astype(np.int64) << place
    found = []
    for pattern in np.unique(missing):
        names = [name for place, name in enumerate(columns) if not pattern >> place & 1]
        found.append((names, np.flatnonzero(missing == pattern)))
    return found


def _copy(columns: Columns) -> None:
    quote: Any = connection.ops.quote_name
    kinds = [_kind(name) for name in columns]
    named = ", ".join(quote(name) for name in columns)
    size = len(columns["pseudonym"])
    statement = f"COPY {_table()} ({named}) FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(binary.HEADER)
        for start in range(0, size, AT_ONCE):
            part = [values[start : start + AT_ONCE] for values in columns.values()]
            copy.write(binary.table(list(zip(kinds, part, strict=True))))
        copy.write(binary.TRAILER)


def _kind(name: str) -> str:
    field = Customer._meta.get_field(name)
    return next(kind for form, kind in KINDS.items() if isinstance(field, form))


def _table() -> str:
    return str(connection.ops.quote_name(Customer._meta.db_table))
