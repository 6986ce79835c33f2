"""What recency, frequency and money of every company's customers are scored by."""

from collections.abc import Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from lake.peers.calendar import Span
from lake.peers.channels import CHANNELS, PARTS, through
from lake.peers.people import Flags, Ints
from lake.peers.times import numbers


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Pairs of company and customer with a purchase in a span of days, sorted by company.

    Parameters
    ----------
    span : (date, date)
        The days.
    company : int64 array of shape (pairs,)
        Codes as in the facts.
    customer : int64 array of shape (pairs,)
        A number for each customer, the same at all companies.
    last, often, spent : int64 arrays of shape (pairs,)
        Day of the last purchase since 1970-01-01, purchases, their sum in kopecks; of all channels.
    bought : mapping of str to bool array of shape (pairs,)
        Part of the payments → whether the customer bought so.
    """

    span: Span
    company: Ints
    customer: Ints
    last: Ints
    often: Ints
    spent: Ints
    bought: Mapping[str, Flags]


def scored_of(bought: ir.Table, span: Span) -> Scored:
    """Fold visits with a purchase and the code of the company."""
    rows = bought.filter(bought.day.between(*span))
    table = (
        rows.group_by("company", "customer_id")
        .aggregate(
            last=rows.day.max(),
            often=rows.purchases.sum(),
            spent=rows.gross.sum().cast("int64"),
            **{channel: through(rows, channel).any() for channel in CHANNELS},
        )
        .order_by("company")
        .mutate(customer=ibis._.customer_id.hash())
        .drop("customer_id")
        .to_pyarrow()
    )
    return Scored(
        span=span,
        company=numbers(table, "company"),
        customer=numbers(table, "customer"),
        last=table["last"].cast(pa.int32()).to_numpy().astype(np.int64),
        often=numbers(table, "often"),
        spent=numbers(table, "spent"),
        bought=flags_of(table),
    )


def flags_of(table: pa.Table) -> dict[str, Flags]:
    """Return part of the payments → whether each row has any of it."""
    each = {channel: table[channel].to_numpy().astype(np.bool_) for channel in CHANNELS}
    return {part: each.get(part, np.ones(len(table), np.bool_)) for part in PARTS}
