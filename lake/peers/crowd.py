"""Who buys from every company, for the reference beside a partner's own groups: counted here, told as shares only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from lake.engine import EngineOptions
from lake.peers.attributes import ATTRIBUTES, with_attributes
from lake.peers.calendar import TRAILING, Calendar, Span
from lake.peers.channels import CHANNELS, through
from lake.peers.opened import opened
from lake.peers.people import Flags, Ints
from lake.peers.register import NOBODY
from lake.peers.rhythm import Rhythm, rhythm_of
from lake.peers.scored import Scored, flags_of, scored_of
from lake.peers.seasons import Earnings, earnings_of
from lake.peers.times import Times, times_of
from lake.store import Store


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """Customers of every company over one span of days, a row for each pair of company and customer.

    Parameters
    ----------
    span : (date, date)
        The days in which they bought.
    company : int64 array of shape (pairs,)
        Codes as in the facts.
    customer : int64 array of shape (pairs,)
        A number for each customer, the same at all companies.
    known : pyarrow.Table
        birth_date, gender, marital_status of each pair's customer; null where the bank does not know.
    first : int64 array of shape (pairs,)
        Day of the first purchase ever from the company, since 1970-01-01.
    days : int64 array of shape (pairs,)
        Days with a purchase among the last 91 of the span's end.
    bought : mapping of str to bool array of shape (pairs,)
        Part of the payments → whether the customer bought so in the span.
    """

    span: Span
    company: Ints
    customer: Ints
    known: pa.Table
    first: Ints
    days: Ints
    bought: Mapping[str, Flags]


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """What references are made of."""

    crowds: tuple[Crowd, ...]
    rhythm: Rhythm
    times: Times
    scored: Scored
    earnings: Earnings


def background_read(
    store: Store,
    calendar: Calendar,
    spans: tuple[Span, ...],
    scored: Span,
    *,
    without: frozenset[str] = frozenset(),
    options: EngineOptions = EngineOptions(),
) -> Background:
    """Read who buys from every company, and when, in one pass for all viewers.

    Parameters
    ----------
    store : Store
        The lake.
    calendar : Calendar
        Which days may be told.
    spans : tuple of Span
        Of whose customers.
    scored : Span
        The days of recency, frequency and money.
    without : frozenset of str
        Outlets whose companies say that they are not their own.
    options : EngineOptions
        How to open the engine.
    """
    with opened(store, without=without, options=options) as bank:
        register, people = bank.register, bank.people
        owned = register.owned(bank.visits)
        bought = owned.filter(owned.company != NOBODY, owned.purchases > 0, owned.day <= calendar.as_of)
        timed = register.owned(bank.hours)
        count = len(register.inns)
        return Background(
            crowds=tuple(_crowd(bought, people, span) for span in spans),
            rhythm=rhythm_of(bought, calendar, count),
            times=times_of(bought, timed.filter(timed.company != NOBODY), calendar, count),
            scored=scored_of(bought, scored),
            earnings=earnings_of(owned, calendar, count),
        )


def _crowd(bought: ir.Table, people: ir.Table | None, span: Span) -> Crowd:
    first, last = span
    recent = bought.day.between(last - timedelta(days=TRAILING - 1), last)
    pairs = (
        bought.filter(bought.day <= last)
        .group_by("company", "customer_id")
        .aggregate(
            first=bought.day.min(),
            days=bought.day.nunique(where=recent),
            inside=bought.day.between(first, last).any(),
            **{one: (through(bought, one) & bought.day.between(first, last)).any() for one in CHANNELS},
        )
    )
    pairs = pairs.filter(pairs.inside).drop("inside")
    known = with_attributes(pairs, people)
    names = ("company", "customer", "first", "days", *CHANNELS, *ATTRIBUTES)
    table = known.mutate(customer=known.customer_id.hash()).select(*names).to_pyarrow()
    return Crowd(
        span=span,
        company=table["company"].to_numpy().astype(np.int64),
        customer=table["customer"].to_numpy(),
        known=table.select(list(ATTRIBUTES)),
        first=table["first"].cast(pa.int32()).to_numpy().astype(np.int64),
        days=table["days"].to_numpy().astype(np.int64),
        bought=flags_of(table),
    )
