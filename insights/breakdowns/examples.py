"""Worked examples of breakdowns: a handful of payments and people, and the groups that they must make."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pyarrow as pa

from insights.breakdowns.people import People
from insights.engine.visits import Visits
from insights.engine.windows import day_number
from insights.metrics.examples import Paid, table_of


@dataclass(frozen=True, slots=True)
class Person:
    """What the bank knows of one customer; empty where it does not know."""

    customer: str
    gender: str = ""
    born: str = ""
    marital_status: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """One group: its names, customers, purchases, and net revenue in roubles."""

    group: tuple[str, ...]
    customers: int
    purchases: int
    net: str


@dataclass(frozen=True, slots=True)
class Example:
    """Given these payments, the breakdown of the days [start, end] must be `expect`, small groups shown.

    Parameters
    ----------
    says : str
        What it shows, in one sentence.
    given : tuple of Paid
        All payments of the partner.
    start, end : str
        ISO days of the period.
    expect : tuple of Counted
        Every group with a payment, in the groups' order.
    people : tuple of Person
        Whom the bank knows; of others it knows nothing.
    regular_days : int
        Of the partner's trade.
    """

    says: str
    given: tuple[Paid, ...]
    start: str
    end: str
    expect: tuple[Counted, ...]
    people: tuple[Person, ...] = ()
    regular_days: int = 3

    def everyone(self) -> People:
        """Return the customers as a breakdown takes them."""
        start, end = (day_number(date.fromisoformat(day)) for day in (self.start, self.end))
        known = known_of(sorted({paid.customer for paid in self.given}), self.people)
        return People.of(Visits.of(table_of(self.given)), known, start, end, self.regular_days)


ANNA_BORIS_AND_VERA: Final = (
    Paid("2026-03-02", "Anna", "300"),
    Paid("2026-03-09", "Anna", "500"),
    Paid("2026-03-10", "Boris", "400"),
    Paid("2026-03-12", "Boris", "100", refund=True),
    Paid("2026-03-15", "Vera", "1000"),
)
"""Payments of one March, for breakdowns by who people are."""


def known_of(customers: Sequence[str], people: Sequence[Person]) -> pa.Table:
    """Return what `PartnerLake.customers` returns, for customers in the order of their codes."""
    listed = {person.customer: person for person in people}
    found = [listed.get(name, Person(name)) for name in customers]
    return pa.table(
        {
            "birth_date": pa.array([date.fromisoformat(one.born) if one.born else None for one in found], pa.date32()),
            "gender": pa.array([one.gender or None for one in found], pa.string()),
            "marital_status": pa.array([one.marital_status or None for one in found], pa.string()),
        }
    )
