"""Where a page of the list begins: after or before a customer, by what the list is ordered by."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Final, Self

from django.utils.translation import gettext as _

from insights.errors import BadParameter
from lake.disclosure import pseudonym_number, pseudonym_text

DAYS: Final = frozenset({"first_purchase", "last_purchase"})
LARGEST: Final = 2.0**53


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: behind the customer `number`, whose value of `order` is `value`, or `back` before it.

    The value stands in it, not the customer's place: after a new computation the list goes on where it stopped, and
    neither repeats nor skips whoever kept that value.
    """

    order: str
    value: date | float
    number: int
    back: bool = False

    def text(self) -> str:
        """Write it for an address."""
        day = isinstance(self.value, date)
        told = [self.order, self.value.isoformat() if isinstance(self.value, date) else self.value, day]
        whole = json.dumps([*told, pseudonym_text(self.number), self.back], separators=(",", ":"))
        return base64.urlsafe_b64encode(whole.encode()).decode().rstrip("=")

    @classmethod
    def of(cls, text: str, order: str) -> Self:
        """Read it for a list in an order.

        Raises
        ------
        BadParameter
            For one that this list never gave out.
        """
        try:
            padded = text + "=" * (-len(text) % 4)
            own, value, day, name, back = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            number = pseudonym_number(name)
            place = date.fromisoformat(value) if day else float(value)
        except (binascii.Error, ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise _wrong() from error
        if own != order or number is None or not isinstance(back, bool) or not _fits(place, order):
            raise _wrong()
        return cls(order, place, number, back)


def _fits(place: date | float, order: str) -> bool:
    days = order.removeprefix("-").partition(":")[0] in DAYS
    return days if isinstance(place, date) else not days and isfinite(place) and abs(place) < LARGEST


def _wrong() -> BadParameter:
    return BadParameter("cursor", _("Take cursor from next or previous of this list."))
