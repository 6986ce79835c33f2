"""One card of a page about customers: its finding, what it draws, what is left out and why, how it was computed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from insights.panels.empty import Empty
from insights.panels.how import How
from insights.panels.lines import Lines
from insights.panels.notices import Notice
from insights.panels.upsell import Offer


@dataclass(frozen=True)
class Block:
    """What templates/insights/customers/block.html shows: an offer, or why it is empty, or `template` with `facts`.

    `notes` are whole sentences below the drawing, `more` is an address and the words of its link.
    """

    id: str
    title: str = ""
    subtitle: str = ""
    width: str = ""
    template: str = ""
    facts: Any = None
    notes: Sequence[str] = ()
    how: How | None = None
    empty: Empty | None = None
    locked: Offer | None = None
    more: tuple[str, str] | None = None


@dataclass(frozen=True)
class Page:
    """What templates/insights/customers/figures.html shows."""

    lines: Lines
    blocks: Sequence[Block]
    headline: str = ""
    notices: Sequence[Notice] = ()
