"""What every customer spends at all merchants of the lake: medians of groups leave from here, never a wallet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from lake.disclosure import Holding, Rules, percent, told_cells
from lake.engine import EngineOptions
from lake.peers.attributes import ATTRIBUTES, with_attributes
from lake.peers.calendar import YEAR, Calendar, Span
from lake.peers.opened import opened
from lake.peers.people import Ints
from lake.peers.register import NOBODY
from lake.store import Store

MONTH: Final = 28
"""A month of four weeks: thirteen fill the 364 days, and each has the same weekdays."""
LEAST_MONTHS: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class Wallets:
    """Customers of the bank over the trailing 364 days, and where they bought.

    Parameters
    ----------
    span : (date, date)
        The whole four-week months that the lake covers.
    known : pyarrow.Table
        birth_date, gender, marital_status of each customer; null where the bank does not know.
    monthly : float64 array of shape (customers,)
        The median over the months of what each spent, less what went back, in kopecks; a month without spend is 0.
    company, customer : int64 arrays of shape (pairs,)
        Who bought from which company in the span, once each; codes of the company as in the facts, place of the
        customer in `known`.
    """

    span: Span
    known: pa.Table
    monthly: npt.NDArray[np.float64]
    company: Ints
    customer: Ints


def wallets_read(
    store: Store,
    calendar: Calendar,
    *,
    without: frozenset[str] = frozenset(),
    among: Collection[int] | None = None,
    options: EngineOptions = EngineOptions(),
) -> Wallets | None:
    """Read every customer's wallet in one pass for all viewers; None while the lake is younger than three months.

    Parameters
    ----------
    store : Store
        The lake.
    calendar : Calendar
        Which days may be told.
    without : frozenset of str
        Outlets whose companies say that they are not their own.
    among : collection of int, optional
        Companies whose customers and sales make up the wallets: those of the frozen set; all by default.
    options : EngineOptions
        How to open the engine.
    """
    months = [one for one in _months(calendar) if one[0] >= calendar.first_day]
    if len(months) < LEAST_MONTHS:
        return None
    span = months[-1][0], months[0][1]
    with opened(store, without=without, options=options) as bank:
        owned = bank.register.owned(bank.visits, among)
        # What nobody calls its own can't be judged, so it is in no wallet either.
        spent = owned.filter(owned.day.between(*span), owned.company != NOBODY)
        wallets = _known(spent, bank.people, months).order_by("customer_id").to_pyarrow()
        bought = spent.filter(spent.purchases > 0)
        pairs = bought.select("company", "customer_id").distinct().to_pyarrow()
    sums = np.column_stack([wallets[f"m{at}"].to_numpy().astype(np.float64) for at in range(len(months))])
    place = pc.index_in(pairs["customer_id"], value_set=wallets["customer_id"].combine_chunks())
    return Wallets(
        span=span,
        known=wallets.select(list(ATTRIBUTES)),
        monthly=np.median(sums, axis=1) if len(sums) else np.zeros(0),
        company=pairs["company"].to_numpy().astype(np.int64),
        customer=place.to_numpy().astype(np.int64),
    )


def spending_index(
    wallets: Wallets,
    viewer: int,
    holdings: tuple[Holding, ...],
    groups: tuple[tuple[tuple[str, ...], ...], Ints],
    rules: Rules = Rules(),
) -> dict[tuple[str, ...], int]:
    """Return group → index of what the viewer's customers in it spend, all of the viewer's customers being 100.

    The middle customer of the group against the middle one of all, in whole percents. A group is told only with
    enough customers whose spending is spread over enough holdings besides the viewer's, and no group that another
    hidden one could be worked out from.

    Parameters
    ----------
    wallets : Wallets
        Of all customers.
    viewer : int
        Code of the company.
    holdings : tuple of str
        The holding of each company.
    groups : (names, codes)
        Names of the groups, and the group of each customer of the wallets; −1 for none.
    rules : Rules
        Of disclosure.
    """
    names, code = groups
    own = np.zeros(len(code), np.bool_)
    own[wallets.customer[wallets.company == viewer]] = True
    spread = _spread(wallets, own, holdings, holdings[viewer], np.where(own, code, -1), len(names))
    whole = _spread(wallets, own, holdings, holdings[viewer], np.where(own, 0, -1), 1)
    base = float(np.median(wallets.monthly[own])) if own.any() else 0.0
    least = max(rules.peer_customers, rules.own_customers)
    if base <= 0 or own.sum() < least or whole[0] < rules.growth_holdings:
        return {}
    count = np.bincount(code[own & (code >= 0)], minlength=len(names))
    told = told_cells(
        dict(zip(names, count.tolist(), strict=True)),
        dict(zip(names, spread.tolist(), strict=True)),
        least=least,
        fewest=rules.growth_holdings,
    )
    return {
        name: percent(float(np.median(wallets.monthly[own & (code == at)])) / base)
        for at, name in enumerate(names)
        if name in told
    }


def brought(wallets: Wallets, viewer: int, holdings: tuple[Holding, ...]) -> dict[Holding, float]:
    """Return what part each other holding has in where the viewer's customers bought, by customers; it adds up to 1."""
    own = np.zeros(len(wallets.monthly), np.bool_)
    own[wallets.customer[wallets.company == viewer]] = True
    companies = np.bincount(wallets.company[own[wallets.customer]], minlength=len(holdings))
    counts: dict[Holding, int] = {}
    for name, count in zip(holdings, companies.tolist(), strict=True):
        if count and name != holdings[viewer]:
            counts[name] = counts.get(name, 0) + count
    whole = sum(counts.values())
    return {name: count / whole for name, count in counts.items()}


def _months(calendar: Calendar) -> list[Span]:
    """Return the thirteen four-week months up to the calendar's end, the newest first."""
    return [
        (last - timedelta(days=MONTH - 1), last)
        for last in (calendar.end - timedelta(days=back) for back in range(0, YEAR, MONTH))
    ]


def _known(spent: ir.Table, people: ir.Table | None, months: list[Span]) -> ir.Table:
    net = spent.gross - spent.refunded
    sums = {f"m{at}": net.sum(where=spent.day.between(*month)).fill_null(0) for at, month in enumerate(months)}
    return with_attributes(spent.group_by("customer_id").aggregate(**sums), people)


def _spread(  # noqa: PLR0917  called above alone
    wallets: Wallets, own: npt.NDArray[np.bool_], holdings: tuple[Holding, ...], mine: Holding, cell: Ints, size: int
) -> Ints:
    """Return for each cell how many holdings besides the viewer's its customers bought from."""
    number = {name: at for at, name in enumerate(dict.fromkeys(holdings))}
    of = np.array([number[name] for name in holdings], np.int64)[wallets.company]
    at = cell[wallets.customer]
    there = own[wallets.customer] & (at >= 0) & (of != number[mine])
    seen = np.unique(at[there] * max(1, len(number)) + of[there])
    return np.bincount(seen // max(1, len(number)), minlength=size)
