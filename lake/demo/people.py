"""The bank's customers: who they are, when they came to the bank and when they leave it."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from lake.demo.arrays import Bools, Floats, Ints, stream
from lake.demo.places import CITIES


@dataclass(frozen=True, slots=True)
class People:
    """Customers in columns, each of length n.

    The traits are the true ones; `hidden` says what the bank does not know of whom, as a bit mask
    (1 birth date, 2 gender, 4 marital status, 8 payroll client). Days count from the world's first;
    `leaves` is after its end for who stays with the bank.
    """

    female: Bools
    born: Ints  # days since 1970-01-01
    age: Ints  # full years on the world's last day
    married: Bools
    corporate: Bools
    city: Ints
    came: Ints
    leaves: Ints
    activity: Floats
    spending: Floats
    hidden: Ints

    def __len__(self) -> int:
        return len(self.female)


LEAVING_A_YEAR = 0.025
HIDDEN_SHARES = (0.03, 0.015, 0.05, 0.03)


def people_make(count: int, seed: int, end: date, days: int) -> People:
    """Draw `count` customers for a world that ends on `end` and lasts `days` days."""
    rng = stream(seed, 2)
    female = rng.random(count) < 0.55
    band = np.searchsorted(np.cumsum([0.09, 0.55]), rng.random(count), side="right")
    # Widths in days of the bands 16–23, 24–47 and 48–82 years; a day's margin keeps ages on the right side.
    low, high = np.array([16, 24, 48]) * 365.2425 + 1, np.array([24, 48, 83]) * 365.2425 - 1
    lived = (low[band] + (high - low)[band] * rng.random(count)).astype(np.int64)
    born = (end - date(1970, 1, 1)).days - lived
    married = rng.random(count) < np.array([0.04, 0.45, 0.55])[band]
    corporate = rng.random(count) < 0.5
    city = np.searchsorted(np.cumsum([place.weight for place in CITIES[:-1]]), rng.random(count), side="right")
    before = rng.random(count) < 0.85
    came = np.where(before, -rng.integers(1, 3000, count), rng.integers(0, max(1, int(days * 0.9)), count))
    leaves = (
        np.maximum(came, 0) + np.minimum(rng.exponential(365 / LEAVING_A_YEAR, count), 100_000).astype(np.int64) + 30
    )
    hidden = np.zeros(count, dtype=np.int64)
    for bit, share in enumerate(HIDDEN_SHARES):
        hidden |= (rng.random(count) < share).astype(np.int64) << bit
    return People(
        female=female,
        born=born,
        age=_age(born, end),
        married=married,
        corporate=corporate,
        city=city,
        came=came,
        leaves=np.minimum(leaves, days),
        activity=rng.gamma(1.5, 1 / 1.5, count) + 0.05,
        spending=rng.lognormal(-0.03, 0.25, count),
        hidden=hidden,
    )


def _age(born: Ints, end: date) -> Ints:
    """Return full years on `end` of people born on these days."""
    birth = born.astype("datetime64[D]")
    years = end.year - (birth.astype("datetime64[Y]").astype(np.int64) + 1970)
    month = birth.astype("datetime64[M]").astype(np.int64) % 12 + 1
    day = (birth - birth.astype("datetime64[M]")).astype(np.int64) + 1
    before_birthday = (month > end.month) | ((month == end.month) & (day > end.day))
    result: Ints = years - before_birthday
    return result
