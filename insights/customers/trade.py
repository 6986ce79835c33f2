"""How often a regular customer comes depends on the trade."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np

from insights.engine.visits import Visits
from lake.mcc import KIND_OF_CODE
from lake.scope import OutletRow

YEAR: Final = 364
USUAL: Final = 3
"""Days of the last 91 on which a regular customer buys, where the trade says nothing else."""


def trades(outlets: Sequence[OutletRow]) -> dict[str, int]:
    """Return outlet → days, by the kind of business that the bank gives it."""
    return {outlet.id: _days(outlet.mcc) for outlet in outlets}


def regular_days(outlets: Sequence[OutletRow], visits: Visits, as_of: int) -> int:
    """Return on how many days of the last 91 a regular customer of this partner buys.

    Parameters
    ----------
    outlets : sequence of OutletRow
        The partner's.
    visits : Visits
        At least those of the last 364 days: the kind that earned most in them is the partner's.
    as_of : int
        Last day that counts, since 1970-01-01.
    """
    kinds = {outlet.id: _kind(outlet.mcc) for outlet in outlets}
    if len(set(kinds.values())) == 1:
        return _days(outlets[0].mcc)
    recent = (visits.day > as_of - YEAR) & (visits.day <= as_of)
    net = (visits.gross - visits.refunded)[recent]
    sums = np.bincount(visits.outlet[recent], weights=net, minlength=len(visits.outlets))
    earned: dict[str, float] = defaultdict(float)
    for outlet, amount in zip(visits.outlets, sums.tolist(), strict=True):
        earned[kinds.get(outlet, "")] += amount
    main = max(sorted(earned), key=earned.__getitem__, default="")
    return next((_days(outlet.mcc) for outlet in outlets if _kind(outlet.mcc) == main), USUAL)


def _kind(code: str) -> str:
    kind = KIND_OF_CODE.get(code)
    return kind.key if kind else ""


def _days(code: str) -> int:
    kind = KIND_OF_CODE.get(code)
    return getattr(kind, "regular_days", USUAL)
