"""What the read door hands out about customers: groups, cohorts, the rhythm of the week."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from billing.entitlements import Locked
from insights.answers import Provenance
from insights.answers_peers import NO_PEERS, PeerShares
from insights.coverage import Coverage, Scaled


@dataclass(frozen=True, slots=True)
class BreakdownInfo:
    """A breakdown as the catalogue describes it; `columns` name what says which group a row is about."""

    key: str
    title: str | Promise
    description: str | Promise
    columns: tuple[str, ...]
    feature: str
    personal: bool
    locked: Locked | None = None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group of customers over a period; money in roubles, shares of 1.

    `hidden`: too few people, or a neighbour could be worked out from it; then every figure is None. `reference` is
    the same group's share of customers at similar businesses in whole percent, None where it may not be told.
    `index` is the spending of the group against all of the partner's customers (100), for solvency only.
    """

    group: tuple[str, ...]
    customers: int | None
    transactions: int | None
    revenue: float | None
    average_ticket: float | None
    frequency: float | None
    share: float | None
    hidden: bool = False
    reference: int | None = None
    index: int | None = None


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """Customers with a name and what to do about them: all of certain scores (recency, frequency, money; 1 to 5).

    `figures` are over the days up to the period's end that the scores look at; its group is the key.
    """

    key: str
    title: str | Promise
    advice: str | Promise
    scores: tuple[tuple[int, int, int], ...]
    figures: GroupRow


@dataclass(frozen=True, slots=True)
class BreakdownAnswer:
    """One breakdown over [start, end]; `total` is of all customers, in groups or in none.

    `regular_days` is k of "regular", None elsewhere. `young_lake`: the period touches the first 91 days of the lake,
    where everyone is new. `peers` is how many other businesses stand behind the references, None without any.
    `peers_days` are the days that the references rest on, whatever range was asked for; they are of all outlets of
    each of those businesses, and of the channel that was asked for.
    For RFM, who did not come in a short period belongs to a group too: `trailing` are the same groups over the 365
    days up to the end, and `named` puts them together under a few names. `index_days` are the days that the index of
    solvency rests on, whatever range was asked for. `scaled` is the total revenue as if the bank saw all sales,
    `coverage` the share of them that it sees, where one is known.
    """

    info: BreakdownInfo
    as_of: date
    start: date
    end: date
    outlet: str
    channel: str
    rows: tuple[GroupRow, ...]
    total: GroupRow
    clipped_from: date | None
    provenance: Provenance
    regular_days: int | None = None
    young_lake: bool = False
    peers: int | None = None
    peers_days: tuple[date, date] | None = None
    trailing: tuple[GroupRow, ...] = ()
    named: tuple[NamedGroup, ...] = ()
    index_days: tuple[date, date] | None = None
    scaled: Scaled | None = None
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True)
class HourCell:
    """One hour (0–23) of one weekday (0 is Monday), local time; `share` of the period's purchases.

    `customers` are different ones who bought in this hour of these weekdays: they don't add up over hours.
    """

    weekday: int
    hour: int
    transactions: int
    revenue: float
    share: float
    customers: int = 0
    average_ticket: float | None = None
    frequency: float | None = None


@dataclass(frozen=True, slots=True)
class Season:
    """One month of the year (1–12) or, flagged, one week by its Monday; `index` 100 is the mean.

    `reference` is the index of the month at similar businesses; None for weeks, and where it may not be told.
    """

    label: int | date
    index: float
    reference: int | None = None


@dataclass(frozen=True, slots=True)
class SeasonalityAnswer:
    """When customers buy. `by_week`: less than two years of data, so `seasons` are weeks, not months.

    `customers` are all different ones of the period. `by_weekday`, `by_hour` and `by_month` are of similar businesses:
    shares of purchases by weekday (0 is Monday) and by hour (`9`, or `6-9` where single hours can't be told), and the
    index of months; empty where untold. `scaled` is the revenue of all hours as if the bank saw all sales.
    """

    info: BreakdownInfo
    as_of: date
    start: date
    end: date
    outlet: str
    channel: str
    hours: tuple[HourCell, ...]
    seasons: tuple[Season, ...]
    by_week: bool
    clipped_from: date | None
    provenance: Provenance
    customers: int = 0
    by_weekday: PeerShares = NO_PEERS
    by_hour: PeerShares = NO_PEERS
    by_month: PeerShares = NO_PEERS
    scaled: Scaled | None = None

    @property
    def references(self) -> tuple[int, ...]:
        """Others' share of purchases on each weekday from Monday; none unless all may be told."""
        days = tuple((str(day),) for day in range(7))
        told = self.by_weekday.shares
        return tuple(told[day] for day in days) if all(day in told for day in days) else ()


@dataclass(frozen=True, slots=True)
class Cohort:
    """Customers whose first purchase was in a month; `rates[k - 1]` is the share that bought k months later."""

    month: date
    size: int
    rates: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class MonthRate:
    """Of the customers of the month before, the share that bought in this one; what similar businesses keep, in %."""

    month: date
    rate: float | None
    partial: bool = False
    reference: int | None = None


@dataclass(frozen=True, slots=True)
class RetentionAnswer:
    """Cohorts of the whole partner; the last month is unfinished unless `finished`.

    `peers` businesses stand behind the references, which rest on `peers_days`.
    """

    info: BreakdownInfo
    as_of: date
    first_day: date
    cohorts: tuple[Cohort, ...]
    rates: tuple[MonthRate, ...]
    finished: bool
    clipped_from: date | None
    provenance: Provenance
    peers: int | None = None
    peers_days: tuple[date, date] | None = None
