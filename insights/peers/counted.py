"""Customers of every company by group, counted once for all viewers, by the breakdowns' own definitions."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Final, Self, TypeAlias

import numpy as np

from insights.breakdowns.catalogue import breakdown_of
from insights.breakdowns.people import People
from insights.breakdowns.rfm import COMBINATIONS, combined
from insights.breakdowns.rfm_groups import GROUPS
from insights.engine.visits import Visits
from insights.engine.windows import Ints
from lake.peers.calendar import TRAILING
from lake.peers.crowd import Crowd
from lake.peers.people import Flags
from lake.peers.scored import Scored

Name: TypeAlias = tuple[str, ...]
NAMED: Final = tuple((group.key,) for group in GROUPS)


@dataclass(frozen=True, eq=False)
class Counted:
    """Customers of every company by group.

    Parameters
    ----------
    names : tuple
        Of the groups.
    table : int64 array of shape (companies, groups)
        Customers.
    company, customer, code : int64 arrays of shape (pairs,)
        Who is one of whose customers, and the place of its group.
    """

    names: tuple[Name, ...]
    table: Ints
    company: Ints
    customer: Ints
    code: Ints

    @classmethod
    def of(cls, names: tuple[Name, ...], pairs: Crowd | Scored, code: Ints, inside: Flags, companies: int) -> Self:
        """Count the pairs that are inside."""
        size = len(names)
        company, code = pairs.company[inside], code[inside]
        table = np.bincount(company * size + code, minlength=companies * size).reshape(companies, size)
        return cls(names, table, company, pairs.customer[inside], code)

    def people(self, companies: Collection[int]) -> Ints:
        """Return by group how many different customers some companies have: one of several of them counts once."""
        order, bounds = self._by_company
        rows = np.concatenate([order[:0], *(order[bounds[one] : bounds[one + 1]] for one in companies)])
        # Sorted by customer inside each group, a customer counts where another one was before.
        places = np.lexsort((self.customer[rows], self.code[rows]))
        code, customer = self.code[rows][places], self.customer[rows][places]
        first = np.ones(len(rows), np.bool_)
        first[1:] = (code[1:] != code[:-1]) | (customer[1:] != customer[:-1])
        return np.bincount(code[first], minlength=len(self.names))

    @cached_property
    def _by_company(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.company, kind="stable")
        return order, np.searchsorted(self.company[order], np.arange(len(self.table) + 1))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Pairs(People):
    """Customers of all companies at once: each pair of company and customer is one of them.

    Their days with a purchase were counted when the pairs were read, so there are no visits to count.
    """

    bought: Ints

    def days_bought(self, days: int) -> Ints:
        """Return the days with a purchase of the last 91: the only span that a breakdown asks for."""
        if days != TRAILING:
            raise ValueError(f"Pairs know their days of the last {TRAILING}, not of {days}.")
        return self.bought


def crowd_counted(crowd: Crowd, key: str, part: str, regular_days: int, companies: int) -> Counted:
    """Return each company's customers in each group of a breakdown, of those who bought through a part."""
    cut = breakdown_of(key).groups(_people(crowd, regular_days))
    inside = (cut.code >= 0) & crowd.bought[part]
    return Counted.of(cut.names, crowd, cut.code, inside, companies)


def scored_counted(scored: Scored, part: str, companies: int) -> Counted:
    """Return each company's customers in each named group, all of them scored inside their company."""
    name_of = {scores: at for at, group in enumerate(GROUPS) for scores in group.scores}
    named = np.array([name_of[int(r), int(f), int(m)] for r, f, m in COMBINATIONS], np.int64)
    code = np.zeros(len(scored.company), np.int64)
    bounds = np.searchsorted(scored.company, np.arange(companies + 1))
    for low, high in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        if high > low:
            own = slice(low, high)
            code[own] = named[combined(scored.last[own], scored.often[own], scored.spent[own])]
    return Counted.of(NAMED, scored, code, scored.bought[part], companies)


def _people(crowd: Crowd, regular_days: int) -> People:
    none, nowhere = np.zeros(0, np.int64), np.zeros(0, np.int16)
    nobody = Visits((), (), nowhere, nowhere, *(none,) * 6)
    start, end = ((day - date(1970, 1, 1)).days for day in crowd.span)
    known = People.of(nobody, crowd.known, start, end, regular_days)
    given = {one.name: getattr(known, one.name) for one in fields(People)} | {"first": crowd.first}
    return _Pairs(**given, bought=crowd.days)
