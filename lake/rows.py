"""The form in which a partner's rows are handed out: added up over files, sorted, without the bank's identifiers."""

from collections.abc import Callable
from typing import Final

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

SUMS: Final = ("purchases", "gross", "refunds", "refunded")

VISITS_SCHEMA: Final = pa.schema(
    [
        ("outlet", pa.dictionary(pa.int32(), pa.string())),
        ("channel", pa.dictionary(pa.int32(), pa.string())),
        ("customer", pa.int32()),
        ("day", pa.date32()),
        *((name, pa.int64()) for name in SUMS),
    ]
)

HOURS_SCHEMA: Final = pa.schema(
    [
        ("outlet", pa.dictionary(pa.int32(), pa.string())),
        ("channel", pa.dictionary(pa.int32(), pa.string())),
        ("day", pa.date32()),
        ("hour", pa.int8()),
        *((name, pa.int64()) for name in SUMS),
    ]
)

CLOCKED_SCHEMA: Final = pa.schema(
    [
        ("outlet", pa.dictionary(pa.int32(), pa.string())),
        ("channel", pa.dictionary(pa.int32(), pa.string())),
        ("customer", pa.int32()),
        ("day", pa.date32()),
        ("clocked", pa.int32()),
    ]
)


def visits_coded(rows: pa.Table, codes: Callable[[pa.Array], pa.Array]) -> pa.Table:
    """Put codes in the place of customers, sort by customer and day, and add up days that two files share.

    Parameters
    ----------
    rows : pyarrow.Table
        merchant_id, channel, customer_id, day and the sums.
    codes : callable
        The bank's identifiers → a code for each, whole numbers.
    """
    outlet, channel, customer = (
        rows[name].combine_chunks().dictionary_encode() for name in ("merchant_id", "channel", "customer_id")
    )
    code = codes(customer.dictionary).take(customer.indices).to_numpy()
    day = rows["day"].combine_chunks().cast(pa.int32()).to_numpy()
    places = max(1, len(outlet.dictionary)) * max(1, len(channel.dictionary))
    place = outlet.indices.to_numpy().astype(np.int64) * max(1, len(channel.dictionary)) + channel.indices
    low = int(day.min(initial=0))
    span = int(day.max(initial=0)) - low + 1
    key = (code.astype(np.int64) * span + (day - low)) * places + place
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    kept = order[starts]
    sums = (rows[name].to_numpy().astype(np.int64)[order] for name in SUMS)
    if len(starts) < len(order):
        sums = (np.add.reduceat(values, starts) for values in sums)
    return pa.table(
        [
            outlet.take(pa.array(kept)),
            channel.take(pa.array(kept)),
            pa.array(code[kept], pa.int32()),
            pa.array(day[kept], pa.int32()).cast(pa.date32()),
            *sums,
        ],
        schema=VISITS_SCHEMA,
    )


def hours_summed(rows: ir.Table) -> pa.Table:
    """Add up hours that two files share, and sort."""
    keys = ("outlet", "channel", "day", "hour")
    named = rows.rename(outlet="merchant_id")
    summed = named.group_by(*keys).aggregate(**{name: named[name].sum() for name in SUMS})
    return summed.order_by(*keys).to_pyarrow().cast(HOURS_SCHEMA)


def clocked_coded(rows: ir.Table) -> pa.Table:
    """Put numbers in the place of customers; a day that two files share stays two rows."""
    bought = rows.filter(rows.clocked != 0).rename(outlet="merchant_id", customer="customer_id")
    table = bought.select(*CLOCKED_SCHEMA.names).to_pyarrow()
    numbers = table["customer"].combine_chunks().dictionary_encode().indices
    return table.set_column(2, "customer", numbers).cast(CLOCKED_SCHEMA)
