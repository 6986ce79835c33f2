"""Seasonality: its words, and what a run stores of it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from insights.customers.figures import Figure
from insights.engine.visits import Channel, Slice
from insights.rhythm.comers import Comers
from insights.rhythm.week import Clocked

KEY: Final = "seasonality"
VERSION: Final = 2
TITLE: Final = _("Seasonality")
DESCRIPTION: Final = _(
    "Purchases, the customers who made them, and revenue less what you gave back, by weekday and hour at the outlet's "
    "place. The index of a month: "
    "of each whole calendar month the net revenue per day, of each month of the year the mean of those, against the "
    "mean of the twelve, which is 100. With less than two years of whole months instead: net revenue of each whole "
    "week against the mean week, which is 100."
)


def weeks_figures(
    clocked: Clocked, comers: Comers, outlets: Sequence[str], windows: Sequence[tuple[date, date]]
) -> Iterator[Figure]:
    """Compute the week of the whole, of each channel and of these outlets, over each window."""
    for start, end in windows:
        for part in (Slice(), *(Slice(channel=channel) for channel in Channel)):
            week = clocked.week(part, start, end, comers.count(part, start, end))
            yield Figure(KEY, part, start, end, week.body(), VERSION)
        if outlets:
            customers = comers.count_by_outlet(outlets, start, end)
            for name, week in clocked.weeks_by_outlet(start, end, customers).items():
                yield Figure(KEY, Slice(outlet=name), start, end, week.body(), VERSION)
