"""Which companies there are, and which outlets are theirs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Self

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from lake.disclosure import Holding
from lake.peers.homes import Home, Sold, home_of
from lake.peers.people import Ints

NOBODY: Final = -1
"""The company of an outlet that nobody calls its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """The bank's companies, and its outlets by their order.

    Parameters
    ----------
    outlets : list of dict
        Each outlet as the bank describes it.
    inns : tuple of str
        The companies in order; their places are their codes.
    holdings : tuple of str
        The holding of each, or the company itself.
    company : int64 array of shape (outlets,)
        Whose each outlet is.
    """

    outlets: list[dict[str, str]]
    inns: tuple[str, ...]
    holdings: tuple[Holding, ...]
    company: Ints

    @classmethod
    def of(cls, outlets: ir.Table, without: Collection[str]) -> Self:
        """Read the register; outlets in `without` are nobody's."""
        named = ("mcc", "holding", "district", "city", "region")
        texts = {name: outlets[name].fill_null("") for name in named}
        rows = outlets.select("merchant_id", "inn", **texts).order_by("merchant_id").to_pyarrow().to_pylist()
        owned = [row for row in rows if row["merchant_id"] not in without]
        inns = tuple(sorted({row["inn"] for row in owned}))
        # Of several holdings of one company the first by its outlets counts.
        holding = {row["inn"]: row["holding"] for row in reversed(owned) if row["holding"]}
        place = {inn: at for at, inn in enumerate(inns)}
        company = [NOBODY if row["merchant_id"] in without else place[row["inn"]] for row in rows]
        return cls(rows, inns, tuple(holding.get(inn, inn) for inn in inns), np.array(company, np.int64))

    def codes(self) -> pa.Table:
        """Return the outlets' numbers by the bank's names, to be joined."""
        names = pa.array([row["merchant_id"] for row in self.outlets], pa.string())
        return pa.table({"merchant_id": names, "outlet": pa.array(range(len(names)), pa.int32())})

    def owned(self, visits: ir.Table, among: Collection[int] | None = None) -> ir.Table:
        """Return visits with the code of the company whose outlet it was; `among` makes all others nobody's."""
        known = self.company if among is None else np.where(np.isin(self.company, list(among)), self.company, NOBODY)
        company = pa.array(known.astype(np.int32), pa.int32())
        whose = pa.table({"merchant_id": self.codes()["merchant_id"], "company": company})
        return visits.join(ibis.memtable(whose), "merchant_id")

    def homes(self, net: Mapping[int, int]) -> tuple[Home, ...]:
        """Return each company's home by its outlets' net revenue."""
        sold: dict[int, list[Sold]] = {at: [] for at in range(len(self.inns))}
        for outlet, (row, company) in enumerate(zip(self.outlets, self.company.tolist(), strict=True)):
            if company != NOBODY:
                place = (row["mcc"], row["district"], row["city"], row["region"])
                sold[company].append(Sold(*place, net.get(outlet, 0)))
        return tuple(home_of(rows) for rows in sold.values())

    def in_city(self, part: Mapping[str, Ints]) -> dict[str, Ints]:
        """Return city → customers with a purchase at one of its outlets."""
        cities = np.array([row["city"] for row in self.outlets])
        bought = part["purchases"] > 0
        of, customer = cities[part["outlet"][bought]], part["customer"][bought]
        return {str(city): np.unique(customer[of == city]) for city in np.unique(of) if city}
