"""Who bought where in one window: pairs of company and customer, found by either."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Pairs of company and customer with a purchase in one window, sorted by company.

    Parameters
    ----------
    start : int64 array of shape (companies + 1,)
        Where each company's pairs begin; before the first stand those of outlets that belong to no company here.
    company, customer : int64 arrays of shape (pairs,)
        Codes; the customers' are this reading's own, never the bank's identifiers. Company −1 is none.
    purchases, gross : int64 arrays of shape (pairs,)
        Counts, and sums in kopecks.
    size : int
        Customers of the whole reading.
    """

    start: Ints
    company: Ints
    customer: Ints
    purchases: Ints
    gross: Ints
    size: int

    @classmethod
    def of(cls, part: Mapping[str, Ints], company: Ints, size: int) -> Self:
        """Fold rows of outlet and customer into pairs; `company` says whose each outlet is."""
        bought = part["purchases"] > 0
        key = (company[part["outlet"][bought]] + 1) * max(1, size) + part["customer"][bought]
        order = np.argsort(key, kind="stable")
        starts = np.flatnonzero(np.diff(key[order], prepend=-1))
        pair = key[order][starts]

        def total(name: str) -> Ints:
            values = part[name][bought][order]
            return np.add.reduceat(values, starts) if len(starts) else values

        codes = pair // max(1, size) - 1
        count = int(company.max(initial=-1)) + 1
        start = np.searchsorted(codes, np.arange(count + 1))
        return cls(start, codes, pair % max(1, size), total("purchases"), total("gross"), size)

    def rows(self, companies: Iterable[int]) -> Ints:
        """Return the places of some companies' pairs."""
        spans = [np.arange(self.start[one], self.start[one + 1]) for one in companies]
        return np.concatenate(spans) if spans else np.zeros(0, np.int64)

    def of_companies(self, companies: Iterable[int]) -> Flags:
        """Say of each customer whether it bought from one of these companies."""
        found = np.zeros(self.size, np.bool_)
        found[self.customer[self.rows(companies)]] = True
        return found

    def anywhere(self) -> Flags:
        """Say of each customer whether it bought anything from anyone."""
        found = np.zeros(self.size, np.bool_)
        found[self.customer] = True
        return found

    def count(self, companies: Iterable[int]) -> int:
        """Return how many different customers some companies had together."""
        chosen = list(companies)
        if len(chosen) == 1:
            return int(self.start[chosen[0] + 1] - self.start[chosen[0]])
        return len(np.unique(self.customer[self.rows(chosen)]))

    def count_of(self, companies: Collection[int], some: Flags) -> int:
        """Return how many of some customers bought from these companies."""
        met = self.customer[self.rows(companies)]
        met = met[some[met]]
        return len(met) if len(companies) == 1 else len(np.unique(met))


def coded(names: pa.ChunkedArray) -> Ints:
    """Return a number for each name, from 0 on."""
    codes = names.combine_chunks().dictionary_encode().indices
    return codes.to_numpy(zero_copy_only=False).astype(np.int64)  # type: ignore[no-any-return]
