"""What the read door hands out of customers one by one: a name of the partner's own, and the partner's own rows."""

from dataclasses import dataclass
from datetime import date

from billing.entitlements import Locked
from insights.answers import Provenance


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is expected of a customer in the next `days`: purchase days; roubles of revenue, of profit with a margin."""

    days: int
    visits: float
    value: float


@dataclass(frozen=True, slots=True)
class ListedCustomer:
    """One customer. Money in roubles; a day before the plan's history is None.

    `scores` are recency, frequency and money, 1 to 5, None for who bought nothing in the last 365 days, and `group` is
    the key of their name. `expected` is empty where values are locked or not known; `alive` is the probability to be a
    customer still, None where no model tells it: for all, or for who bought on one day only.
    """

    pseudonym: str
    first_day: date | None
    last_day: date | None
    days: int
    purchases: int
    revenue: float
    scores: tuple[int, int, int] | None
    group: str | None
    expected: tuple[Ahead, ...]
    alive: float | None


@dataclass(frozen=True, slots=True)
class CustomersAnswer:
    """A page of the list of customers, all of them as of one day.

    Parameters
    ----------
    rows : tuple of ListedCustomer
        In the order of `sort`.
    found, customers : int
        How many customers the choice has, and how many there are without it.
    sort : str
        What they are ordered by, with a minus from the most to the least.
    horizon : int
        Days ahead that an order by expected figures looks at.
    first_row : int
        Number of the first row among those found, from 1, where pages are numbered; else 0.
    before, after : str or None
        Where the neighbouring pages begin; None where there is none.
    reason_text : str
        Why nothing is expected of them where values are held; empty otherwise.
    has_alive : bool
        Whether a model tells who is a customer still.
    margin : int or None
        Percent of revenue; with it all that is expected in roubles is profit.
    groups_locked, values_locked : Locked or None
        What stands in the place of scores and groups, and of all that is expected.
    clipped_from : date or None
        First day that the plan shows, where there are earlier ones.
    """

    as_of: date
    first_day: date
    rows: tuple[ListedCustomer, ...]
    found: int
    customers: int
    sort: str
    horizon: int
    first_row: int
    before: str | None
    after: str | None
    has_values: bool
    has_alive: bool
    reason_text: str
    margin: int | None
    groups_locked: Locked | None
    values_locked: Locked | None
    clipped_from: date | None
    provenance: Provenance
