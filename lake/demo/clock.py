"""The hours at which people pay."""

from dataclasses import dataclass

import numpy as np

from lake.demo.arrays import Bools, Floats, Ints
from lake.demo.kinds import Kind

_BITS = 12


@dataclass(frozen=True, slots=True)
class Clock:
    """Quantiles of the second of the day.

    Parameters
    ----------
    profile : array, shape (outlets,)
        The row pair of each outlet.
    table : array, shape (2 × profiles, 2 ** 12 + 1)
        Workday and weekend quantiles, in seconds after local midnight.
    """

    profile: Ints
    table: Floats

    def draw(self, outlet: Ints, weekend: Bools, rng: np.random.Generator) -> Ints:
        """Draw a second of the day for each payment."""
        chance = rng.integers(0, 2**32, len(outlet), dtype=np.uint32)
        cell = (chance >> np.uint32(32 - _BITS)).astype(np.int64)
        part = (chance & np.uint32(2 ** (32 - _BITS) - 1)) / 2 ** (32 - _BITS)
        flat = self.table.ravel()
        place = (self.profile[outlet] * 2 + weekend) * self.table.shape[1] + cell
        below = flat[place]
        second: Ints = np.minimum(below + part * (flat[place + 1] - below), 86_399).astype(np.int64)
        return second


def clock_make(kinds: list[Kind], always_open: list[bool]) -> Clock:
    """Make the quantiles for outlets of these kinds."""
    keys = [(kind.key, always) for kind, always in zip(kinds, always_open, strict=True)]
    known = dict(zip(keys, kinds, strict=True))
    rows = [_quantiles(kind, always, weekend) for (_, always), kind in known.items() for weekend in (False, True)]
    place = {key: index for index, key in enumerate(known)}
    return Clock(np.array([place[key] for key in keys]), np.array(rows))


def _quantiles(kind: Kind, always_open: bool, weekend: bool) -> Floats:
    opens, closes, early, late = kind.hours
    if weekend:
        early, late = early + 1.5, late - 1
    hour = (np.arange(24 * 12) + 0.5) / 12
    busy = 0.35 + np.exp(-((hour - early) ** 2) / 4) + 1.2 * np.exp(-((hour - late) ** 2) / 6)
    inside = (hour >= opens) & (hour <= closes)
    weight = np.where(inside, busy, 0.06 + 0.25 * np.exp(-((hour - 24) ** 2) / 3) if always_open else 0.0)
    reached = np.concatenate([[0.0], np.cumsum(weight)])
    quantiles: Floats = np.interp(
        np.linspace(0, 1, 2**_BITS + 1), reached / reached[-1], np.arange(24 * 12 + 1) * 300.0
    )
    return quantiles
