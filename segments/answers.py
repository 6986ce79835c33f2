"""What this room's read door hands out: frozen, complete, ready for a page, the API or a report."""

from dataclasses import dataclass
from datetime import date

from insights.answers import Provenance


@dataclass(frozen=True, slots=True)
class ValueParams:
    """Parameters of the fit, time in weeks and money in roubles; those of spending are None where it has none.

    `r`, `alpha`: Gamma of how often; `a`, `b`: Beta of stopping; `p`, `q`, `gamma`: Gamma-Gamma of spending.
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    p: float | None = None
    q: float | None = None
    gamma: float | None = None
    spend_log_likelihood: float | None = None


@dataclass(frozen=True, slots=True)
class Decile:
    """A tenth of the customers by what was expected of them: mean purchase days expected, and seen."""

    customers: int
    predicted: float
    actual: float


@dataclass(frozen=True, slots=True)
class ValueAccuracy:
    """How it did on the last `days`, which it had not seen; errors in purchase days of a customer.

    `mae` is of the estimate that is shown, `mae_naive` of each customer's own past rate. `ratio` is purchase days
    expected of all / seen; `revenue_ratio` the same of money.
    """

    days: int
    start: date
    customers: int
    mae: float
    mae_naive: float
    ratio: float | None
    revenue_ratio: float | None
    deciles: tuple[Decile, ...]


@dataclass(frozen=True, slots=True)
class ValueBar:
    """Customers whose expected value lies from `low` up to below `high`; None is no bound."""

    low: float
    high: float | None
    customers: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a customer is expected to bring in the next `days`, in roubles: of net revenue, of profit with a margin.

    `low` and `high` hold the mean with 80 %; None for an estimate that can't say. `top_share` is the share of the
    total that the tenth with the most is expected to bring.
    """

    days: int
    mean: float
    low: float | None
    high: float | None
    median: float
    total: float
    top_share: float | None
    bars: tuple[ValueBar, ...]


@dataclass(frozen=True, slots=True)
class ValueRow:
    """Customers of one group: mean net revenue of a customer to date, and what is expected per horizon, in their order.

    `hidden`: too few people, or a neighbour could be worked out from it; then every figure is None.
    """

    group: tuple[str, ...]
    customers: int | None
    historic: float | None
    predicted: tuple[float, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class LtvAnswer:
    """What customers are worth: historic, and predicted where there are enough data.

    Parameters
    ----------
    status : str
        `fitted`, `fallback` (a simpler estimate is shown), `too_little` (only what was).
    reason : str
        A key, why not the model itself; empty when it is.
    reason_text : str
        The same as a sentence.
    opens_on : date or None
        When there will be enough data, as far as that can be told.
    customers, repeaters : int
        Customers with a purchase, and those with purchases on two days or more.
    historic_mean, historic_total : float
        Net revenue of a customer to date, and of all.
    kept : float
        Share of the money that was not returned; predictions are lowered by the rest.
    params, accuracy : or None
        Of the fit; None where there is none.
    outlooks : tuple of Outlook
        91, 182 and 365 days; empty with too little data.
    cohorts : tuple of (date, ValueRow)
        By the quarter of the first purchase, its first day first.
    segments : tuple of ValueRow
        By gender, age band and marital status; `segments_hidden` of them are hidden.
    estimate : str
        What expects the purchase days: `model`, `likeness` (customers with a similar past), `own_rate`; empty with
        too little data.
    margin : int or None
        Percent of revenue that the partner gave. With it everything expected is profit: outlooks, their bars and the
        predicted values of groups and cohorts; what was stays net revenue.
    """

    status: str
    reason: str
    reason_text: str
    opens_on: date | None
    as_of: date
    first_day: date
    customers: int
    repeaters: int
    historic_mean: float | None
    historic_total: float
    kept: float
    params: ValueParams | None
    accuracy: ValueAccuracy | None
    outlooks: tuple[Outlook, ...]
    cohorts: tuple[tuple[date, ValueRow], ...]
    segments: tuple[ValueRow, ...]
    segments_hidden: int
    clipped_from: date | None
    provenance: Provenance
    estimate: str = ""
    margin: int | None = None
