"""How many payments each outlet draws on each day, and what was planted there."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from lake.demo.arrays import Floats, stream
from lake.demo.kinds import KINDS
from lake.demo.known import KNOWN
from lake.demo.partners import Outlet, Partner

PAYDAYS = (5, 10, 20, 25)
INFLATION = 0.06
NOISE = 0.07

# (month, day) → what the day does to a kind of business; "" is for every other kind.
HOLIDAYS: dict[tuple[int, int], dict[str, float]] = {
    (1, 1): {"": 0.15, "taxi": 1.5, "fuel": 0.5, "restaurant": 0.4},
    **{(1, day): {"": 0.75, "restaurant": 1.2, "coffee": 1.0, "taxi": 1.1} for day in range(2, 9)},
    (2, 13): {"": 1.0, "flowers": 3.0},
    (2, 14): {"": 1.02, "flowers": 6.0, "restaurant": 1.6},
    (2, 22): {"": 1.1, "electronics": 1.5, "sport": 1.5, "auto": 1.4},
    (2, 23): {"": 0.85, "restaurant": 1.3},
    (3, 6): {"": 1.05, "flowers": 3.5},
    (3, 7): {"": 1.15, "flowers": 8.0, "beauty": 1.5},
    (3, 8): {"": 0.85, "flowers": 10.0, "restaurant": 1.5},
    (5, 1): {"": 0.85, "fuel": 1.3},
    (5, 9): {"": 0.85, "flowers": 1.8, "fuel": 1.3},
    (6, 12): {"": 0.9},
    (8, 31): {"": 1.1, "flowers": 3.0, "toys": 1.3, "books": 1.8},
    (9, 1): {"": 1.0, "flowers": 4.5, "restaurant": 1.2},
    (11, 4): {"": 0.92},
    (12, 29): {"": 1.25},
    (12, 30): {"": 1.4},
    (12, 31): {"": 0.9, "grocery": 1.5, "discount": 1.3},
}


@dataclass(frozen=True, slots=True)
class Days:
    """Demand and prices by outlet and day.

    Parameters
    ----------
    first : date
        Day 0 of the world.
    demand : array, shape (outlets, days)
        Relative number of visits; 0 where the outlet is closed.
    price : array, shape (outlets, days)
        Natural logarithm of the factor on the kind's usual ticket.
    anomalies : list of dict
        What was planted, for the truth.
    """

    first: date
    demand: Floats
    price: Floats
    anomalies: list[dict[str, Any]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """The number of days."""
        return int(self.demand.shape[1])

    def day(self, index: int) -> date:
        """Return the date of a day by its number."""
        return self.first + timedelta(days=index)

    def months(self) -> list[tuple[int, int]]:
        """Return first and last day (both inside) of each calendar month."""
        starts = [index for index in range(self.count) if index == 0 or self.day(index).day == 1]
        return list(zip(starts, [*(start - 1 for start in starts[1:]), self.count - 1], strict=True))


def days_make(partners: list[Partner], outlets: list[Outlet], seed: int, first: date, count: int) -> Days:
    """Fold weekday, season, holiday, payday, trend, noise, opening and planted events into one table."""
    rng = stream(seed, 3)
    dates = [first + timedelta(days=index) for index in range(count)]
    by_kind = np.array([[_kind_day(kind, day) for day in dates] for kind in range(len(KINDS))])
    years = np.arange(count) / 365.25
    growth = np.array([np.log1p(partner.trend) for partner in partners])
    own = np.exp(growth[:, None] * years + rng.normal(0, NOISE, (len(partners), count)))
    sundays = np.array([day.weekday() == 6 for day in dates])
    demand = np.empty((len(outlets), count))
    price = np.empty((len(outlets), count))
    for index, outlet in enumerate(outlets):
        partner = partners[outlet.partner]
        row = by_kind[partner.kind] * own[outlet.partner]
        row[: outlet.opens] = 0
        row[outlet.closes :] = 0
        if outlet.sunday_closed:
            row[sundays] = 0
        demand[index] = row
        price[index] = np.log(partner.price) + np.log1p(INFLATION) * years
    table = Days(first, demand, price)
    _plant(table, partners, outlets, rng)
    return table


def _kind_day(kind: int, day: date) -> float:
    traits = KINDS[kind]
    holiday = HOLIDAYS.get((day.month, day.day), {"": 1.0})
    weight = traits.weekday[day.weekday()] * traits.seasons[day.month - 1]
    weight *= holiday.get(traits.key, holiday[""])
    after = (day - timedelta(days=1)).day
    if day.day in PAYDAYS:
        weight *= 1 + traits.payday
    elif after in PAYDAYS:
        weight *= 1 + traits.payday / 2
    return weight


def _plant(table: Days, partners: list[Partner], outlets: list[Outlet], rng: np.random.Generator) -> None:
    """Plant events at the known partners (dated from the end, so that a demo shows them) and at one in seven others."""
    last = table.count - 1
    mine = {name: [i for i, o in enumerate(outlets) if partners[o.partner].subdomain == name] for name in KNOWN}
    _event(table, outlets, "outlet_fall", [mine["discount"][2]], (last - 34, last, 0.55))
    _event(table, outlets, "promotion", mine["discount"], (last - 120, last - 118, 1.9))
    _event(table, outlets, "price_rise", mine["coffee"], (last - 75, last, 1.08))
    _event(table, outlets, "promotion", mine["coffee"], (last - 40, last - 40, 2.6))
    _event(table, outlets, "closed", [mine["bakery"][1]], (last - 60, last - 56, 0.0))
    _event(table, outlets, "promotion", mine["flowers"], (last - 150, last - 150, 3.0))
    for index in range(len(KNOWN), len(partners)):
        own = [i for i, outlet in enumerate(outlets) if outlet.partner == index]
        start = int(rng.integers(20, max(21, last - 40)))
        chance = rng.random()
        if chance < 0.05:
            _event(table, outlets, "promotion", own, (start, start, float(rng.uniform(2, 3.5))))
        elif chance < 0.10:
            _event(table, outlets, "outlet_fall", own[:1], (start, start + 34, float(rng.uniform(0.4, 0.7))))
        elif chance < 0.15:
            _event(table, outlets, "closed", own[:1], (start, start + int(rng.integers(1, 9)), 0.0))


def _event(table: Days, outlets: list[Outlet], kind: str, rows: list[int], what: tuple[int, int, float]) -> None:
    """Apply (first day, last day, factor) to these outlets, and write it down."""
    start, stop, factor = max(what[0], 0), what[1], what[2]
    if kind == "price_rise":
        table.price[rows, start : stop + 1] += np.log(factor)
    else:
        table.demand[rows, start : stop + 1] *= factor
    table.anomalies.append(
        {
            "kind": kind,
            "partner": outlets[rows[0]].partner,
            "merchants": [outlets[row].merchant_id for row in rows],
            "first_day": table.day(start).isoformat(),
            "last_day": table.day(stop).isoformat(),
            "factor": round(factor, 4),
        }
    )
