"""What each holding of a made-up bank truly did, worked out from its payments alone."""

from datetime import date
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.attacks.towns import FIRST, Bank, Town
from tests.attacks.worlds import Floats, Ints

TRAILING, YEAR, LONG = 91, 364, 182
Flags = npt.NDArray[np.bool_]


class Known:
    """The truth about all holdings of a bank, as of the last day of the windows that are attacked.

    Every figure is an array with a place for each holding, in the order of `names`. `company[shop]` and
    `holding_of[company]` say whose a shop is.
    """

    def __init__(self, bank: Bank, end: date) -> None:
        self.bank, self.end = bank, (end - FIRST).days
        self.names = sorted({shop.holding or shop.inn for shop in bank.shops})
        self.place = {name: at for at, name in enumerate(self.names)}
        inns = sorted({shop.inn for shop in bank.shops})
        self.company = np.array([inns.index(shop.inn) for shop in bank.shops], np.int64)
        self.people = len(bank.female)
        self.owner = np.array([self.place[shop.holding or shop.inn] for shop in bank.shops], np.int64)
        self.holding_of = np.zeros(len(inns), np.int64)
        self.holding_of[self.company] = self.owner
        self.figure = cache(self._figure)

    def window(self, days: int = TRAILING, back: int = 0) -> Flags:
        """Say of each payment whether it fell into the days that end so many days before the last."""
        last = self.end - back
        return (self.bank.paid.day <= last) & (self.bank.paid.day > last - days)

    def between(self, start: date, end: date) -> Flags:
        """Say of each payment whether it fell into these days."""
        return (self.bank.paid.day >= (start - FIRST).days) & (self.bank.paid.day <= (end - FIRST).days)

    def pairs(self, inside: Flags) -> Ints:
        """Return who bought from which company: company times people plus customer, each once, in order."""
        paid = self.bank.paid
        rows = inside & (paid.back == 0)
        return np.unique(self.company[paid.shop[rows]] * self.people + paid.customer[rows])

    def town(self, town: Town) -> Ints:
        """Return the places of a town's holdings."""
        return np.array(sorted(self.place[name] for name in town.holdings), np.int64)

    def holding(self, inn: str) -> int:
        """Return whose a company is."""
        return next(self.place[shop.holding or shop.inn] for shop in self.bank.shops if shop.inn == inn)

    def summed(self, weight: npt.NDArray[Any], inside: Flags) -> Floats:
        """Add something up over payments, by holding."""
        holding = self.owner[self.bank.paid.shop[inside]]
        return np.bincount(holding, weight[inside].astype(np.float64), len(self.names)).astype(np.float64)

    def met(self, inside: Flags, among: Flags | None = None) -> Flags:
        """Say of each holding and customer whether it bought there; refunds are no purchases."""
        paid = self.bank.paid
        bought = inside & (paid.back == 0) if among is None else inside & (paid.back == 0) & among
        found = np.zeros((len(self.names), len(self.bank.female)), np.bool_)
        found[self.owner[paid.shop[bought]], paid.customer[bought]] = True
        return found

    def mine(self, inn: str, inside: Flags) -> Flags:
        """Say of each customer whether it bought from a company."""
        paid = self.bank.paid
        found = np.zeros(len(self.bank.female), np.bool_)
        found[paid.customer[inside & (paid.back == 0) & self.own(inn)]] = True
        return found

    def around(self, inn: str) -> Flags:
        """Say of each customer whether it bought anything in the company's city."""
        city = next(shop.city for shop in self.bank.shops if shop.inn == inn)
        shops = np.array([shop.city == city for shop in self.bank.shops])
        paid = self.bank.paid
        found = np.zeros(len(self.bank.female), np.bool_)
        found[paid.customer[self.window() & (paid.back == 0) & shops[paid.shop]]] = True
        return found

    def net(self, back: int = 0) -> Floats:
        """Return revenue less what went back, in kopecks."""
        paid = self.bank.paid
        return self.summed(paid.amount * (1.0 - 2.0 * paid.back), self.window(back=back))

    def mine_net(self, inn: str) -> float:
        """Return a company's own revenue less what went back."""
        paid = self.bank.paid
        return float((paid.amount * (1 - 2 * paid.back))[self.window() & self.own(inn)].sum())

    def gross_of(self, inn: str) -> float:
        """Return what a company took in."""
        paid = self.bank.paid
        return float((paid.amount * (1 - paid.back))[self.window() & self.own(inn)].sum())

    def own(self, inn: str) -> Flags:
        """Say of each payment whether it is a company's."""
        shops = np.array([shop.inn == inn for shop in self.bank.shops])
        return np.asarray(shops[self.bank.paid.shop])

    def daily(self, shops: Flags | None = None) -> Floats:
        """Return what is left of each holding's daily revenue (or that of some shops) less weekday means and trend."""
        paid, inside = self.bank.paid, self.window(LONG)
        if shops is not None:
            inside &= shops[paid.shop]
        days = np.zeros((len(self.names), LONG))
        at = paid.day[inside] - (self.end - LONG + 1)
        np.add.at(days, (self.owner[paid.shop[inside]], at), (paid.amount * (1.0 - 2.0 * paid.back))[inside])
        along = np.arange(LONG)
        design = np.column_stack([*(along % 7 == one for one in range(7)), along]).astype(np.float64)
        return days - (design @ np.linalg.lstsq(design, days.T, rcond=None)[0]).T

    def steps(self, days: int, count: int) -> Floats:
        """Return each holding's net revenue of so many steps of so many days each, up to the end."""
        paid, inside = self.bank.paid, self.window(days * count)
        found = np.zeros((len(self.names), count))
        at = (paid.day[inside] - (self.end - days * count + 1)) // days
        np.add.at(found, (self.owner[paid.shop[inside]], at), (paid.amount * (1.0 - 2.0 * paid.back))[inside])
        return found

    def _figure(self, key: str) -> Floats:
        """Return a figure that has the same value whoever looks."""
        paid, now = self.bank.paid, self.window()
        bought = (paid.back == 0).astype(np.float64)
        purchases, people = self.summed(bought, now), self.met(now).sum(axis=1).astype(np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            match key:
                case "ticket_vs_peers":
                    found = self.summed(paid.amount * bought, now) / purchases / 100
                case "frequency_vs_peers":
                    found = purchases / people
                case "revenue_vs_peers":
                    found = self.net() / self.net(YEAR) - 1
                case "customers_vs_peers":
                    found = people / self.met(self.window(back=YEAR)).sum(axis=1) - 1
                case "customers_per_outlet_vs_peers":
                    open_ones = np.zeros(len(self.owner), np.bool_)
                    open_ones[paid.shop[now & (paid.back == 0)]] = True
                    found = people / np.bincount(self.owner[open_ones], minlength=len(self.names))
                case _:
                    raise KeyError(key)
        return np.asarray(found)
