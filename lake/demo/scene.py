"""What stands before the first payment: companies, people and the calendar."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from lake.demo.arrays import Ints
from lake.demo.days import Days, days_make
from lake.demo.partners import Outlet, Partner, partners_make
from lake.demo.people import People, people_make


@dataclass(frozen=True, slots=True)
class Scene:
    """The world without its payments.

    Parameters
    ----------
    seed, transactions : int
        As asked for.
    partners, outlets : list
        An outlet's `partner` is a position in `partners`.
    people : People
        All customers.
    days : Days
        Demand and prices by outlet and day.
    """

    seed: int
    transactions: int
    partners: list[Partner]
    outlets: list[Outlet]
    people: People
    days: Days

    @property
    def owner(self) -> Ints:
        """The partner of each outlet, shape (outlets,)."""
        return np.array([outlet.partner for outlet in self.outlets])

    @property
    def kinds(self) -> Ints:
        """The kind of business of each outlet, shape (outlets,)."""
        return np.array([self.partners[outlet.partner].kind for outlet in self.outlets])


def scene_make(*, partners: int, customers: int, transactions: int, seed: int, first: date, end: date) -> Scene:
    """Set the scene for the days first..end, both whole."""
    count = (end - first).days + 1
    firms, outlets = partners_make(partners, seed, first, count)
    days = days_make(firms, outlets, seed, first, count)
    return Scene(seed, transactions, firms, outlets, people_make(customers, seed, end, count), days)
