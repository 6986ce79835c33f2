"""A partner's visits as arrays, and the slices they are looked at by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from insights.engine.frame import Frame, Span
from insights.engine.windows import Ints

SUMS = ("purchases", "gross", "refunds", "refunded")


class Channel(StrEnum):
    """How a payment was made."""

    POS = "pos"
    ONLINE = "online"


@dataclass(frozen=True, slots=True, order=True)
class Slice:
    """What part of a partner's payments is looked at; empty means all."""

    outlet: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Visits:
    """One partner's visits, sorted by customer and day.

    Parameters
    ----------
    outlets, channels : tuple of str
        What the codes stand for.
    outlet, channel : int16 arrays of shape (rows,)
        Codes of the outlet and the channel.
    customer, day : int64 arrays of shape (rows,)
        Code of the customer; days since 1970-01-01.
    purchases, gross, refunds, refunded : int64 arrays of shape (rows,)
        Counts, and sums in kopecks.
    """

    outlets: tuple[str, ...]
    channels: tuple[str, ...]
    outlet: npt.NDArray[np.int16]
    channel: npt.NDArray[np.int16]
    customer: Ints
    day: Ints
    purchases: Ints
    gross: Ints
    refunds: Ints
    refunded: Ints

    def __len__(self) -> int:
        return len(self.day)

    @classmethod
    def of(cls, table: pa.Table) -> Self:
        """Take the table that `PartnerLake.visits` returns.

        Parameters
        ----------
        table : pyarrow.Table
            Columns outlet, channel, customer, day and the four sums, sorted by customer and day.
        """
        outlets, outlet = _coded(table["outlet"])
        channels, channel = _coded(table["channel"])
        days = table["day"].cast(pa.int32())
        numbers = (column.to_numpy().astype(np.int64) for column in (table["customer"], days, *map(table.column, SUMS)))
        return cls(outlets, channels, outlet, channel, *numbers)

    def frame(self, span: Span, part: Slice = Slice()) -> Frame:
        """Return one slice of the visits, ready to be measured."""
        if not part.outlet and not part.channel:
            return self._frame(span, slice(None))
        chosen = np.ones(len(self), dtype=np.bool_)
        if part.outlet:
            chosen &= self.outlet == _place(self.outlets, part.outlet)
        if part.channel:
            chosen &= self.channel == _place(self.channels, part.channel)
        return self._frame(span, np.flatnonzero(chosen))

    def frames(self, span: Span, outlets: Iterable[str], channels: Iterable[str]) -> Iterator[tuple[Slice, Frame]]:
        """Return the whole, each of the outlets, each of the channels: one sort for all of a kind."""
        yield Slice(), self._frame(span, slice(None))
        by_outlet = _rows_by_code(self.outlet, self.outlets)
        for name in outlets:
            yield Slice(outlet=name), self._frame(span, by_outlet.get(name, slice(0)))
        by_channel = _rows_by_code(self.channel, self.channels)
        for name in channels:
            yield Slice(channel=name), self._frame(span, by_channel.get(name, slice(0)))

    def _frame(self, span: Span, rows: Any) -> Frame:
        return Frame.of(span, **{name: getattr(self, name)[rows] for name in ("customer", "day", *SUMS)})


def _coded(column: pa.ChunkedArray) -> tuple[tuple[str, ...], npt.NDArray[np.int16]]:
    whole = column.unify_dictionaries().combine_chunks()
    return tuple(whole.dictionary.to_pylist()), whole.indices.to_numpy(zero_copy_only=False).astype(np.int16)


def _place(names: tuple[str, ...], name: str) -> int:
    return names.index(name) if name in names else -1


def _rows_by_code(codes: npt.NDArray[np.int16], names: tuple[str, ...]) -> dict[str, npt.NDArray[np.intp]]:
    """Return name → its rows, still sorted by customer and day."""
    order = np.argsort(codes, kind="stable")
    bounds = np.searchsorted(codes[order], np.arange(len(names) + 1))
    return {name: order[bounds[code] : bounds[code + 1]] for code, name in enumerate(names)}
