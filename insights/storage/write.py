"""Write what changed, and nothing else."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection, models

from insights.engine.visits import Slice
from insights.engine.windows import Grain, Windows
from insights.metrics import Values
from insights.models import MetricSeries, MetricTotals
from insights.storage import binary

SERIES_COLUMNS: Final = ("metric", "grain", "outlet", "channel", "first", "values", "counts", "digest")
TOTALS_COLUMNS: Final = ("metric", "outlet", "channel", "starts", "ends", "values", "counts", "digest")


@dataclass(slots=True)
class Draft:
    """Rows of a run, in the form in which they will be stored, before it is known which are new.

    Parameters
    ----------
    series, totals : dict
        Natural key → (digest, fields in the columns' order).
    """

    series: dict[tuple[str, ...], tuple[bytes, tuple[bytes, ...]]] = field(default_factory=dict)
    totals: dict[tuple[str, ...], tuple[bytes, tuple[bytes, ...]]] = field(default_factory=dict)

    def add_series(self, metric: str, grain: Grain, part: Slice, windows: Windows, values: Values) -> None:
        """Add a metric of one slice by the periods of a grain."""
        key = (metric, grain.value, part.outlet, part.channel)
        content = (binary.date(int(windows.label[0])), *_arrays(values))
        self.series[key] = _digested(key, content)

    def add_totals(self, metric: str, part: Slice, windows: Windows, values: Values) -> None:
        """Add a metric of one slice over windows."""
        key = (metric, part.outlet, part.channel)
        content = (binary.dates(windows.start), binary.dates(windows.end), *_arrays(values))
        self.totals[key] = _digested(key, content)


def write(draft: Draft) -> int:
    """Make the tables hold exactly the draft's rows; return how many had to be written. Call it in a transaction."""
    return replace(MetricSeries.objects.all(), SERIES_COLUMNS, 4, draft.series) + replace(
        MetricTotals.objects.all(), TOTALS_COLUMNS, 3, draft.totals
    )


def _arrays(values: Values) -> tuple[bytes, bytes]:
    return binary.floats(values.value), binary.ints(values.n)


def _digested(key: tuple[str, ...], content: tuple[bytes, ...]) -> tuple[bytes, tuple[bytes, ...]]:
    digest = hashlib.blake2b(b"".join(content), digest_size=16).digest()
    return digest, (*(binary.text(part) for part in key), *content, digest)


def replace(
    held: models.QuerySet[Any],
    columns: tuple[str, ...],
    key_length: int,
    rows: Mapping[tuple[Any, ...], tuple[bytes, tuple[bytes, ...]]],
) -> int:
    """Make these rows of a table hold exactly the given ones; return how many had to be written.

    Parameters
    ----------
    held : queryset
        What the given rows replace; its table has a column `digest`.
    columns : tuple of str
        Those that are written; the natural key comes first, `digest` last.
    key_length : int
        How many columns the natural key has.
    rows : mapping
        Natural key → (digest, fields in the columns' order, in binary form).
    """
    stored = {
        tuple(found[1 : key_length + 1]): (found[0], found[-1].bytes)
        for found in held.values_list("id", *columns[:key_length], "digest")
    }
    same = {key for key, (_, digest) in stored.items() if key in rows and rows[key][0] == digest}
    stale = [identifier for key, (identifier, _) in stored.items() if key not in same]
    fresh = [fields for key, (_, fields) in rows.items() if key not in same]
    if stale:
        held.filter(pk__in=stale).delete()
    if fresh:
        _copy(held.model._meta.db_table, columns, (binary.row(fields) for fields in fresh))
    return len(fresh)


def _copy(table: str, columns: tuple[str, ...], rows: Iterable[bytes]) -> None:
    quote: Callable[[str], str] = connection.ops.quote_name
    named = ", ".join(quote(column) for column in columns)
    statement = f"COPY {quote(table)} ({named}) FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(binary.HEADER)
        for line in rows:
            copy.write(line)
        copy.write(binary.TRAILER)
