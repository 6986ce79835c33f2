"""What a breakdown is: one object that page, API, documentation and tests read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.utils.functional import Promise

from billing.features import Feature
from insights.breakdowns.examples import Example
from insights.breakdowns.people import People
from insights.breakdowns.spending import Ledger, Spending
from insights.engine.windows import Ints
from insights.metrics.base import Reach

NOWHERE: Final = Reach()
EVER: Final = Reach(before_end=200 * 366)
"""Back to the first day of any lake."""


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Who is in which group.

    Parameters
    ----------
    names : tuple of tuple of str
        Each group's value in every column of the breakdown, in their order.
    code : int64 array of shape (customers,)
        A customer's group; −1 for those in none.
    """

    names: tuple[tuple[str, ...], ...]
    code: Ints


@dataclass(frozen=True, slots=True)
class Row:
    """One group of one period. Sums in kopecks; a refund alone makes no customer but counts in the net."""

    group: tuple[str, ...]
    customers: int
    purchases: int
    gross: int
    net: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """One way to cut customers into groups.

    Parameters
    ----------
    key : str
        Its name everywhere; never changed.
    order : int
        Its place in lists.
    title, description : lazy str
        What a person reads.
    columns : tuple of str
        Names of the columns that say which group a row is about.
    feature : Feature
        What a plan must hold; no default, so that nobody forgets to decide.
    groups : callable
        People → groups.
    personal : bool
        Whether the groups say something about people, so that small ones stay hidden.
    needs : Reach
        How far back it looks.
    of_period : bool
        Whether a group depends on the period's first day too, not on its end alone.
    trailing : int
        Days up to the period's end over which the groups' figures are given beside those of the period; 0 for none.
    by_trade : bool
        Whether it depends on how often regular customers of the trade come.
    examples : tuple of Example
        Worked by hand; they are its tests and its documentation.
    version : int
        Raised when the definition changes.
    """

    key: str
    order: int
    title: str | Promise
    description: str | Promise
    columns: tuple[str, ...]
    feature: Feature
    groups: Callable[[People], Groups]
    personal: bool
    needs: Reach = NOWHERE
    of_period: bool = False
    trailing: int = 0
    by_trade: bool = False
    examples: tuple[Example, ...] = ()
    version: int = 1

    @property
    def looks_back(self) -> bool:
        """Whether what was before the period decides, so that the lake's first days say little."""
        return self.needs != NOWHERE

    def rows(self, people: People) -> tuple[Row, ...]:
        """Compute every group of the whole that had a payment in the period, in the groups' order."""
        spending = Ledger.whole(people.visits).spending(people.start, people.end)
        (rows,) = rows_by_part(self.groups(people), spending)
        return rows


ALL: Final = Groups(((),), np.zeros(0, np.int64))
"""Everybody in one group."""


def rows_by_part(groups: Groups, spending: Spending) -> list[tuple[Row, ...]]:
    """Compute, for each part, every group that had a payment, in the groups' order."""
    size, count = len(groups.names), len(spending.parts)
    code = groups.code[spending.customer] if groups is not ALL else np.zeros_like(spending.customer)
    inside = code >= 0
    cell = spending.part[inside] * size + code[inside]

    def total(values: Ints) -> Ints:
        # Sums of whole numbers below 2⁵³ are exact in floats.
        sums = np.bincount(cell, weights=values[inside], minlength=size * count)
        return sums.astype(np.int64).reshape(count, size)

    bought = (spending.purchases > 0).astype(np.int64)
    sums = [total(values) for values in (bought, spending.purchases, spending.gross, spending.net)]
    stacked = np.stack(sums, axis=-1)
    there = (stacked[..., 1] != 0) | (stacked[..., 3] != 0)
    return [
        tuple(Row(groups.names[place], *stacked[part, place].tolist()) for place in np.flatnonzero(there[part]))
        for part in range(count)
    ]
