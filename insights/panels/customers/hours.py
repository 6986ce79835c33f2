"""Purchases by weekday and hour, and the busiest of them."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insights.answers_customers import HourCell, SeasonalityAnswer
from insights.panels.customers.block import Block
from insights.panels.customers.heat import Cell, Heat, Row, levels_from_zero
from insights.panels.customers.how import how_of_range
from insights.panels.customers.states import nobody
from insights.panels.customers.weekdays import LEAST, weekday
from insights.panels.links import Address
from ui import numbers

DAY: Final = 24
HARDLY: Final = 0.005
"""An hour with less than this share of all purchases does not count as one in which the shop is open."""


def hours_block(answer: SeasonalityAnswer, address: Address, *, outlet: str = "", whole_day: bool = False) -> Block:
    """Show purchases by weekday and hour: the hours in which people buy, or all of them."""
    caption = _("Purchases by weekday and hour")
    how = how_of_range(answer, outlet=outlet)
    sold = [cell for cell in answer.hours if cell.transactions]
    if not sold:
        return Block("hours", caption, empty=nobody(caption), how=how)
    hours = range(DAY) if whole_day else opening(sold)
    found = {(cell.weekday, cell.hour): cell for cell in sold}
    counts = [found[day, hour].transactions if (day, hour) in found else 0 for day in range(7) for hour in hours]
    levels = levels_from_zero(counts)
    width = len(hours)
    rows = [
        Row(
            weekday(day),
            [
                Cell(numbers.num(counts[at]), levels[at]) if counts[at] else Cell("", 0)
                for at in range(day * width, (day + 1) * width)
            ],
        )
        for day in range(7)
    ]
    heat = Heat(
        caption=caption,
        corner=_("Weekday"),
        columns=[str(hour) for hour in hours],
        above=_("Hour the purchase began in"),
        rows=rows,
        few=_("fewer purchases"),
        many=_("more purchases"),
    )
    return Block(
        "hours", busiest(sold), caption, template="insights/customers/heat.html", facts=heat,
        notes=hours_notes(answer, sold, hours), how=how,
        more=_other_hours(address, whole_day=whole_day, all_shown=width == DAY),
    )  # fmt: skip


def _other_hours(address: Address, *, whole_day: bool, all_shown: bool) -> tuple[str, str] | None:
    if whole_day:
        return address.to(), _("Show only the hours in which people buy")
    return None if all_shown else (address.to(hours="all"), _("Show all 24 hours"))


def busiest(sold: Sequence[HourCell]) -> str:
    """Name the busiest hour, where there are enough purchases for it to mean something."""
    if sum(cell.transactions for cell in sold) < LEAST:
        return _("When customers buy")
    most = max(sold, key=lambda cell: cell.transactions)
    facts = {"weekday": weekday(most.weekday, full=True), "hour": most.hour, "next": most.hour + 1}
    return _("Busiest: %(weekday)s, %(hour)s:00–%(next)s:00") % facts


def opening(sold: Sequence[HourCell]) -> range:
    """Return the hours from the first to the last that counts."""
    total = sum(cell.transactions for cell in sold)
    by_hour = [sum(cell.transactions for cell in sold if cell.hour == hour) for hour in range(DAY)]
    open_hours = [hour for hour in range(DAY) if by_hour[hour] >= HARDLY * total]
    return range(open_hours[0], open_hours[-1] + 1)


def hours_notes(answer: SeasonalityAnswer, sold: Sequence[HourCell], hours: range) -> list[str]:
    """Say what is left out, and what the counts can't tell."""
    notes = [_("Hours are local time.")]
    if beyond := sum(cell.transactions for cell in sold if cell.hour not in hours):
        text = ngettext(
            "%(count)s purchase in hours when hardly anybody buys is left out.",
            "%(count)s purchases in hours when hardly anybody buys are left out.",
            beyond,
        )
        notes.append(text % {"count": numbers.num(beyond)})
    if sum(cell.transactions for cell in sold) < LEAST:
        notes.append(_("There are too few purchases in these days to name the busiest hour. Choose a longer period."))
    if ((answer.end - answer.start).days + 1) % 7:
        notes.append(_("These days are no whole weeks: some weekdays stand here once more than others."))
    return notes
