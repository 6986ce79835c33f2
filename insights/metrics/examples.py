"""Worked examples: a handful of payments, and what a metric must make of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa

from insights.engine.frame import Frame, Span
from insights.engine.visits import Visits
from insights.engine.windows import Windows


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment of an example: ISO day, customer, roubles; `refund` when it went back."""

    day: str
    customer: str
    amount: str
    refund: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """Given these payments, a metric of the days [start, end] must be `expect`, resting on `n` purchases.

    Parameters
    ----------
    says : str
        What it shows, in one sentence.
    given : tuple of Paid
        All payments of the partner.
    start, end : str
        ISO days of the window.
    expect : float or None
        The value; None where there is none.
    n : int
        Purchases it rests on.
    lake_start : str
        First ISO day of the lake; of the payments, or of the window, unless named.
    """

    says: str
    given: tuple[Paid, ...]
    start: str
    end: str
    expect: float | None
    n: int
    lake_start: str = ""

    def windows(self) -> Windows:
        """Return its one window."""
        return Windows.of([(date.fromisoformat(self.start), date.fromisoformat(self.end))])

    def frame(self) -> Frame:
        """Return its payments as the engine takes them."""
        first = self.lake_start or min([self.start, *(paid.day for paid in self.given)])
        span = Span.of(date.fromisoformat(first), date.fromisoformat(self.end))
        return Visits.of(table_of(self.given)).frame(span)


def table_of(given: tuple[Paid, ...]) -> pa.Table:
    """Fold payments into the table that `PartnerLake.visits` returns."""
    codes = {name: code for code, name in enumerate(sorted({paid.customer for paid in given}))}
    folded: dict[tuple[int, str], np.ndarray] = {}
    for paid in given:
        kopecks = int(Decimal(paid.amount) * 100)
        row = [0, 0, 1, kopecks] if paid.refund else [1, kopecks, 0, 0]
        folded.setdefault((codes[paid.customer], paid.day), np.zeros(4, dtype=np.int64))[:] += row
    keys = sorted(folded)
    sums = np.array([folded[key] for key in keys], dtype=np.int64).reshape(-1, 4).T
    names = pa.array(["shop"] * len(keys), pa.string()).dictionary_encode()
    columns = {
        "outlet": names,
        "channel": names,
        "customer": pa.array([customer for customer, _ in keys], pa.int32()),
        "day": pa.array([date.fromisoformat(day) for _, day in keys], pa.date32()),
    }
    for name, values in zip(("purchases", "gross", "refunds", "refunded"), sums, strict=True):
        columns[name] = pa.array(values)
    return pa.table(columns)


def on_days(first: str, amounts: tuple[str, ...], customer: str = "Anna") -> tuple[Paid, ...]:
    """Return one purchase a day from `first` on."""
    start = date.fromisoformat(first)
    return tuple(
        Paid((start + timedelta(days=index)).isoformat(), customer, amount) for index, amount in enumerate(amounts)
    )
