"""What each mart is: how payments of one UTC month are folded into it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import ibis
import ibis.expr.types as ir

from lake.clock import MonthClock, with_local_hour
from lake.engine import compiled

VISITS: Final = "visits"
HOURS: Final = "hours"

PAYMENTS: Final = ibis.table(
    {
        **dict.fromkeys(("merchant_id", "customer_id", "kind", "channel"), "string"),
        "ts": "timestamp(6)",
        "amount": "decimal(14, 2)",
    },
    name="payments",
)
CLOCKS: Final = ibis.table({"clock_of": "string", "clock": "int16"}, name="clocks")


@dataclass(frozen=True, slots=True)
class Mart:
    """One mart.

    Parameters
    ----------
    table : str
        Its name in a version of the lake.
    order : tuple of str
        By what its files are sorted.
    of : callable
        Payments of one UTC month, its clock, who keeps which of its clocks → the mart's rows.
    scheme : int
        Raised when its rows come to mean something else, so that files of before are made again.
    """

    table: str
    order: tuple[str, ...]
    of: Callable[[ir.Table, MonthClock, ir.Table], ir.Table]
    scheme: int = 1


def visits_of(payments: ir.Table, clock: MonthClock, listed: ir.Table) -> ir.Table:
    """Fold payments of one UTC month into visits.

    Parameters
    ----------
    payments : Table
        Transactions as the lake holds them.
    clock : MonthClock
        Of that month.
    listed : Table
        Who keeps which of its clocks.

    Returns
    -------
    Table
        merchant_id, customer_id, day, channel, purchases (int32), gross (int64, kopecks),
        refunds (int32), refunded (int64, kopecks), clocked (int32: bit h is set by a purchase in local hour h, so
        that customers of an hour are counted without a row for each).
    """
    local = with_local_hour(payments, clock, listed)
    bit = ibis.literal(1, "int32") << local.hour.cast("int32")
    clocked = bit.bit_or(where=local.kind == "purchase").fill_null(0).cast("int32")
    return _summed(local, "merchant_id", "customer_id", "day", "channel", clocked=clocked)


def hours_of(payments: ir.Table, clock: MonthClock, listed: ir.Table) -> ir.Table:
    """Fold payments of one UTC month into hours; parameters as in `visits_of`.

    Returns
    -------
    Table
        merchant_id, day, hour (int8, 0 to 23, local), channel, and the sums of `visits_of`.
    """
    return _summed(with_local_hour(payments, clock, listed), "merchant_id", "day", "hour", "channel")


def _summed(local: ir.Table, *keys: str, **more: ir.Value) -> ir.Table:
    bought, returned = local.kind == "purchase", local.kind == "refund"
    kopecks = (local.amount * 100).cast("int64")
    return local.group_by(*keys).aggregate(
        purchases=local.count(where=bought).cast("int32"),
        gross=_whole(kopecks.sum(where=bought)),
        refunds=local.count(where=returned).cast("int32"),
        refunded=_whole(kopecks.sum(where=returned)),
        **more,
    )


def _whole(total: ir.NumericScalar) -> ir.Value:
    # DuckDB adds whole numbers up in 128 bits and writes those to Parquet as floats. The way
    # over a decimal makes Ibis keep the last cast, which it would drop as one from int64 to int64.
    return total.fill_null(0).cast("decimal(38, 0)").cast("int64")


MARTS: Final = {
    mart.table: mart
    for mart in (
        Mart(VISITS, ("merchant_id", "customer_id", "day"), visits_of, scheme=2),
        Mart(HOURS, ("merchant_id", "day", "hour"), hours_of),
    )
}
SCHEME: Final = {mart.table: mart.scheme for mart in MARTS.values()}
"""What a version's fact `marts_scheme` says when it has every mart in its present form."""


@lru_cache(maxsize=128)
def query(table: str, clock: MonthClock) -> str:
    """Return the text that folds one month's payments into one mart."""
    mart = MARTS[table]
    return compiled(mart.of(PAYMENTS, clock, CLOCKS), order_by=mart.order)
