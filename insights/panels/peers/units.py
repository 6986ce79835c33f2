"""How figures about others are written: whole percents, as no more is told than was judged."""

from typing import Final

from insights.answers_peers import PeerUnit
from ui import numbers

DIGITS: Final = {PeerUnit.PER_CUSTOMER: 2, PeerUnit.INDEX: 0, PeerUnit.LIFT: 1, PeerUnit.CORRELATION: 2}


def written(value: float | None, unit: PeerUnit) -> str:
    """Write a figure in the unit of its comparison."""
    if unit is PeerUnit.SHARE:
        return numbers.pct(value, 0)
    if unit is PeerUnit.RUB:
        return numbers.rub0(value)
    return numbers.num(value, DIGITS[unit])
