"""Shops whose customers follow the models exactly, so that what a fit should find is known."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from insights.engine.visits import Visits
from insights.engine.windows import day_number
from lake.scope import PEOPLE

FIRST = date(2024, 1, 1)


@dataclass(frozen=True)
class Truth:
    """Parameters, time in weeks and money in roubles."""

    r: float = 0.6
    alpha: float = 6.0
    a: float = 0.8
    b: float = 3.0
    p: float = 6.0
    q: float = 4.0
    gamma: float = 300.0


@dataclass(frozen=True)
class Rows:
    """Who bought on which day (counted from the first) for how many kopecks; sorted, a row a customer and day."""

    customer: NDArray[np.int64]
    day: NDArray[np.int64]
    kopecks: NDArray[np.int64]

    def until(self, day: int) -> "Rows":
        rows = self.day <= day
        return Rows(self.customer[rows], self.day[rows], self.kopecks[rows])


def simulate(truth: Truth, *, customers: int, days: int, seed: int, arrive: int | None = None) -> Rows:
    """Let customers arrive over the first `arrive` days and buy until `days`; each on their own, as planted."""
    chance = np.random.default_rng(seed)
    first = chance.integers(0, arrive or days, customers)
    rate = chance.gamma(truth.r, 1 / truth.alpha, customers) / 7
    stop = chance.beta(truth.a, truth.b, customers)
    nu = chance.gamma(truth.q, 1 / truth.gamma, customers)
    now, here = first.astype(float), np.arange(customers)
    found = [(here, first)]
    while len(here):
        now[here] += chance.exponential(1 / rate[here])
        here = here[(now[here] < days) & (chance.random(len(here)) > 0)]
        found.append((here, now[here].astype(int)))
        here = here[chance.random(len(here)) > stop[here]]
    who = np.concatenate([customer for customer, _day in found])
    day = np.concatenate([day for _customer, day in found])
    key = np.unique(who * (days + 1) + day)
    who, day = key // (days + 1), key % (days + 1)
    kopecks = np.maximum(1, np.round(100 * chance.gamma(truth.p, 1 / nu[who]))).astype(np.int64)
    return Rows(who, day, kopecks)


def visits_of(rows: Rows, *, refunded: NDArray[np.int64] | None = None) -> Visits:
    """Lay rows out as the lake hands them over: one outlet, one channel."""
    size = len(rows.day)
    back = np.zeros(size, np.int64) if refunded is None else refunded
    return Visits(
        ("a1",), ("pos",), np.zeros(size, np.int16), np.zeros(size, np.int16), rows.customer.astype(np.int64),
        rows.day + day_number(FIRST), np.ones(size, np.int64), rows.kopecks, (back > 0).astype(np.int64), back,
    )  # fmt: skip


def people_of(count: int, seed: int = 1) -> pa.Table:
    """Return what the bank knows: one in seven unknown to it."""
    chance = np.random.default_rng(seed)
    gender = chance.choice(np.array(["F", "M", None], object), count, p=[0.5, 0.36, 0.14])
    marital = chance.choice(np.array(["married", "single", None], object), count, p=[0.5, 0.36, 0.14])
    born = [date(1950 + int(year), 6, 1) for year in chance.integers(0, 58, count)]
    return pa.table(
        {
            "customer": pa.array(range(count), pa.int32()),
            "birth_date": pa.array(born, pa.date32()),
            "gender": pa.array(gender.tolist(), pa.string()),
            "marital_status": pa.array(marital.tolist(), pa.string()),
            "is_corporate": pa.nulls(count, pa.bool_()),
        },
        schema=PEOPLE,
    )
