"""What an owner can do with each plan of the plan page: one verb a card."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from ui import dates


@dataclass(frozen=True, slots=True)
class Act:
    """A verb and where it leads; or, without an address, only words about the plan.

    A POST carries `plan` and `interval`.
    """

    label: str = ""
    url: str = ""
    post: bool = False
    current: bool = False
    note: str = ""


def day_of(moment: datetime | None) -> str:
    """Write a moment as a day of the partner's zone."""
    return dates.day(timezone.localdate(moment)) if moment else dates.day(timezone.localdate())
