"""Groups of customers side by side: how many, what they bring, and their share at similar businesses as a mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insights.answers_customers import BreakdownAnswer, GroupRow
from insights.panels.customers.names import group_name
from insights.panels.seen import Seen, all_sales
from ui import numbers

TENTH: Final = 0.1


@dataclass(frozen=True)
class Line:
    """One group: `width` and `mark` are percent of the drawn bar; `mark` is where similar businesses stand."""

    name: str
    row: GroupRow
    part: float | None
    width: float
    mark: float | None

    @property
    def text(self) -> str:
        """The share of all customers in words."""
        return whole(self.part)


@dataclass(frozen=True)
class Groups:
    """What templates/insights/customers/groups.html shows; `seen` stands at the total of revenue."""

    caption: str
    head: str
    lines: Sequence[Line]
    total: GroupRow
    has_reference: bool
    seen: Seen | None = None


def groups_of(answer: BreakdownAnswer, caption: str, head: str) -> Groups:
    """Lay out the groups in their own order; the longest bar or the farthest mark fills the drawing."""
    parts = [part_of(row, answer.total) for row in answer.rows]
    references = [row.reference / 100 for row in answer.rows if row.reference is not None]
    longest = max([*(part for part in parts if part is not None), *references], default=0.0)

    def drawn(share: float | None) -> float | None:
        return None if share is None or not longest else round(100 * share / longest, 2)

    lines = [
        Line(
            group_name(answer.info.columns, row.group),
            row,
            part,
            drawn(part) or 0.0,
            drawn(None if row.reference is None else row.reference / 100),
        )
        for row, part in zip(answer.rows, parts, strict=True)
    ]
    return Groups(caption, head, lines, answer.total, bool(references), all_sales(answer.scaled, answer.coverage))


def ranked(answer: BreakdownAnswer, caption: str, head: str) -> Groups:
    """Lay out what is shown by revenue, the largest first; bars are shares of revenue."""
    shown = sorted((row for row in answer.rows if not row.hidden), key=lambda row: -(row.revenue or 0.0))
    longest = max((row.share or 0.0 for row in shown), default=0.0)
    lines = [
        Line(
            group_name(answer.info.columns, row.group),
            row,
            part_of(row, answer.total),
            round(100 * max(0.0, row.share or 0.0) / longest, 2) if longest > 0 else 0.0,
            None,
        )
        for row in shown
    ]
    return Groups(
        caption, head, lines, answer.total, has_reference=False, seen=all_sales(answer.scaled, answer.coverage)
    )


def whole(share: float | None) -> str:
    """Write a share in whole percent; near nothing and near everything one digit more tells them apart."""
    near = share is not None and (0 < share < TENTH or 1 - TENTH**2 < share < 1)
    return numbers.pct(share, 1 if near else 0)


def part_of(row: GroupRow, total: GroupRow) -> float | None:
    """Return a group's share of all customers; None where either is not told."""
    if row.customers is None or not total.customers:
        return None
    return row.customers / total.customers


def largest(answer: BreakdownAnswer, *, among: Sequence[str] = ()) -> GroupRow | None:
    """Return the shown group with the most customers; `among` limits it to these first values."""
    rows = [row for row in answer.rows if row.customers and (not among or row.group[0] in among)]
    return max(rows, key=lambda row: row.customers or 0, default=None)


def of(answer: BreakdownAnswer, *group: str) -> GroupRow | None:
    """Return one group, None where it is not there or hidden."""
    return next((row for row in answer.rows if row.group == group and not row.hidden), None)


def sure(answer: BreakdownAnswer, row: GroupRow) -> bool:
    """Say whether no hidden group can have more customers than this one."""
    told = sum(one.customers or 0 for one in answer.rows)
    return (row.customers or 0) >= (answer.total.customers or 0) - told


def measure_note(answer: BreakdownAnswer) -> str:
    """Say what a bar and its mark are."""
    if not any(row.reference is not None for row in answer.rows):
        return _("Share of your customers.")
    if not answer.peers:
        return _("Share of your customers. The mark on a bar is the share at similar businesses.")
    text = ngettext(
        "Share of your customers. The mark on a bar is the share at %(count)s similar business.",
        "Share of your customers. The mark on a bar is the share at %(count)s similar businesses.",
        answer.peers,
    )
    return text % {"count": numbers.num(answer.peers)}
