"""What customers paid in a period, by part of the business: the whole, each outlet, each channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from insights.engine.visits import Slice, Visits
from insights.engine.windows import Ints


@dataclass(frozen=True, slots=True, eq=False)
class Spending:
    """One row for each part and customer with a payment there in the period.

    Parameters
    ----------
    parts : tuple of Slice
        What is looked at.
    part, customer : int64 arrays of one length
        Place among the parts; code of the customer.
    purchases, gross, net : int64 arrays of that length
        Counts, and sums in kopecks. Net is less what went back.
    """

    parts: tuple[Slice, ...]
    part: Ints
    customer: Ints
    purchases: Ints
    gross: Ints
    net: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """Visits lined up by part and customer, so that one pass adds up any period for all parts."""

    parts: tuple[Slice, ...]
    part: Ints
    customer: Ints
    day: Ints
    purchases: Ints
    gross: Ints
    net: Ints

    @classmethod
    def whole(cls, visits: Visits) -> Self:
        """Line up for the partner as a whole."""
        return cls._of(visits, (Slice(),), np.zeros(len(visits), np.int16))

    @classmethod
    def by_outlet(cls, visits: Visits, outlets: Sequence[str]) -> Self:
        """Line up for each of these outlets; one without a visit is there, and empty."""
        parts = tuple(Slice(outlet=name) for name in outlets)
        return cls._of(visits, parts, _places(visits.outlets, outlets)[visits.outlet])

    @classmethod
    def by_channel(cls, visits: Visits, channels: Sequence[str]) -> Self:
        """Line up for each of these channels."""
        parts = tuple(Slice(channel=name) for name in channels)
        return cls._of(visits, parts, _places(visits.channels, channels)[visits.channel])

    @classmethod
    def of_part(cls, visits: Visits, part: Slice) -> Self:
        """Line up for one part: an outlet, a channel, both, or all."""
        inside = np.ones(len(visits), np.bool_)
        if part.outlet:
            inside &= _places(visits.outlets, [part.outlet])[visits.outlet] == 0
        if part.channel:
            inside &= _places(visits.channels, [part.channel])[visits.channel] == 0
        return cls._of(visits, (part,), np.where(inside, 0, -1).astype(np.int16))

    @classmethod
    def _of(cls, visits: Visits, parts: tuple[Slice, ...], place: npt.NDArray[np.int16]) -> Self:
        # Visits come sorted by customer, and a stable sort by part keeps that.
        order = np.argsort(place, kind="stable")
        order = order[np.searchsorted(place[order], 0) :]
        net = visits.gross - visits.refunded
        columns = (visits.customer, visits.day, visits.purchases, visits.gross, net)
        return cls(parts, place[order].astype(np.int64), *(column[order] for column in columns))

    def spending(self, start: int, end: int) -> Spending:
        """Add up the days [start, end], in days since 1970-01-01."""
        rows = np.flatnonzero((self.day >= start) & (self.day <= end))
        part, customer = self.part[rows], self.customer[rows]
        begins = np.flatnonzero((np.diff(customer, prepend=-1) != 0) | (np.diff(part, prepend=-1) != 0))
        sums = (np.add.reduceat(column[rows], begins) for column in (self.purchases, self.gross, self.net))
        return Spending(self.parts, part[begins], customer[begins], *sums)


def _places(names: Sequence[str], wanted: Sequence[str]) -> npt.NDArray[np.int16]:
    """Return, for each name, its place among the wanted ones, -1 where it is not wanted."""
    place = {name: at for at, name in enumerate(wanted)}
    return np.array([place.get(name, -1) for name in names], np.int16)
