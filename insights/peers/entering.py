"""What one viewer is about to be told, asked of the ledger and entered once for the whole pass."""

import hashlib
from collections.abc import Mapping
from datetime import date

from insights.peers.viewing import Viewing
from lake.disclosure import Book, Cell, Holding, Ledger, Rules
from lake.peers.compared import Compared
from tenants.models import PeerSet


class Entries:
    """Cells of one viewer: each is held against those told before and those of this very pass."""

    def __init__(self, ledger: Ledger, rules: Rules) -> None:
        self._ledger, self._book = ledger, Book(rules)

    def enter(self, cell: Cell) -> bool:
        """Say whether a cell may be told, and if so, take it down."""
        if not self._ledger.admits(cell) or not self._book.admits(cell):
            return False
        self._book.record([cell])
        return True

    def sets_before(self, cell: Cell) -> list[frozenset[Holding]]:
        """Return who stood behind the same figure of the same group before, the newest set first."""
        return self._ledger.sets_before(cell)

    def keep(self) -> None:
        """Write down in the ledger what was taken down here."""
        self._ledger.record(self._book.cells)


def cell_of(view: Viewing, metric: str, group: PeerSet, found: Compared) -> Cell:
    """Return the cell of a figure that is about to be told."""
    return Cell(
        viewer=str(view.partner.pk),
        holding=view.holding,
        metric=metric,
        lens=group.lens,
        level=group.level,
        start=_day(found.start),
        end=_day(found.end),
        contributors=found.used,
        shares=found.shares,
        sums=found.sums,
    )


def _day(day: date | None) -> date:
    if day is None:
        raise ValueError("A figure about others is of certain days.")
    return day


def drawn(group: PeerSet, holdings: Mapping[str, list[int]]) -> list[list[int]]:
    """Return the companies of each holding in an order that does not depend on what they sell."""
    return [
        holdings[name]
        for name in sorted(holdings, key=lambda name: hashlib.sha256(f"{group.partner_id} {name}".encode()).digest())
    ]
