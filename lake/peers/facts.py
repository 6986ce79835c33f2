"""What every company of the bank did, read in one pass for all viewers. The only reads across partners."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np

from lake.contract import LakeError
from lake.disclosure import Holding, Rules, Segment
from lake.engine import EngineOptions
from lake.peers.calendar import TRAILING, YEAR, Calendar
from lake.peers.homes import DAYS, Home
from lake.peers.opened import opened
from lake.peers.people import Ints, People
from lake.peers.queries import daily_of, net_by, pairs_of, weekly_of
from lake.peers.register import NOBODY, Register
from lake.store import Store

NOW, BEFORE, YEAR_AGO = "now", "before", "year_ago"
"""The trailing window, the one before it, the one of 364 days earlier."""


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """One window of every company: whole numbers, sums in kopecks, customers with a purchase."""

    purchases: Ints
    gross: Ints
    net: Ints
    customers: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """All that comparisons need of every company, up to an as-of day.

    Parameters
    ----------
    data_version : int
        Of the lake.
    calendar : Calendar
        Which windows.
    inns : tuple of str
        The companies in order; their places are their codes.
    holdings : tuple of str
        The holding of each, or the company itself.
    homes : tuple of Home
        The home of each.
    outlets : int64 array
        Outlets of each with a purchase in the trailing window.
    sums, people : mapping of str to Sums, People
        By window.
    daily : int64 array of shape (companies, 182)
        Net revenue of the days up to the calendar's end.
    weekly : int64 array of shape (companies, 52)
        Net revenue of the weeks up to the calendar's end.
    in_city : mapping of str to int64 array
        Customers with a purchase at an outlet of the city in the trailing window.
    inside : mapping of Segment to tuple of int
        Companies that are at home in each segment.
    """

    data_version: int
    calendar: Calendar
    inns: tuple[str, ...]
    holdings: tuple[Holding, ...]
    homes: tuple[Home, ...]
    outlets: Ints
    sums: Mapping[str, Sums]
    people: Mapping[str, People]
    daily: Ints
    weekly: Ints
    in_city: Mapping[str, Ints]
    inside: Mapping[Segment, tuple[int, ...]]

    def code(self, inn: str) -> int | None:
        """Return a company's place; None for one that the lake does not know."""
        place = int(np.searchsorted(np.array(self.inns), inn)) if self.inns else 0
        return place if place < len(self.inns) and self.inns[place] == inn else None


def facts_read(
    store: Store,
    *,
    as_of: date | None = None,
    without: Collection[str] = (),
    options: EngineOptions = EngineOptions(),
    rules: Rules = Rules(),
) -> Facts:
    """Read the facts of all companies.

    Parameters
    ----------
    store : Store
        The lake, its marts made.
    as_of : date, optional
        Nothing after this day counts; the newest day of the lake by default.
    without : collection of str
        Outlets whose companies say that they are not their own: they belong to none.
    options : EngineOptions
        How to open the engine.
    rules : Rules
        Of disclosure: which weeks may be told.

    Raises
    ------
    LakeError
        When the lake is empty or its marts were never made.
    """
    version = store.current()
    if not version.facts.get("first_day"):
        raise LakeError("Nothing has been imported yet; run 'manage.py lake_import PATH'.")
    first_day, last_day = (date.fromisoformat(version.facts[name]) for name in ("first_day", "last_day"))
    calendar = Calendar.of(first_day, min(as_of or last_day, last_day), last_day, rules)
    with opened(store, without=without, options=options) as bank:
        return _read(bank.register, bank.visits, calendar, int(bank.version.facts["marts_of"]))


def _read(register: Register, visits: ir.Table, calendar: Calendar, data_version: int) -> Facts:
    windows = {
        NOW: calendar.trailing(),
        BEFORE: calendar.trailing(back=TRAILING),
        YEAR_AGO: calendar.trailing(back=YEAR),
    }
    of_outlets = ibis.memtable(register.codes())
    year = (calendar.as_of - timedelta(days=DAYS - 1), calendar.as_of)
    sold = net_by(visits.filter(visits.day.between(*year)).join(of_outlets, "merchant_id"), "outlet")
    pairs = pairs_of(visits, of_outlets, windows)
    size = int(pairs["customer"].max(initial=-1)) + 1
    parts = {
        name: {key: values[pairs["window"] == at] for key, values in pairs.items()} for at, name in enumerate(windows)
    }
    people = {name: People.of(part, register.company, size) for name, part in parts.items()}
    count = len(register.inns)
    homes = register.homes(dict(zip(sold["outlet"].tolist(), sold["net"].tolist(), strict=True)))
    bought = parts[NOW]["outlet"][parts[NOW]["purchases"] > 0]
    return Facts(
        data_version=data_version,
        calendar=calendar,
        inns=register.inns,
        holdings=register.holdings,
        homes=homes,
        outlets=_count(register.company[np.unique(bought)], count),
        sums={name: _sums(part, people[name], register.company, count) for name, part in parts.items()},
        people=people,
        daily=daily_of(visits, of_outlets, register, calendar),
        weekly=weekly_of(visits, of_outlets, register, calendar),
        in_city=register.in_city(parts[NOW]),
        inside=_inside(homes),
    )


def _inside(homes: Sequence[Home]) -> dict[Segment, tuple[int, ...]]:
    found: dict[Segment, list[int]] = defaultdict(list)
    for company, home in enumerate(homes):
        for segment in home.ladder():
            found[segment].append(company)
    return {segment: tuple(companies) for segment, companies in found.items()}


def _sums(part: Mapping[str, Ints], people: People, company: Ints, count: int) -> Sums:
    of = company[part["outlet"]]
    own = of != NOBODY

    def total(values: Ints) -> Ints:
        sums = np.zeros(count, np.int64)
        np.add.at(sums, of[own], values[own])
        return sums

    gross = total(part["gross"])
    return Sums(total(part["purchases"]), gross, gross - total(part["refunded"]), np.diff(people.start))


def _count(codes: Ints, size: int) -> Ints:
    return np.bincount(codes[codes != NOBODY], minlength=size)
