"""Sentences about what happened. Each is whole, so that a translator can order its words freely."""

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ui import numbers

STEADY = 0.01
"""A change of revenue smaller than this share is called no change: days differ by more than that by chance."""


@dataclass(frozen=True)
class Move:
    """A measure in the period and in the one it is compared with.

    ``change`` is None where it can't be told; ``chance`` is how far it may go by chance alone.
    """

    value: float | None
    base: float | None = None
    change: float | None = None
    chance: float = 0.0


def headline(
    period: str, against: str, *, revenue: Move, customers: Move, frequency: Move, ticket: Move, compared: bool
) -> str:
    """Say in one sentence how revenue did, and what moved with it most."""
    facts = {
        "value": numbers.value(revenue.value, "RUB"),
        "base": numbers.value(revenue.base, "RUB"),
        "period": period,
        "against": against,
    }
    if not revenue.value and not customers.value:
        return _("There were no card payments in %(period)s.") % facts
    if not compared:
        return _("Revenue for %(period)s is %(value)s.") % facts
    if revenue.change is None or revenue.value is None or revenue.base is None:
        return (
            _("Revenue for %(period)s is %(value)s; there is too little data to compare it with %(against)s.") % facts
        )
    facts["amount"] = numbers.value(abs(revenue.value - revenue.base), "RUB")
    facts["percent"] = numbers.pct(abs(revenue.change))
    if abs(revenue.change) < STEADY:
        return _("Revenue has hardly changed: %(value)s for %(period)s, %(base)s before.") % facts
    if abs(revenue.change) < revenue.chance:
        text = _("Revenue is about the same: %(value)s for %(period)s, %(base)s before; chance moves it as much.")
        return text % facts
    up = revenue.change > 0
    return _moved(up=up, driver=_driver(up=up, customers=customers, frequency=frequency, ticket=ticket)) % facts


def _driver(*, up: bool, **moves: Move) -> str:
    """Name the factor of revenue that moved furthest the same way: revenue is customers × purchases × ticket."""
    sizes = {
        name: math.log1p(move.change) for name, move in moves.items() if move.change is not None and move.change > -1
    }
    same_way = {name: abs(size) for name, size in sizes.items() if (size > 0) == up and abs(size) >= STEADY}
    return max(same_way, key=lambda name: same_way[name]) if same_way else ""


def _moved(*, up: bool, driver: str) -> str:
    if up:
        return {
            "customers": _("Revenue grew by %(amount)s (%(percent)s) to %(value)s: more customers came."),
            "frequency": _("Revenue grew by %(amount)s (%(percent)s) to %(value)s: customers bought more often."),
            "ticket": _("Revenue grew by %(amount)s (%(percent)s) to %(value)s: an average purchase became larger."),
            "": _("Revenue grew by %(amount)s (%(percent)s) to %(value)s."),
        }[driver]
    return {
        "customers": _("Revenue fell by %(amount)s (%(percent)s) to %(value)s: fewer customers came."),
        "frequency": _("Revenue fell by %(amount)s (%(percent)s) to %(value)s: customers bought less often."),
        "ticket": _("Revenue fell by %(amount)s (%(percent)s) to %(value)s: an average purchase became smaller."),
        "": _("Revenue fell by %(amount)s (%(percent)s) to %(value)s."),
    }[driver]


def finding(title: str, unit: str, move: Move, period: str, against: str) -> str:
    """Say what a chart of any metric shows; ``against`` is empty where nothing is compared."""
    facts = {
        "metric": title,
        "value": numbers.value(move.value, unit),
        "change": numbers.change(move.change, unit),
        "period": period,
        "against": against,
    }
    if move.value is None:
        return _("%(metric)s: there is no data for %(period)s") % facts
    if not against or move.change is None:
        return _("%(metric)s: %(value)s for %(period)s") % facts
    if abs(move.change) < 0.0005:
        return _("%(metric)s: no change against %(against)s") % facts
    return _("%(metric)s: %(change)s against %(against)s") % facts


def revenue_finding(move: Move, period: str, against: str) -> str:
    """Say what the revenue chart of the overview shows."""
    change = move.change
    if change is None or not against or abs(change) < max(STEADY, move.chance):
        return finding(_("Revenue"), "RUB", move, period, against)
    facts = {"change": numbers.delta(change), "against": against}
    if change > 0:
        return _("Revenue is growing: %(change)s against %(against)s") % facts
    return _("Revenue is lower: %(change)s against %(against)s") % facts
