"""What a breakdown is: one object that page, API, documentation and tests read."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from django.utils.functional import Promise

from billing.features import Feature
from insights.breakdowns.people import People
from insights.engine.windows import Ints


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
    version: int = 1

    def rows(self, people: People) -> tuple[Row, ...]:
        """Compute every group that had a payment in the period, in the groups' order."""
        groups = self.groups(people)
        inside = groups.code >= 0
        code, size = groups.code[inside], len(groups.names)

        def total(values: Ints) -> list[int]:
            sums = np.bincount(code, weights=values[inside], minlength=size)
            return [round(value) for value in sums.tolist()]

        columns = (
            total((people.purchases > 0).astype(np.int64)),
            *map(total, (people.purchases, people.gross, people.net)),
        )
        found = (Row(name, *values) for name, values in zip(groups.names, zip(*columns, strict=True), strict=True))
        return tuple(row for row in found if row.purchases or row.net)
