"""A grid of how recently and how often customers bought in the last year, and groups with names and advice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import is_valid_path
from django.utils.translation import gettext as _

from insights.answers_customers import BreakdownAnswer
from insights.breakdowns import rfm
from insights.panels.customers.groups import whole
from insights.panels.customers.heat import Cell, Heat, Row, levels_from_zero
from insights.panels.links import Address
from ui import dates, numbers

LIST: Final = "/customers/list/"
SCORES: Final = tuple(str(score) for score in reversed(rfm.SCORES))


@dataclass(frozen=True)
class Named:
    """One named group: how many, what it brings, what to do about it."""

    key: str
    title: str
    customers: int
    part: float | None
    share: float | None
    reference: int | None
    advice: str
    url: str = ""


@dataclass(frozen=True)
class Rfm:
    """What templates/insights/customers/rfm.html shows; `all_url` is the list of customers, as of `as_of`."""

    grid: Heat
    named: Sequence[Named]
    all_url: str = ""
    as_of: str = ""

    @property
    def has_reference(self) -> bool:
        """Say whether similar businesses stand beside any group."""
        return any(one.reference is not None for one in self.named)


def rfm_of(answer: BreakdownAnswer, named: Sequence[Named]) -> Rfm:
    """Lay out the grid and the groups, and link the list of customers where a room serves it."""
    if not is_valid_path(LIST):
        return Rfm(grid_of(answer), named)
    return Rfm(grid_of(answer), named, LIST, dates.day(answer.as_of))


def grid_of(answer: BreakdownAnswer) -> Heat:
    """Count customers by recency (rows, the latest on top) and frequency (columns, the rarest first)."""
    counts = {(r, f): 0 for r in SCORES for f in SCORES}
    for row in answer.trailing:
        counts[row.group[0], row.group[1]] += row.customers or 0
    across = tuple(reversed(SCORES))
    levels = levels_from_zero([counts[r, f] for r in SCORES for f in across])
    rows = [
        Row(
            recency_name(r),
            [_cell(answer, (r, f), counts[r, f], levels[5 * at + place]) for place, f in enumerate(across)],
        )
        for at, r in enumerate(SCORES)
    ]
    return Heat(
        caption=_("Customers by how recently and how often they bought"),
        corner=_("Last purchase"),
        columns=[frequency_name(f) for f in across],
        above=_("How often they bought in the last year"),
        rows=rows,
        few=_("fewer customers"),
        many=_("more customers"),
    )


def _cell(answer: BreakdownAnswer, scores: tuple[str, str], count: int, level: int) -> Cell:
    recency, frequency = scores
    url = list_url(answer, recency=recency, frequency=frequency) if count else ""
    facts = {"count": numbers.num(count), "recency": recency_name(recency), "frequency": frequency_name(frequency)}
    return Cell(numbers.num(count), level, url=url, label=_("%(count)s: %(recency)s, %(frequency)s; list them") % facts)


def list_url(answer: BreakdownAnswer, **choice: str) -> str:
    """Return the list of these customers; empty where it would not be the same ones: it is of the newest day and all.

    Where an outlet or a way to pay is chosen, a cell counts those of the group who bought there.
    """
    same = answer.end == answer.as_of and not answer.outlet and not answer.channel
    return str(Address(LIST, choice)) if same and is_valid_path(LIST) else ""


def named_of(answer: BreakdownAnswer) -> list[Named]:
    """List the named groups that somebody is in."""
    everybody = sum(one.figures.customers or 0 for one in answer.named)
    return [
        Named(
            one.key,
            str(one.title),
            one.figures.customers,
            one.figures.customers / everybody,
            one.figures.share,
            one.figures.reference,
            str(one.advice),
            list_url(answer, group=one.key),
        )
        for one in answer.named
        if one.figures.customers
    ]


def rfm_title(named: Sequence[Named]) -> str:
    """Name the group that brings the most revenue."""
    best = max(named, key=lambda one: one.share or 0.0, default=None)
    if best is None or not best.share:
        return ""
    facts = {"group": best.title, "share": whole(best.part), "revenue": whole(best.share)}
    return _("“%(group)s”: %(share)s of the customers of the last year bring %(revenue)s of its revenue") % facts


def recency_name(score: str) -> str:
    """Name a fifth by the last purchase."""
    return {
        "5": _("most recent"),
        "4": _("recent"),
        "3": _("middle"),
        "2": _("long ago"),
        "1": _("longest ago"),
    }[score]


def frequency_name(score: str) -> str:
    """Name a fifth by the number of purchases."""
    return {
        "1": _("rarest"),
        "2": _("rare"),
        "3": _("middle"),
        "4": _("often"),
        "5": _("most often"),
    }[score]
