"""What the model of purchases reads of customers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Visits:
    """What the model reads of customers, equal ones counted once.

    Attributes
    ----------
    repeats : array of int64, shape (k,)
        Purchases after the first.
    last : array of float64, shape (k,)
        Time of the last purchase, counted from the first; 0 where there is no repeat.
    age : array of float64, shape (k,)
        Time from the first purchase to the end of what was seen, in the same unit.
    count : array of float64, shape (k,)
        How many customers have these three values.
    """

    repeats: NDArray[np.int64]
    last: Floats
    age: Floats
    count: Floats

    @classmethod
    def of(cls, repeats: NDArray[np.int64], last: NDArray[np.float64], age: NDArray[np.float64]) -> "Visits":
        """Count equal customers once: a fit then costs by what differs.

        Raises
        ------
        ValueError
            For a negative value, a last purchase after the end, or a repeat at time 0.
        """
        x, t, whole = np.asarray(repeats, np.int64), np.asarray(last, np.float64), np.asarray(age, np.float64)
        if (x < 0).any() or (t < 0).any() or (t > whole).any():
            raise ValueError("Every repeat lies between the first purchase and the end.")
        if ((x > 0) != (t > 0)).any():
            raise ValueError("A customer with repeats has a last one after time 0, and only such a customer.")
        order = np.lexsort((whole, t, x))
        x, t, whole = x[order], t[order], whole[order]
        fresh = np.ones(len(x), bool)
        fresh[1:] = (np.diff(x) != 0) | (np.diff(t) != 0) | (np.diff(whole) != 0)
        at = np.flatnonzero(fresh)
        return cls(x[at], t[at], whole[at], np.diff(np.append(at, len(x))).astype(np.float64))

    def some(self, rows: slice) -> "Visits":
        """Return some of the rows."""
        return Visits(self.repeats[rows], self.last[rows], self.age[rows], self.count[rows])

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return int(self.count.sum())
