"""Which groups of customers spend most with the bank's cards, as an index."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insights.answers_customers import BreakdownAnswer
from insights.panels.customers.groups import part_of
from insights.panels.customers.names import UNKNOWN, group_name
from insights.panels.customers.states import nobody
from insights.panels.empty import Empty
from ui import dates, numbers

AVERAGE: Final = 100


@dataclass(frozen=True)
class Place:
    """One group: `width` and `mark` are percent of the drawn bar; the mark is the average customer."""

    name: str
    index: int
    customers: int | None
    part: float | None
    width: float
    mark: float


@dataclass(frozen=True)
class Ranking:
    """What templates/insights/customers/solvency.html shows."""

    caption: str
    places: Sequence[Place]


def ranking_of(answer: BreakdownAnswer, caption: str) -> Ranking:
    """Rank the groups by their index, the best-off first."""
    shown = [row for row in answer.rows if row.index is not None and not row.hidden]
    longest = max([AVERAGE, *(row.index or 0 for row in shown)])
    places = [
        Place(
            group_name(answer.info.columns, row.group),
            row.index or 0,
            row.customers,
            part_of(row, answer.total),
            round(100 * (row.index or 0) / longest, 2),
            round(100 * AVERAGE / longest, 2),
        )
        for row in sorted(shown, key=lambda row: -(row.index or 0))
    ]
    return Ranking(caption, places)


def solvency_title(answer: BreakdownAnswer) -> str:
    """Name the group that spends most."""
    shown = [row for row in answer.rows if row.index is not None and not row.hidden and UNKNOWN not in row.group]
    best = max(shown, key=lambda row: row.index or 0, default=None)
    if best is None or best.index is None or best.index <= AVERAGE:
        return _("Which of your customers spend most")
    facts = {"group": group_name(answer.info.columns, best.group), "index": numbers.num(best.index)}
    if any(row.hidden or row.index is None for row in answer.rows):
        return _("%(group)s: they spend most of the groups shown, %(index)s where your usual customer is 100") % facts
    return _("%(group)s: they spend most of all, %(index)s where your usual customer is 100") % facts


def ranking_notes(answer: BreakdownAnswer) -> list[str]:
    """Say which days the index rests on, and how many groups have none."""
    notes = []
    if answer.index_days:
        days = dates.period(*answer.index_days)
        notes.append(_("Spending of %(days)s, whatever period is chosen above.") % {"days": days})
    left_out = sum(row.hidden or row.index is None for row in answer.rows)
    if left_out:
        text = ngettext(
            "%(count)s group has no place here: too few people in it to tell what they spend elsewhere.",
            "%(count)s groups have no place here: too few people in them to tell what they spend elsewhere.",
            left_out,
        )
        notes.append(text % {"count": numbers.num(left_out)})
    return notes


def nobody_ranked(answer: BreakdownAnswer, heading: str) -> Empty:
    """Say why no group has a place."""
    if answer.total.customers == 0:
        return nobody(heading)
    if answer.outlet or answer.channel:
        text = _(
            "What people spend everywhere is told of all your customers together: choose all outlets and channels."
        )
        return Empty(heading, _("Not told of a part of your customers"), text, "wallet")
    text = _(
        "What people spend in other shops is told only of groups large enough that nobody, and no other business, can "
        "be recognised. With more customers the groups open by themselves; after new data it may take an hour."
    )
    return Empty(heading, _("Too few people to tell what they spend elsewhere"), text, "wallet")


def rule() -> str:
    """Say how the index comes about."""
    return _(
        "What they spend a month with the bank's cards in all shops, not only in yours: the middle value of the "
        "group over the last 12 months, beside that of all your customers, which is 100."
    )
