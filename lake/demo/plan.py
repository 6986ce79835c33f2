"""How many payments each month holds, and how strong each tie is in it."""

from dataclasses import dataclass

import numpy as np

from lake.demo.arrays import Floats, Ints, shares
from lake.demo.bonds import Bonds
from lake.demo.days import Days
from lake.demo.kinds import KINDS
from lake.demo.scene import Scene

LOYAL_GROWTH = 0.8
LOYAL_DAYS = 240
FADING = 0.45
FADING_DAYS = 45
_CHUNK = 1_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """Counts that make the total exact.

    Parameters
    ----------
    scale : array, shape (outlets,)
        Factor on the rates of the outlet's partner, so that its share of all payments is met.
    purchases, refunds : array, shape (months,)
        Rows of each month.
    """

    scale: Floats
    purchases: Ints
    refunds: Ints


def plan_make(bonds: Bonds, scene: Scene) -> Plan:
    """Share the rows asked for out over the months."""
    partners, months = scene.partners, scene.days.months()
    before = cumulative(scene.days)
    partner_of = scene.owner
    expected = np.zeros((len(partners), len(months)))
    for column, (first, last) in enumerate(months):
        for start in range(0, len(bonds), _CHUNK):
            part = bonds.take(np.arange(start, min(start + _CHUNK, len(bonds))))
            weights = strength(part, before, first, last)
            expected[:, column] += np.bincount(partner_of[part.outlet], weights=weights, minlength=len(partners))
    totals = expected.sum(axis=1)
    share = np.array([partner.share for partner in partners]) * (totals > 0)
    factor = np.divide(share, totals, out=np.zeros(len(partners)), where=totals > 0)
    weighted = expected * factor[:, None]
    rows = shares(scene.transactions, weighted.sum(axis=0))
    returned = np.array([KINDS[partner.kind].refunds for partner in partners])
    rate = (weighted * returned[:, None]).sum(axis=0) / np.maximum(weighted.sum(axis=0), 1e-300)
    refunds = np.round(rows * rate).astype(np.int64)
    return Plan(factor[partner_of], rows - refunds, refunds)


def cumulative(days: Days) -> Floats:
    """Return demand summed up to (not with) each day, shape (outlets, days + 1)."""
    return np.concatenate([np.zeros((len(days.demand), 1)), np.cumsum(days.demand, axis=1)], axis=1)


def strength(bonds: Bonds, before: Floats, first: int, last: int) -> Floats:
    """Return the expected visits of each tie in the days first..last, before scaling."""
    low, high = window(bonds, first, last)
    width = before.shape[1]
    flat = before.ravel()
    base = bonds.outlet * width
    seen = flat[base + np.maximum(high + 1, low)] - flat[base + low]
    age = np.clip((last - bonds.start) / LOYAL_DAYS, 0, 1)
    growth = np.where(bonds.loyal, 1 + LOYAL_GROWTH * age, 1.0)
    fade = np.where(bonds.fading & (bonds.end - last < FADING_DAYS - 30), FADING, 1.0)
    result: Floats = bonds.rate * growth * fade * np.maximum(seen, 0)
    return result


def window(bonds: Bonds, first: int, last: int) -> tuple[Ints, Ints]:
    """Return the first and last day of each tie inside first..last; the last comes first where there is none."""
    low = np.clip(bonds.start, first, last)
    high = np.where(bonds.start > last, low - 1, np.minimum(bonds.end, last))
    return low, np.maximum(high, low - 1)
